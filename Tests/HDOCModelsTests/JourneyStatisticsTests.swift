import Foundation
import HDOCModels
import Testing

@Suite("Statistics of a journey")
struct JourneyStatisticsTests {
    private let today = CalendarDay("2026-11-23") ?? CalendarDay(.distantPast, in: .utc)

    private func journey(_ agos: some Sequence<Int>) -> Journey {
        let dates = agos.sorted(by: >).map { today.adding(days: -$0) }
        return Journey(
            records: dates.enumerated().map { JourneyRecord(day: $0 + 1, date: $1, isPosted: true) }, today: today)
    }

    @Test func `a journey without entries has neither pace nor dates`() {
        let statistics = JourneyStatistics(journey([]), tags: [])
        #expect(statistics.pace == nil && statistics.day100 == nil && statistics.firstDate == nil && statistics.lastDay == 0)
        #expect(statistics.weekdays == [0, 0, 0, 0, 0, 0, 0] && statistics.tags.isEmpty)
    }

    @Test func `one entry a day reaches day 100 after as many days as are missing`() {
        let statistics = JourneyStatistics(journey(0..<40), tags: [])
        #expect(statistics.pace == 1 && statistics.day100 == today.adding(days: 60))
        #expect(statistics.weekdays.reduce(0, +) == 40 && statistics.streak.longest == 40)
        // 2026-11-23 is a Monday, and 40 days are five weeks and five days.
        #expect(statistics.weekdays == [6, 5, 5, 6, 6, 6, 6])
    }

    @Test func `the pace counts the last four weeks, and today only if it has an entry`() {
        #expect(JourneyStatistics(journey(stride(from: 1, to: 28, by: 2)), tags: []).pace == 0.5 + 0.5 / 27)
        #expect(JourneyStatistics(journey([0, 1, 2, 3, 100, 101]), tags: []).pace == 4.0 / 28)
        #expect(JourneyStatistics(journey([1]), tags: []).pace == 1)
        let stopped = JourneyStatistics(journey([200, 201]), tags: [])
        #expect(stopped.pace == 0 && stopped.day100 == nil)
    }

    @Test func `after day 100, its date is the one of its entry`() {
        #expect(JourneyStatistics(journey(0..<120), tags: []).day100 == today.adding(days: -20))
    }

    @Test func `tags are counted once for each entry, most used first`() {
        let statistics = JourneyStatistics(journey([0]), tags: [["sqs", "aws", "aws"], ["aws"], ["iam"]])
        #expect(statistics.tags == [Tag(tag: "aws", count: 2), Tag(tag: "iam", count: 1), Tag(tag: "sqs", count: 1)])
    }
}
