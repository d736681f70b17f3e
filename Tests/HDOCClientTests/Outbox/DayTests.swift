import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Days, dates and time zones of entries")
struct DayTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func client() throws -> Client {
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" }, rememberHandle: { _ in })
        var stage = Samples.stage
        stage.handle = "ada"
        return try Client(stage: stage, settings: settings, transport: FakeTransport())
    }

    private func entry(_ id: String, day: Int, at instant: String, in zone: String) throws -> Entry {
        let timeZone = LocalZone(try #require(TimeZone(identifier: zone)))
        let date = CalendarDay(try #require(Timestamp.parse(instant)), in: timeZone)
        return Entry(id: id, day: day, date: date, zone: zone, title: id, body: "b")
    }

    @Test func `an entry keeps the time zone in which it was written`() throws {
        let tokyo = try entry("tokyo", day: 1, at: "2026-11-22T16:00:00Z", in: "Asia/Tokyo")
        #expect(tokyo.date == CalendarDay("2026-11-23"))
        _ = try client().saveDraft(tokyo)
        let kept = try #require(try client().outbox().first)
        #expect(kept.entry == tokyo && kept.entry.zone == "Asia/Tokyo")
    }

    /// A traveller across the date line has the same date twice and may write an entry each time: one date, two day numbers.
    @Test func `two entries may have the same date, but not the same day number`() throws {
        let client = try client()
        let first = try entry("kiritimati", day: 7, at: "2026-11-22T20:00:00Z", in: "Pacific/Kiritimati")
        let second = try entry("honolulu", day: 8, at: "2026-11-24T05:00:00Z", in: "Pacific/Honolulu")
        #expect(first.date == second.date)
        for entry in [first, second] {
            _ = try client.saveDraft(entry)
            _ = try client.queue(entry.id)
        }
        let again = try entry("again", day: 8, at: "2026-11-24T06:00:00Z", in: "Pacific/Honolulu")
        _ = try client.saveDraft(again)
        #expect(throws: OutboxError.dayTaken(day: 8, title: "honolulu")) { try client.queue("again") }
    }

    @Test func `an entry for a day that the backend already has cannot be queued`() throws {
        let client = try client()
        var article = Article(id: "posted")
        (article.author, article.day, article.title) = ("Ada", 5, "On the website")
        try client.cache.store([article], as: nil, at: scratch.clock())
        _ = try client.saveDraft(try entry("mine", day: 5, at: "2026-11-23T10:00:00Z", in: "UTC"))
        #expect(throws: OutboxError.dayTaken(day: 5, title: "On the website")) { try client.queue("mine") }
    }

    @Test(arguments: ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"])
    func `every day of a year ends when the next begins, also when the clocks change`(zone: String) throws {
        let zone = LocalZone(try #require(TimeZone(identifier: zone)))
        var day = try #require(CalendarDay("2026-01-01"))
        for _ in 0..<365 {
            let end = day.end(in: zone)
            #expect(CalendarDay(end, in: zone) == day.adding(days: 1))
            #expect(CalendarDay(end.addingTimeInterval(-1), in: zone) == day)
            day = day.adding(days: 1)
        }
    }

    @Test func `setting the clock back neither reorders the outbox nor changes a day`() throws {
        let client = try client()
        let first = try entry("first", day: 1, at: "2026-11-23T10:00:00Z", in: "UTC")
        _ = try client.saveDraft(first)
        scratch.advance(-86_400)
        _ = try client.saveDraft(try entry("second", day: 2, at: "2026-11-22T10:00:00Z", in: "UTC"))
        #expect(try client.outbox().map(\.entry.day) == [1, 2], "in the order of creation")
    }
}
