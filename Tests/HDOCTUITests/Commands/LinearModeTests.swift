import FoundationEssentials
import HDOCModels
import Testing

@testable import HDOCTUI

@Suite("Linear: plain sentences and a prompt")
struct LinearModeTests {
    @Test(arguments: [
        ("", LinearCommand.nothing), ("  q ", .quit), ("help", .help), ("1", .today),
        ("journeyers ada love", .command(["users", "--limit", "20", "--search", "ada love"])),
        ("write -rf is a flag", .command(["log", "--", "-rf is a flag"])), ("write", .command(["log"])),
        ("stage", .command(["doctor"])), ("stage list", .command(["stage", "list"])), ("users --sort score", .command(["users", "--sort", "score"])),
    ])
    func `what is typed is a screen or a command`(line: String, expected: LinearCommand) {
        #expect(LinearCommand(line) == expected)
    }

    @Test func `a journey can be heard`() throws {
        let today = try #require(CalendarDay("2026-11-23"))
        let journey = Journey(records: [
            .init(day: 1, date: today.adding(days: -3), isPosted: true), .init(day: 3, date: today.adding(days: -1), isPosted: true),
            .init(day: 4, date: today.adding(days: -1), isPosted: false),
        ], today: today)
        let now = try #require(Timestamp.parse("2026-11-23T20:48:00Z"))
        #expect(JourneyWords.sentences(journey, now: now, zone: .gmt) == [
            "Day 4 of 100 is written; 1 day waits to be sent. The next is day 5. 1 day number before that is missing.",
            "The streak is 1 day; the longest was 1 day. It ends in 3 h 12 min unless you write today.",
            "Your consistency is an estimated 0.67; prizes ask for 0.7.",
            "The chapter is “Stepping out the door”.",
        ])
        #expect(JourneyWords.sentences(Journey(records: [], today: today), now: now, zone: .gmt) == ["Day 1 is still to be written."])
    }
}
