import Foundation
import HDOCClient
import HDOCModels
import Synchronization
import Testing

@testable import HDOCTUI
@testable import HDOCTestKit
@testable import TerminalKit
@testable import hdoc

@Suite struct OutboxCommandTests {
    static let queued = Samples.entry("0198c0de-1111-7000-8000-000000000001", day: 4, .queued, lastError: "Could not reach dev.")
    static let draft = Samples.entry("0198c0de-2222-7000-8000-000000000002", day: 5, .draft)
    static let sent = Samples.entry("0198c0de-3333-7000-8000-000000000003", day: 3, .sent)

    private func world(
        environment: [String: String] = [:], program: CommandWorld.Program = .none,
        _ fill: (inout ScriptedClient.Script) -> Void = { _ in }
    ) throws -> CommandWorld {
        try CommandWorld(environment: environment, input: .init(isTerminal: !environment.isEmpty), program: program) { script in
            PostingCommandTests.ready(&script)
            script.outbox = [Self.queued, Self.draft, Self.sent]
            fill(&script)
        }
    }

    @Test func `the list shows the state and the last error of each entry, and JSON has the documented members`() async throws {
        #expect(
            try await world().run("outbox", columns: 200).out == """
                ID             DAY  DATE        STATE   TITLE          NOTE
                0198c0de-1111    4  2026-11-23  queued  Day 4's title  Could not reach dev.
                0198c0de-2222    5  2026-11-23  draft   Day 5's title
                0198c0de-3333    3  2026-11-23  sent    Day 3's title

                """)
        let json = try JSONProbe(try await world().run("outbox", "list", "--json").out)
        #expect(json.strings("state") == ["queued", "draft", "sent"])
        #expect(
            json.value.array?.first?.object?.keys.sorted() == [
                "article_url", "attempts", "change", "conflict", "date", "day", "id", "last_error", "next_attempt_at", "state", "title",
                "version",
            ])
    }

    @Test func `outbox send sends queued entries, and sends a draft only if it is named`() async throws {
        let all = try await world().run("outbox", "send")
        #expect(all.status == .done)
        #expect(all.out == "Day 4 · Day 4's title · sent\n")
        let one = try world()
        let run = try await one.run("outbox", "send", "0198C0DE-2", "--json")
        #expect(try JSONProbe(run.out).strings("state") == ["sent"])
        #expect(one.client.log == ["queue", "send"])
        #expect(try await world { $0.outbox = [Self.sent] }.run("outbox", "send").err == "There are no queued entries.\n")
    }

    @Test func `outbox send names each rejected entry with its reason and what can be done`() async throws {
        let rejected = Samples.entry("0198c0de-4444-7000-8000-000000000004", day: 6, .rejected, lastError: "dev rejected the entry.")
        let run = try await world { $0.outbox = [rejected] }.run("outbox", "send")
        #expect(
            run.err == """
                There are no queued entries.
                Day 6 was rejected and needs a decision: dev rejected the entry.
                `hdoc outbox edit 0198c0de-4444` changes it, `hdoc outbox send 0198c0de-4444` tries it as it is, \
                `hdoc outbox discard 0198c0de-4444` deletes it.

                """)
    }

    @Test func `a draft for a date in the future is sent only with --yes if there is no terminal to ask`() async throws {
        var draft = Self.draft
        draft.entry.date = CalendarDay(CommandWorld.now, in: .utc).adding(days: 2)
        let future = draft
        func inFuture() throws -> CommandWorld { try world { $0.outbox = [future] } }
        let run = try await inFuture().run("outbox", "send", future.id)
        #expect(run.status == .failed && run.err.contains("is in the future"), "\(run)")
        #expect(try await inFuture().run("outbox", "send", future.id, "--yes").status == .done)
    }

    @Test func `an id may be shortened as long as it matches only one entry`() async throws {
        let unclear = try await world().run("outbox", "show", "0198")
        #expect(unclear.status == .failed)
        #expect(unclear.err.hasPrefix("hdoc: 0198 matches several entries: 0198c0de-1111-"))
        #expect(
            try await world().run("outbox", "show", "ff").err == "hdoc: The outbox has no entry ff. List the entries with `hdoc outbox`.\n")
        let shown = try await world().run("outbox", "show", "0198c0de-1", columns: 200)
        #expect(shown.out.hasSuffix("Last error  Could not reach dev.\n\nThe body\n"))
        #expect(try JSONProbe(try await world().run("outbox", "show", "0198c0de-1", "--json").out).object?["body"] == .string("The body"))
    }

    @Test func `a queued entry is queued again after it is edited`() async throws {
        let world = try world(
            environment: ["EDITOR": "e"],
            program: .init { arguments in
                let path = try #require(arguments.last)
                #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("Day 4's title\n\nThe body\n<!-- hdoc: "))
                try Data("# New\n\nBetter".utf8).write(to: URL(fileURLWithPath: path))
                return 0
            })
        let run = try await world.run("outbox", "edit", "0198c0de-1")
        #expect(run.err == "Saved day 4: New (queued).\n")
        #expect(world.client.log == ["save day 4", "queue"])
        #expect(world.drafts.isEmpty)
    }

    @Test(arguments: [EntryState.draft, .sent])
    func `a text whose entry was changed or sent while the editor was open becomes a draft of its own`(state: EntryState) async throws {
        let client = Mutex<ScriptedClient?>(nil)
        let world = try world(
            environment: ["EDITOR": "e"],
            program: .init { arguments in
                try Data("# New\n\nBetter".utf8).write(to: URL(fileURLWithPath: arguments.last ?? ""))
                client.withLock { $0 }?.script.withLock { script in
                    for index in script.outbox.indices where script.outbox[index].id == Self.queued.id {
                        script.outbox[index].state = state
                        script.outbox[index].entry.body = "Changed elsewhere"
                    }
                }
                return 0
            })
        client.withLock { $0 = world.client }
        let run = try await world.run("outbox", "edit", "0198c0de-1")
        let copy = try #require(world.client.entries.last)
        #expect(run.status == .failed && copy.state == .draft && copy.id != Self.queued.id, "\(run)")
        #expect(copy.entry.title == "New" && copy.entry.body == "Better" && copy.entry.day == 4)
        #expect(
            run.err == "Another hdoc changed or sent this draft. Your text is saved as a draft of its own.\n"
                + "Saved day 4: New (draft).\nIts id is \(copy.id).\n")
        #expect(world.client.entries.contains { $0.id == Self.queued.id && $0.entry.body == "Changed elsewhere" && $0.state == state })
        #expect(world.drafts.isEmpty)
    }

    @Test func `an older unfinished text that is not edited is kept, and its path is printed`() async throws {
        let typed = CommandWorld.Dialogue([(after: "To edit the unfinished text, type yes:", line: "no")])
        let world = try CommandWorld(
            environment: ["EDITOR": "e"], input: .init(isTerminal: true, dialogue: typed),
            program: .init { arguments in
                try Data("# New\n\nBetter".utf8).write(to: URL(fileURLWithPath: arguments.last ?? ""))
                return 0
            }
        ) { script in
            PostingCommandTests.ready(&script)
            script.outbox = [Self.queued]
        }
        let drafts = world.directory + "/data/hdoc/drafts"
        try FileManager.default.createDirectory(atPath: drafts, withIntermediateDirectories: true)
        let path = "\(drafts)/dev-entry-\(Self.queued.id)-0A1B2C3D.md"
        try Data("Unfinished".utf8).write(to: URL(fileURLWithPath: path))
        #expect(utimes(path, [timeval(tv_sec: 1000, tv_usec: 0), timeval(tv_sec: 1000, tv_usec: 0)]) == 0)
        let run = try await world.run("outbox", "edit", "0198c0de-1")
        let aside = "\(drafts)/set-aside-dev-entry-\(Self.queued.id)-0A1B2C3D.md"
        #expect(run.status == .done && run.err.contains("The unfinished text is kept in \(aside)\n"), "\(run)")
        #expect(FileManager.default.contents(atPath: aside) == Data("Unfinished".utf8))
    }

    @Test func `the day of a draft can be changed without an editor, and a sent entry cannot be edited`() async throws {
        let world = try world()
        #expect(try await world.run("outbox", "edit", "0198c0de-2", "--day", "9").err == "Saved day 9: Day 5's title (draft).\n")
        let run = try await world.run("outbox", "edit", "0198c0de-3")
        #expect(run.status == .failed)
        #expect(
            run.err == "hdoc: Day 3 (“Day 3's title”) cannot be edited in the outbox: it is sent. "
                + "Correct a posted day with `hdoc outbox correct 0198c0de-3333-7000-8000-000000000003`.\n")
    }

    @Test func `a draft can be discarded, and an unknown entry cannot`() async throws {
        let world = try world()
        #expect(try await world.run("outbox", "discard", "0198c0de-2").err == "Discarded day 5: Day 5's title\n")
        #expect(world.client.entries.map(\.entry.day) == [4, 3])
        let doubtful = try self.world { $0.outbox = [Samples.entry("a", day: 1, .unknown)] }
        #expect(try await doubtful.run("outbox", "discard", "a").status == .failed)
        #expect(doubtful.client.entries.count == 1)
    }

    @Test func `an unknown entry can be settled with --arrived, and --again needs an id and excludes --arrived`() async throws {
        let doubtful = try world { $0.outbox = [Samples.entry("a", day: 1, .unknown)] }
        #expect(try await doubtful.run("outbox", "send", "a", "--arrived").status == .done)
        #expect(doubtful.client.entries.map(\.state) == [.sent] && doubtful.client.log == ["arrived"])
        #expect(try await doubtful.run("outbox", "send", "--again").status == .usage)
        #expect(try await doubtful.run("outbox", "send", "a", "--again", "--arrived").status == .usage)
    }

    @Test func `announce prints the announcement of the latest day, or of the given day`() async throws {
        #expect(try await world().run("announce").out == "[5/100] #100DaysOfCloud Day 5's title\n")
        #expect(try await world().run("announce", "--day", "2").out == "[2/100] #100DaysOfCloud A day\n")
        var wide = Self.sent
        wide.entry.title = String(repeating: "雲", count: 130)
        let long = try await world { $0.outbox = [wide] }.run("announce", "--day", "3")
        #expect(long.status == .done && long.out.hasPrefix("[3/100] #100DaysOfCloud 雲雲"))
        #expect(long.err == "Twitter counts 284 of 280 characters: too long for one post.\n")
        let none = try await world().run("announce", "--day", "77")
        #expect(none.status == .failed)
        #expect(none.err == "hdoc: There is no entry for day 77. Write one with `hdoc log`.\n")
    }
}
