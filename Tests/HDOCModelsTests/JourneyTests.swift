import FoundationEssentials
import HDOCModels
import Testing

@Suite("Days, streaks, the progress map and ids")
struct JourneyTests {
    private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-1-1", "tomorrow", "2026-00-10", "2026-04-31", "+026-01-01"])
    func `text that is not an existing date is rejected`(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test func `date arithmetic crosses months, years and leap days`() throws {
        #expect(try day("2026-12-31").adding(days: 1) == day("2027-01-01"))
        #expect(try day("2024-02-28").adding(days: 1) == day("2024-02-29"))
        #expect(try day("2026-03-01").days(to: day("2026-02-27")) == -2)
        #expect(try day("2026-11-23").weekday == 1)
    }

    @Test func `an instant belongs to the local day of its time zone, and a day can have 25 hours`() throws {
        let berlin = LocalZone(try #require(TimeZone(identifier: "Europe/Berlin")))
        let lateEvening = try #require(Timestamp.parse("2026-10-24T22:30:00Z"))
        #expect(try CalendarDay(lateEvening, in: berlin) == day("2026-10-25"))
        #expect(try CalendarDay(lateEvening, in: .utc) == day("2026-10-24"))
        // In Berlin, 25 October 2026 has 25 hours.
        #expect(try day("2026-10-25").end(in: berlin) == Timestamp.parse("2026-10-25T23:00:00Z"))
    }

    @Test func `a streak is broken only when the whole day after its last entry has passed`() throws {
        let dates = Set(try ["2026-11-18", "2026-11-20", "2026-11-21", "2026-11-22"].map(day))
        let alive = Streak(dates: dates, today: try day("2026-11-23"))
        #expect(alive.current == 3 && alive.longest == 3 && alive.isAtRisk && alive.brokenOn == nil)
        let broken = Streak(dates: dates, today: try day("2026-11-24"))
        #expect(try broken.current == 0 && broken.longest == 3 && !broken.isAtRisk && broken.brokenOn == day("2026-11-23"))
        #expect(Streak(dates: [], today: try day("2026-11-24")) == Streak(dates: [], today: try day("2000-01-01")))
    }

    @Test func `longestBrokenOn is the day that broke the longest streak, or nil while that streak continues`() throws {
        let dates = Set(try ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-10", "2026-11-22"].map(day))
        let streak = Streak(dates: dates, today: try day("2026-11-23"))
        #expect(try streak.longest == 3 && streak.current == 1 && streak.longestBrokenOn == day("2026-11-04"))
        let going = Streak(dates: dates, today: try day("2026-11-04"))
        #expect(going.longest == 3 && going.longestBrokenOn == nil)
        let equal = Streak(dates: Set(try ["2026-11-01", "2026-11-05"].map(day)), today: try day("2026-11-23"))
        #expect(try equal.longestBrokenOn == day("2026-11-06"), "the latest of equally long streaks")
    }

    @Test func `the map distinguishes posted, queued, missed, next and future days`() throws {
        let today = try day("2026-11-23")
        let journey = Journey(
            records: [
                .init(day: 1, date: today.adding(days: -3), isPosted: true),
                .init(day: 3, date: today.adding(days: -1), isPosted: true),
                .init(day: 4, date: today, isPosted: false),
            ], today: today)
        #expect((1...6).map(journey.progress(of:)) == [.posted, .missed, .posted, .queued, .next, .toCome])
        #expect(journey.nextDay == 5)
        #expect(journey.consistency == 0.75)
    }

    @Test func `ten chapters cover a hundred days without a gap`() {
        #expect(Chapter.all.flatMap { Array($0.days) } == Array(1...100))
    }

    @Test func `ids sort by time and are unique`() {
        let early = UUIDv7.make(at: Date(timeIntervalSince1970: 1_700_000_000))
        let late = UUIDv7.make(at: Date(timeIntervalSince1970: 1_700_000_001))
        #expect(early < late && early.count == 36 && Array(early)[14] == "7")
        let many = Set((0..<1000).map { _ in UUIDv7.make(at: Date(timeIntervalSince1970: 1)) })
        #expect(many.count == 1000)
    }

    @Test func `an entry's state changes only by the allowed transitions`() {
        let moves = EntryState.allCases.flatMap { from in
            EntryState.allCases.filter { from.mayBecome($0) }.map { "\(from)→\($0)" }
        }
        #expect(!EntryState.allCases.contains { EntryState.sent.mayBecome($0) }, "a sent entry must stay sent")
        #expect(moves.contains("sending→unknown") && !moves.contains("draft→sent") && !moves.contains("unknown→draft"))
    }
}

@Suite("Limits of an entry")
struct EntryRulesTests {
    private func entry(title: String = "t", body: String = "b", tags: [String] = [], link: String? = nil, day: Int = 1) throws -> Entry {
        Entry(
            id: "x", day: day, date: try #require(CalendarDay("2026-11-23")), zone: "UTC", title: title, body: body,
            tags: tags, link: link)
    }

    @Test func `an entry within the limits has no problems`() throws {
        let fine = try entry(
            title: String(repeating: "é", count: 120), body: String(repeating: "x", count: 100_000),
            tags: ["aws", "c++", "c#", ".net", "a-b"], link: "https://example.org/x?y=z", day: 101)
        #expect(EntryRules.problems(of: fine).isEmpty)
    }

    @Test func `each problem names its field`() throws {
        let bad = try entry(
            title: " ", body: String(repeating: "é", count: 50_001), tags: ["Aws"] + Array(repeating: "a", count: 10),
            link: "javascript:alert(1)", day: 0)
        #expect(EntryRules.problems(of: bad).map(\.field) == [.title, .body, .tags, .tags, .link, .day])
    }

    @Test(arguments: [
        "-oProxyCommand=x", "file:///etc/passwd", "https://", "http:///x", "https://-x", "https://a b", "https://a\u{1b}[m", "ssh://a",
    ])
    func `a link that is not a valid http or https address is rejected`(link: String) {
        #expect(!EntryRules.isWebLink(link))
    }
}
