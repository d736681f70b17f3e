import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Synchronization
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct PostingCommandTests {
    /// Signed in as ada, whose days 1 and 2 are posted and cached.
    static func ready(_ script: inout ScriptedClient.Script) {
        script.session = Samples.signedIn
        script.handle = "ada"
        script.articles = Snapshot(
            value: [Samples.article(day: 2), Samples.article(day: 1)], fetchedAt: CommandWorld.now)
        script.send = { $0.state = .sent }
    }

    @Test func `hdoc log saves an entry, queues it and sends it, in this order`() async throws {
        let world = try CommandWorld { Self.ready(&$0) }
        let run = try await world.run("log", "## Queues\n\nToday I …", "--tag", "aws", "--link", "https://x.example")
        #expect(run.status == .done)
        #expect(run.out == "Day 3 · Queues · sent\n")
        #expect(run.err == "")
        #expect(world.client.log == ["save day 3", "queue", "send"])
        let entry = try #require(world.client.entries.first?.entry)
        #expect(entry.body == "Today I …")
        #expect(entry.tags == ["aws"] && entry.link == "https://x.example" && entry.zone == "Europe/Berlin")
        #expect(entry.date.description == "2026-11-23")
    }

    @Test func `the text can come from standard input or a file, and title, day and date can be given`() async throws {
        let world = try CommandWorld(input: .init(bytes: Array("All of this is body".utf8))) { Self.ready(&$0) }
        let run = try await world.run("log", "--file", "-", "--title", "T", "--day", "7", "--date", "2026-01-02", "--json")
        #expect(try JSONProbe(run.out).object?["state"] == .string("sent"))
        let entry = try #require(world.client.entries.first?.entry)
        #expect(entry.title == "T" && entry.body == "All of this is body" && entry.day == 7)
        #expect(entry.date.description == "2026-01-02")
        let missing = try await world.run("log", "--file", "/nowhere/x.md")
        #expect(missing.status == .failed)
        #expect(missing.err == "hdoc: /nowhere/x.md does not exist.\n")
        let binary = try CommandWorld(input: .init(bytes: [0x41, 0xFF])) { Self.ready(&$0) }
        #expect(try await binary.run("log", "--file", "-").err == "hdoc: standard input is not UTF-8 text: byte 2 is invalid.\n")
    }

    struct Outcome: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fill: @Sendable (inout ScriptedClient.Script) -> Void
        let status: ExitStatus
        let message: String
        var arguments: [String] = []
    }

    static let outcomes: [Outcome] = [
        Outcome(
            testDescription: "the network is away",
            fill: { $0.send = { ($0.state, $0.lastError) = (.queued, "Could not reach dev.") } }, status: .kept,
            message: "Day 3 is kept in the outbox, not sent yet: Could not reach dev."),
        Outcome(
            testDescription: "nobody is signed in", fill: { $0.session = .signedOut }, status: .signInNeeded,
            message: "Kept in the outbox, not sent yet: nobody is signed in on dev. Run `hdoc login`, then `hdoc outbox send`."),
        Outcome(
            testDescription: "the session ended meanwhile",
            fill: { $0.send = { _ throws(ClientError) in throw Failures.signInNeeded } }, status: .signInNeeded,
            message: "Day 3 is kept in the outbox, not sent yet. You are not signed in on dev. Run `hdoc login`."),
        Outcome(
            testDescription: "the reply was lost", fill: { $0.send = { $0.state = .unknown } }, status: .kept,
            message: "Nobody can tell yet whether day 3 arrived. `hdoc outbox send` asks the backend again."),
        Outcome(
            testDescription: "it was refused",
            fill: { $0.send = { ($0.state, $0.lastError) = (.rejected, "title: too long") } }, status: .failed,
            message: "Day 3 was rejected: title: too long\n"),
        Outcome(
            testDescription: "another hdoc sends", fill: { $0.otherSender = true }, status: .kept,
            message: "Day 3 is kept in the outbox, not sent yet: another hdoc is sending."),
        Outcome(
            testDescription: "offline was asked for", fill: { _ in }, status: .kept,
            message: "Kept in the outbox, not sent yet: offline was asked for.", arguments: ["--offline"]),
        Outcome(
            testDescription: "who I am is unknown",
            fill: {
                $0.handle = nil
                $0.refresh[.journeyer("ada")] = .failure(Failures.notFound)
            }, status: .failed,
            message: "Kept in the outbox, not sent yet: Your GitHub username on dev is unknown."),
    ]

    @Test(arguments: outcomes)
    func `an entry that is not sent stays in the outbox, and the exit status says why`(_ outcome: Outcome) async throws {
        let world = try CommandWorld {
            Self.ready(&$0)
            outcome.fill(&$0)
        }
        let run =
            outcome.arguments.isEmpty
            ? try await world.run("log", "T", "--day", "3") : try await world.run("log", "T", "--day", "3", "--offline")
        #expect(run.status == outcome.status)
        #expect(run.err.contains(outcome.message), "\(run.err)")
        #expect(world.client.entries.first?.entry.day == 3)
        #expect(world.client.log.starts(with: ["save day 3", "queue"]))
    }

    @Test func `a day that already has an entry is refused before anything is saved`() async throws {
        let world = try CommandWorld { Self.ready(&$0) }
        let run = try await world.run("log", "T", "--day", "2")
        #expect(run.status == .failed)
        #expect(run.err == "hdoc: Day 2 already has an entry: “A day”. Choose another day with --day, or edit the existing entry.\n")
        #expect(world.client.log.isEmpty)
    }

    @Test func `a day suggested from an old cache is corrected, after the entry is saved`() async throws {
        let mine = Resource.articles(author: "ada", tag: nil)
        let world = try CommandWorld { script in
            Self.ready(&script)
            script.articles = Snapshot(value: [])
            script.refresh[mine] = Samples.report(mine)
            script.refreshedArticles = Snapshot(value: [Samples.article(day: 1), Samples.article(day: 4)], fetchedAt: CommandWorld.now)
        }
        #expect(try await world.run("log", "T").out == "Day 5 · T · sent\n")
        #expect(world.client.log == ["save day 1", "queue", "refresh \(mine)", "save day 5", "queue", "send"])
    }

    @Test func `an unknown handle is looked up on the stage, after the entry is saved`() async throws {
        let world = try CommandWorld { script in
            Self.ready(&script)
            (script.handle, script.confirmedHandle) = (nil, "ada")
            script.refresh[.journeyer("ada")] = Samples.report(.journeyer("ada"))
        }
        #expect(try await world.run("log", "T", "--day", "8").status == .done)
        #expect(world.client.log == ["save day 8", "queue", "refresh \(Resource.journeyer("ada"))", "send"])
    }

    @Test func `a draft is neither queued nor sent`() async throws {
        let world = try CommandWorld { Self.ready(&$0) }
        let run = try await world.run("log", "T", "--draft")
        #expect(run.status == .done)
        #expect(run.out == "Day 3 · T · draft\n")
        #expect(world.client.log == ["save day 3"])
    }

    @Test func `an entry that cannot be queued stays a draft, and hdoc says so`() async throws {
        let world = try CommandWorld {
            Self.ready(&$0)
            $0.queueError = .dayTaken(day: 3, title: "Old")
        }
        let run = try await world.run("log", "T")
        #expect(run.status == .failed)
        #expect(run.err.hasPrefix("It is kept as a draft: `hdoc outbox show "))
        #expect(world.client.entries.first?.state == .draft)
    }

    // MARK: The editor

    @Test func `the editor opens the template in hdoc's own directory, with the arguments of its command`() async throws {
        let world = try CommandWorld(
            environment: ["VISUAL": "my-editor --wait 'a b'", "EDITOR": "other"], input: .init(isTerminal: true),
            program: .init { arguments in
                #expect(arguments.dropLast() == ["my-editor", "--wait", "a b"])
                let path = try #require(arguments.last)
                #expect(path.contains("/data/hdoc/drafts/dev-day-"))
                #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("\n\n## Introduction\n"))
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600)
                try Data("# A title\n\nA body\n".utf8).write(to: URL(fileURLWithPath: path))
                return 0
            }
        ) { Self.ready(&$0) }
        #expect(try await world.run("log", "--template", "short").out == "Day 3 · A title · sent\n")
        #expect(world.drafts.isEmpty)
    }

    @Test func `an editor that returns at once without a text cancels the entry, and what it saves later is found`() async throws {
        let saved = Mutex<String?>(nil)
        let world = try CommandWorld(
            environment: ["EDITOR": "e"], input: .init(isTerminal: true),
            program: .init { arguments in
                let path = try #require(arguments.last)
                // The second time, the window of the first editor has been saved meanwhile.
                if saved.withLock({ $0 }) == nil {
                    saved.withLock { $0 = path }
                } else {
                    #expect(try String(contentsOfFile: path, encoding: .utf8) == "A title")
                    try Data("A title\n\nA body".utf8).write(to: URL(fileURLWithPath: path))
                }
                return 0
            }
        ) { Self.ready(&$0) }
        let run = try await world.run("log")
        #expect(run.status == .failed && run.err.hasPrefix("hdoc: The editor e returned at once, and nothing was written."), "\(run)")
        #expect(world.client.log.isEmpty)
        let path = try #require(saved.withLock { $0 })
        try Data("A title".utf8).write(to: URL(fileURLWithPath: path))
        let again = try await world.run("log")
        #expect(again.err.hasPrefix("Continuing with the unfinished text from ") && again.out == "Day 3 · A title · sent\n", "\(again)")
        #expect(world.drafts.isEmpty)
    }

    @Test func `the written text is kept if the editor fails or the text is invalid`() async throws {
        let write: @Sendable ([String]) throws -> Void = {
            try Data("# \(String(repeating: "x", count: 300_000))".utf8).write(to: URL(fileURLWithPath: $0.last ?? ""))
        }
        let failing = try CommandWorld(
            environment: ["EDITOR": "e"], input: .init(isTerminal: true),
            program: .init {
                try write($0); return 3
            }
        ) { Self.ready(&$0) }
        let run = try await failing.run("log")
        #expect(run.status == .failed)
        #expect(run.err.contains("Your text is saved in \(failing.directory)/data/hdoc/drafts/"))
        #expect(run.err.hasSuffix("hdoc: The editor e exited with status 3.\n"))
        #expect(failing.drafts.count == 1)
        let tooLong = try CommandWorld(
            environment: ["EDITOR": "e"], input: .init(isTerminal: true),
            program: .init {
                try write($0); return 0
            }
        ) { Self.ready(&$0) }
        #expect(try await tooLong.run("log").err.contains("body has 299 kB; the limit is 100 kB"))
        #expect(tooLong.drafts.count == 1)
        #expect(tooLong.client.log.isEmpty)
    }

    @Test func `a pipe is read with or without an option, and an editor without a terminal is an error`() async throws {
        for arguments in [["log"], ["log", "-"], ["log", "--file", "-"]] {
            let world = try CommandWorld(environment: ["EDITOR": "e"], input: .init(bytes: Array("T\r\n\r\nBody".utf8))) { Self.ready(&$0) }
            #expect(try await world.run(arguments).out == "Day 3 · T · sent\n")
            #expect(world.client.entries.first?.entry.body == "Body")
        }
        let world = try CommandWorld(environment: ["EDITOR": "e"]) { Self.ready(&$0) }
        let run = try await world.run("log")
        #expect(run.status == .failed && run.err.contains("An editor needs a terminal") && run.err.contains("--file -"))
    }

    @Test func `a date in the future needs --yes, and tags are changed to lower case`() async throws {
        let world = try CommandWorld { Self.ready(&$0) }
        #expect(
            try await world.run("log", "T", "--date", "2026-11-24").err
                == "hdoc: 2026-11-24 is in the future. If you mean it, pass --yes.\n")
        #expect(world.client.log.isEmpty)
        #expect(try await world.run("log", "T", "--date", "2026-11-24", "--yes", "--tag", "AWS").status == .done)
        #expect(world.client.entries.first?.entry.tags == ["aws"])
    }

    @Test func `an entry with an invalid field is saved as a draft, and the error names the line`() async throws {
        let world = try CommandWorld(input: .init(bytes: Array("---\ntitle: T\ndate: 26.11.2026\n---\nBody".utf8))) { Self.ready(&$0) }
        let run = try await world.run("log", "--file", "-")
        #expect(run.status == .failed && run.out == "Day 3 · T · draft\n")
        #expect(run.err.hasPrefix("Line 3: “date: 26.11.2026”: write the date like 2026-11-23.\n"))
        #expect(world.client.log == ["save day 3"])
    }

    @Test func `without an editor the error says how to configure one`() async throws {
        let world = try CommandWorld { Self.ready(&$0) }
        #expect(try await world.run("log").err.hasPrefix("hdoc: No editor is configured. Set the environment variable EDITOR"))
        #expect(world.drafts.isEmpty)
    }
}
