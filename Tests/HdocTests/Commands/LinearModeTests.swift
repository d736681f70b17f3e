import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite("The linear mode")
struct LinearModeTests {
    @Test(arguments: [
        ("", LinearCommand.nothing), ("  q ", .quit), ("help", .help), ("1", .screen(.today)),
        ("journeyers ada love", .screen(.journeyers("ada love"))), ("2", .screen(.journeyers(""))), ("3", .screen(.leaderboard)),
        ("articles tag aws", .screen(.articles(["tag", "aws"]))), ("5", .screen(.outbox)), ("outbox list", .command(["outbox", "list"])),
        ("settle 2 arrived", .screen(.entry(.settle, ["2", "arrived"]))), ("send", .screen(.entry(.send, []))),
        ("open 3", .screen(.open("3"))),
        ("write -rf is a flag", .command(["log", "--", "-rf is a flag"])), ("write", .command(["log"])),
        ("stage", .screen(.stage)), ("stage list", .command(["stage", "list"])),
        ("users --sort score", .command(["users", "--sort", "score"])),
    ])
    func `a typed line is parsed as a screen or a command`(line: String, expected: LinearCommand) {
        #expect(LinearCommand(line) == expected)
    }

    @Test func `a journey is described in sentences`() throws {
        let today = try #require(CalendarDay("2026-11-23"))
        let journey = Journey(
            records: [
                .init(day: 1, date: today.adding(days: -3), isPosted: true), .init(day: 3, date: today.adding(days: -1), isPosted: true),
                .init(day: 4, date: today.adding(days: -1), isPosted: false),
            ], today: today)
        let now = try #require(Timestamp.parse("2026-11-23T20:48:00Z"))
        #expect(
            JourneyStrings.sentences(journey, now: now, calendar: JourneyCalendar(zone: .utc)) == [
                "Day 4 of 100 is written; 1 day is queued. The next day is 5. 1 day number before it is missing.",
                "The streak is 1 day; the longest was 1 day. It ends in 3 h 12 min unless you write today.",
                "Your consistency is an estimated 0.67; prizes require 0.7.",
                "The chapter is “Stepping out the door”.",
            ])
        #expect(
            JourneyStrings.sentences(Journey(records: [], today: today), now: now, calendar: JourneyCalendar(zone: .utc)) == [
                "Day 1 is not written yet."
            ])
    }

    @Test func `an absurd day in an own article costs nothing and changes no sentence`() throws {
        let today = try #require(CalendarDay("2026-11-23"))
        var (good, absurd) = (Article(id: "good"), Article(id: "absurd"))
        (good.day, absurd.day) = (12, 9_007_199_254_740_992)
        let (journey, same) = (
            Journey(articles: [good, absurd], outbox: [], today: today), Journey(articles: [good], outbox: [], today: today)
        )
        #expect(
            JourneyStrings.sentences(journey, now: .now, calendar: JourneyCalendar(zone: .utc))
                == JourneyStrings.sentences(same, now: .now, calendar: JourneyCalendar(zone: .utc)))
    }

    private static func script(_ script: inout ScriptedClient.Script) {
        script.journeyers = Snapshot(value: Samples.journeyers, fetchedAt: Samples.hoursAgo3)
        script.refresh[.journeyers] = Samples.report(.journeyers)
        var article = Samples.article(day: 22, title: "Queues at last")
        (article.body, article.link) = ("What I learned.", "https://example.test/22")
        script.articles = Samples.cached([article])
        script.refresh[.articles(author: nil, tag: nil)] = Samples.report(.articles(author: nil, tag: nil))
        script.refresh[.journeyer("nobody-here")] = .failure(Failures.notFound)
        script.routes = [
            RouteStatus(route: .users, presence: .present), RouteStatus(route: .tags, presence: .absent(status: 403, reason: "Missing")),
        ]
        (script.handle, script.session) = ("ada", Samples.signedIn)
        var unknown = Samples.entry("01890000-0000-7000-8000-000000000001", day: 23, .unknown)
        unknown.lastError = "The connection was interrupted."
        script.outbox = [unknown, Samples.entry("01890000-0000-7000-8000-000000000002", day: 24, .draft)]
    }

    /// Runs the linear mode and types one line at each prompt.
    private func talk(_ lines: [String], offline: Bool = false) async throws -> (CommandWorld, CommandWorld.Run) {
        let dialogue = CommandWorld.Dialogue(lines.map { (after: "What next?", line: $0) })
        let world = try CommandWorld(input: .init(dialogue: dialogue), Self.script)
        let request = ScreensRequest(stage: CommandWorld.stage, isOffline: offline, isLinear: true)
        let (out, err) = (CommandWorld.Sink(), CommandWorld.Sink())
        let client = world.client
        let context = CommandContext(
            environment: ["HOME": world.directory, "HDOC_CONFIG": "\(world.directory)/config.toml"],
            console: Console(output: out, errors: err),
            input: world.input, zone: .utc, now: { CommandWorld.now }, openClient: { _, _, _ in client }, runProgram: { _ in 1 },
            runScreens: { _, _ in .failed })
        let status = try await LinearMode(request: request, context: context).run()
        return (world, CommandWorld.Run(status: status, out: out.text, err: err.text))
    }

    @Test func `every screen is described in sentences`() async throws {
        let (_, run) = try await talk(["2", "3", "4", "5", "6", "quit"])
        #expect(run.status == .done)
        for sentence in [
            "3 journeyers on dev, most days first.", "1: ada, Ada Okafor. 23 days, score 91, last entry 3 h ago.",
            "bare. No data about their days.",
            "2 journeyers are ranked by total score.",
            "You: Rank 2, ada, Ada Okafor. Score 91: 61 on GitHub and 30 on Twitter. Streak 5 days.",
            "1: Day 22 by ada on 2026-11-20: Queues at last. Tags: aws, sqs.", "2 entries in the outbox.",
            "1: Day 23, Day 23's title: unknown. The connection was interrupted. It may have arrived",
            "This is the stage dev at https://a.example/.", "You are ada there.", "GET /tags: not available, 403 Missing.",
        ] { #expect(run.out.contains(sentence), "\(sentence)\n--\n\(run.out)\n\(run.err)") }
        // The output has no aligned columns and no control sequences.
        #expect(!run.out.contains("  ") && !run.out.contains("\u{1B}"), "\(run.out)")
    }

    @Test func `the number of a row opens its article or entry, and settles its entry`() async throws {
        let (world, run) = try await talk(["articles", "open 1", "outbox", "settle 1 arrived", "settle 1", "edit", "open 2", "quit"])
        #expect(run.out.contains("What I learned.") && run.out.contains("Its link: https://example.test/22"), "\(run.out)")
        #expect(world.client.entries.first?.state == .sent, "\(run.err)")
        #expect(run.err.contains("Type “settle”, the entry's number in the outbox, and “arrived” or “again”."))
        #expect(run.err.contains("Type “edit” and the entry's number in the outbox."))
        #expect(run.out.contains("Day 24's title"))
    }

    @Test func `a list is shown in pages of ten rows, and each number refers to its row`() throws {
        var listing = LinearListing(rows: (1...12).map { ("row \($0)", .journeyer("j\($0)")) })
        #expect(listing.next().last == "10: row 10" && listing.rest == 2)
        #expect(listing.next() == ["11: row 11", "12: row 12"])
        #expect(listing.next().isEmpty && listing.subject("12") == .journeyer("j12") && listing.subject("13") == nil)
    }

    @Test func `an error is reported in a sentence, and the prompt appears again`() async throws {
        let (_, run) = try await talk(["user nobody-here", "5", "quit"])
        #expect(run.err.contains("hdoc: ") && run.out.contains("2 entries in the outbox."))
    }
}
