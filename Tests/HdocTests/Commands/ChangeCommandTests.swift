import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Synchronization
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite("hdoc outbox correct and remove") struct ChangeCommandTests {
    private static let sent = OutboxCommandTests.sent
    private static let id = "0198c0de-3"

    private static func conflicting(_ conflict: EntryConflict) -> OutboxEntry {
        var row = sent
        row.change = .correct(PostedVersion(entry: sent.entry, number: 1))
        (row.state, row.conflict, row.entry.title) = (.rejected, conflict, "Mine")
        return row
    }

    private static var theirs: EntryConflict {
        var entry = sent.entry
        (entry.title, entry.body) = ("Theirs", "Another text")
        return .changed(PostedVersion(entry: entry, number: 2))
    }

    /// Changes the file with this path.
    private struct Editor: Sendable {
        let edit: @Sendable (String) throws -> Void
    }

    private func world(
        lines: [(after: String, line: String)]? = nil, editor: Editor? = nil,
        _ fill: (inout ScriptedClient.Script) -> Void = { _ in }
    ) throws -> CommandWorld {
        let program = editor.map { editor in
            CommandWorld.Program { arguments in
                try editor.edit(try #require(arguments.last))
                return 0
            }
        }
        return try CommandWorld(
            environment: editor == nil ? [:] : ["EDITOR": "e"],
            input: .init(isTerminal: lines != nil || editor != nil, dialogue: .init(lines ?? [])), program: program ?? .none
        ) { script in
            PostingCommandTests.ready(&script)
            (script.outbox, script.routes) = ([Self.sent], [])
            script.send = { $0.confirm(version: 2) }
            fill(&script)
        }
    }

    // MARK: Correcting

    @Test func `a text replaces the posted one: it is saved, queued and sent in this order`() async throws {
        let world = try world()
        let run = try await world.run("outbox", "correct", Self.id, "New title\n\nNew body", "--tag", "sqs")
        #expect(run.status == .done && run.out == "Day 3 · New title · sent\n" && run.err == "", "\(run)")
        #expect(world.client.log == ["correct \(Self.sent.id)", "save day 3", "queue", "send"])
        let entry = try #require(world.client.entries.first?.entry)
        #expect(entry.title == "New title" && entry.body == "New body" && entry.tags == ["sqs"] && entry.day == 3)
    }

    @Test func `single fields can be replaced without an editor, and the rest stays`() async throws {
        let world = try world()
        let run = try await world.run("outbox", "correct", Self.id, "--title", "Only the title", "--link", "", "--json")
        #expect(try JSONProbe(run.out).object?["title"] == .string("Only the title"))
        #expect(try JSONProbe(run.out).object?["state"] == .string("sent"))
        let entry = try #require(world.client.entries.first?.entry)
        #expect(entry.body == Self.sent.entry.body && entry.link == nil)
    }

    @Test func `the editor begins with the posted text, and an unchanged text leaves the day as it is`() async throws {
        let edited = try world(
            editor: Editor { path in
                #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("Day 3's title\n\nThe body\n<!-- hdoc: "))
                try Data("# New\n\nBetter".utf8).write(to: URL(fileURLWithPath: path))
            })
        let run = try await edited.run("outbox", "correct", Self.id)
        #expect(run.status == .done && run.out == "Day 3 · New · sent\n", "\(run)")
        #expect(edited.drafts.isEmpty)
        let unchanged = try world(editor: Editor { try Data(contentsOf: URL(fileURLWithPath: $0)).write(to: URL(fileURLWithPath: $0)) })
        let none = try await unchanged.run("outbox", "correct", Self.id)
        #expect(none.status != .done && unchanged.client.sentIDs.isEmpty, "\(none)")
    }

    @Test func `a bad field or another day is refused, and the day stays sent with its posted text`() async throws {
        for arguments in [["--tag", "no tag"], ["--title", " "], ["T\n\nBody", "--link", "ftp://x"]] {
            let world = try world()
            let run = try await world.run(["outbox", "correct", Self.id] + arguments)
            #expect(run.status == .failed && !run.err.isEmpty, "\(arguments) \(run)")
            #expect(world.client.entries == [Self.sent])
        }
        let fixed = try world()
        let run = try await fixed.run("outbox", "correct", Self.id, "--", "---\nday: 9\ntitle: T\n---\nBody")
        #expect(run.err == "hdoc: A correction cannot change the day: it stays 3. Remove the day, and post it under its new number.\n")
        #expect(fixed.client.entries == [Self.sent])
    }

    @Test func `a day that was posted from another machine is corrected by the id of its article`() async throws {
        var article = Samples.article(day: 2)
        (article.id, article.date, article.body) = ("0198aaaa-0000-7000-8000-000000000001", CalendarDay("2026-11-21"), "Old")
        let other = article
        let world = try world { $0.mine = Snapshot(value: [other], fetchedAt: CommandWorld.now) }
        let run = try await world.run("outbox", "correct", "0198aaaa", "--title", "Corrected")
        #expect(run.status == .done && run.out == "Day 2 · Corrected · sent\n", "\(run)")
        #expect(world.client.entries.last?.entry.body == "Old")
        #expect(try await world.run("outbox", "correct", "ffff", "--title", "x", "--offline").status != .done)
    }

    @Test func `an entry that is not posted yet is edited instead`() async throws {
        let world = try world { $0.outbox = [OutboxCommandTests.queued] }
        let run = try await world.run("outbox", "correct", "0198c0de-1", "--title", "x")
        #expect(
            run.err == "hdoc: Day 4 (“Day 4's title”) is not posted: it is queued. "
                + "Use `hdoc outbox edit` or `hdoc outbox discard` for it.\n")
    }

    // MARK: Removing

    @Test func `a removal asks at a terminal, and needs --yes without one`() async throws {
        let asked = "The day will not count any more. To remove day 3, “Day 3's title”, from dev, type yes:"
        for (answer, isRemoved) in [("yes", true), ("no", false)] {
            let world = try world(lines: [(after: asked, line: answer)])
            let run = try await world.run("outbox", "remove", Self.id)
            #expect(run.status == (isRemoved ? .done : .cancelled), "\(run)")
            #expect(world.client.entries.map(\.isRemoved) == [isRemoved])
        }
        let silent = try await world().run("outbox", "remove", Self.id)
        #expect(silent.status == .failed && silent.err.hasSuffix("To remove day 3, “Day 3's title”, from dev, pass --yes.\n"), "\(silent)")
        let world = try world()
        let run = try await world.run("outbox", "remove", Self.id, "--yes")
        #expect(run.status == .done && run.out == "Day 3 · Removed: Day 3's title · sent\n", "\(run)")
        #expect(try await world.run("outbox", "discard", Self.id).err == "Discarded day 3: Day 3's title\n")
        #expect(world.client.entries.isEmpty)
    }

    // MARK: Absent routes

    @Test(arguments: ["correct", "remove"])
    func `if the stage is known to lack the route, nothing is changed, and the reason is printed`(command: String) async throws {
        let route = command == "correct" ? Route.correctArticle : .removeArticle
        let absent = RouteStatus(
            route: route, presence: .absent(status: 403, reason: "Missing Authentication Token"), checkedAt: CommandWorld.now)
        let world = try world { $0.routes = [absent] }
        let run = try await world.run(["outbox", command, Self.id] + (command == "correct" ? ["--title", "x"] : ["--yes"]))
        #expect(run.status == .routeAbsent, "\(run)")
        #expect(run.err == "hdoc: dev has no route \(route.rawValue) (403: Missing Authentication Token).\n")
        #expect(world.client.entries == [Self.sent])
    }

    @Test func `an absence of more than six hours is asked for again`() async throws {
        let old = RouteStatus(
            route: .correctArticle, presence: .absent(status: 403, reason: ""), checkedAt: CommandWorld.now.addingTimeInterval(-21_601))
        #expect(try await world { $0.routes = [old] }.run("outbox", "correct", Self.id, "--title", "x").status == .done)
    }

    // MARK: Conflicts

    @Test func `a conflict names the commands that decide, and show prints both texts`() async throws {
        let world = try world {
            $0.send = { row in
                (row.state, row.conflict, row.lastError) = (.rejected, Self.theirs, "The day was changed on dev in the meantime.")
            }
        }
        let run = try await world.run("outbox", "correct", Self.id, "--title", "Mine")
        #expect(run.status == .failed)
        #expect(
            run.err == """
                The correction of day 3 was not made. The day was changed on dev in the meantime, for example from another machine. \
                Both texts are kept.
                `hdoc outbox show 0198c0de-3333` shows them. To replace the text on dev with yours: `hdoc outbox send 0198c0de-3333`. \
                To discard your correction of day 3 and keep the text that dev has: `hdoc outbox discard 0198c0de-3333`, \
                `hdoc outbox edit 0198c0de-3333` changes yours.

                """)
        let shown = try await world.run("outbox", "show", Self.id)
        #expect(shown.out.contains("# Your text\n\n**Mine**") && shown.out.contains("# On dev now\n\n**Theirs**"), "\(shown)")
        #expect(shown.out.contains("The body") && shown.out.contains("Another text"))
        let json = try JSONProbe(try await world.run("outbox", "show", Self.id, "--json").out).object
        #expect(json?["conflict"] == .string("changed") && json?["current"]?.object?["title"] == .string("Theirs"))
        #expect(json?["posted"]?.object?["title"] == .string("Day 3's title") && json?["title"] == .string("Mine"))
        #expect(try await world.run("outbox", "send").err.contains("The correction of day 3 was not made."))
    }

    @Test func `sending the own text over another one needs a confirmation`() async throws {
        let silent = try world { $0.outbox = [Self.conflicting(Self.theirs)] }
        let run = try await silent.run("outbox", "send", Self.id)
        #expect(run.status == .failed && run.err.contains("To replace the text on dev with yours, pass --yes."), "\(run)")
        #expect(try await silent.run("outbox", "send", Self.id, "--yes").status == .done)
        #expect(silent.client.entries.first?.entry.title == "Mine" && silent.client.entries.first?.state == .sent)
        let asked = try world(lines: [(after: "To replace the text on dev with yours, type yes:", line: "no")]) {
            $0.outbox = [Self.conflicting(Self.theirs)]
        }
        let refused = try await asked.run("outbox", "send", Self.id)
        #expect(refused.status == .cancelled && refused.err.contains("**Theirs**"), "\(refused)")
        #expect(asked.client.entries.first?.state == .rejected)
    }

    @Test func `discarding after a conflict takes the other text, or leaves the day removed`() async throws {
        let changed = try world { $0.outbox = [Self.conflicting(Self.theirs)] }
        let run = try await changed.run("outbox", "discard", Self.id)
        #expect(run.err == "Discarded the correction of day 3. The outbox has the text that dev has.\n")
        #expect(changed.client.entries.first?.entry.title == "Theirs" && changed.client.entries.first?.state == .sent)
        let gone = try world { $0.outbox = [Self.conflicting(.removed)] }
        #expect(
            try await gone.run("outbox", "discard", Self.id).err
                == "Discarded the correction of day 3. The day stays removed from dev.\n")
        #expect(gone.client.entries.first?.isRemoved == true)
    }
}
