import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite("hdoc note and hdoc log --from-git", .timeLimit(.hang))
struct NoteCommandTests {
    private func world(_ environment: [String: String] = [:]) throws -> CommandWorld {
        try CommandWorld(environment: environment.merging(["PATH": "/usr/local/bin:/usr/bin:/bin"]) { a, _ in a }) {
            PostingCommandTests.ready(&$0)
        }
    }

    /// Runs git as ada in a repository below the directory of the world.
    @discardableResult
    private func git(_ world: CommandWorld, in name: String, at instant: String = "2026-11-23T10:00:00Z", _ arguments: String...) throws
        -> String
    {
        let run = try Program.run(
            URL(fileURLWithPath: "/usr/bin/git"), ["-C", "\(world.directory)/\(name)"] + arguments,
            environment: [
                "HOME": world.directory, "GIT_AUTHOR_DATE": instant, "GIT_COMMITTER_DATE": instant, "GIT_CONFIG_NOSYSTEM": "1",
                "PATH": "\(world.directory)/bin:/usr/bin:/bin",
            ])
        #expect(run.status == 0, "git \(arguments): \(run.errors)")
        return run.output
    }

    private func repository(_ world: CommandWorld, _ name: String, remote: String? = nil) throws {
        try FileManager.default.createDirectory(atPath: "\(world.directory)/\(name)", withIntermediateDirectories: true)
        try git(world, in: name, "init", "--quiet", "--initial-branch=main")
        try git(world, in: name, "config", "user.email", "ada@example.org")
        try git(world, in: name, "config", "user.name", "Ada")
        if let remote { try git(world, in: name, "remote", "add", "origin", remote) }
    }

    private func commit(_ world: CommandWorld, _ name: String, _ subject: String, at instant: String, _ more: String...) throws -> String {
        let settings = more.flatMap { ["-c", $0] }
        let arguments = settings + ["commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", subject]
        let run = try Program.run(
            URL(fileURLWithPath: "/usr/bin/git"), ["-C", "\(world.directory)/\(name)"] + arguments,
            environment: ["HOME": world.directory, "GIT_AUTHOR_DATE": instant, "GIT_COMMITTER_DATE": instant, "GIT_CONFIG_NOSYSTEM": "1"])
        #expect(run.status == 0, "\(run.errors)")
        return try git(world, in: name, "rev-parse", "HEAD").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `the first note makes a draft, and the next ones are added to it`() async throws {
        let world = try world()
        let run = try await world.run("note", "Queues", "and topics")
        #expect(run.status == .done && run.out == "" && run.err.hasPrefix("Noted for day 3 (2026-11-23): `hdoc outbox edit "))
        #expect(try await world.run("note", "Dead letters", "--json").out.contains(#""title" : "Queues and topics""#))
        #expect(world.client.entries.count == 1)
        let row = try #require(world.client.entries.first)
        #expect(row.state == .draft && row.entry.isDayProposed && row.entry.zone == "Europe/Berlin")
        #expect(row.entry.body == "- Queues and topics\n- Dead letters\n")
    }

    @Test func `a note can be for another day or date`() async throws {
        let world = try world()
        _ = try await world.run("note", "Today")
        _ = try await world.run("note", "Yesterday", "--date", "2026-11-22")
        _ = try await world.run("note", "Nine", "--day", "9")
        _ = try await world.run("note", "Nine again", "--day", "9")
        #expect(world.client.entries.map(\.entry.title) == ["Today", "Yesterday", "Nine"])
        #expect(world.client.entries.map(\.entry.date.description) == ["2026-11-23", "2026-11-22", "2026-11-23"])
        #expect(world.client.entries.map(\.entry.day) == [3, 3, 9])
        #expect(try await world.run("note", "Taken", "--day", "1").status == .failed)
        for arguments in [["note"], ["note", " "], ["note", "a", "--day", "0"], ["note", "--commit", "a", "b"]] {
            #expect(try await world.run(list: arguments).status == .usage, "\(arguments)")
        }
    }

    @Test func `an entry that is queued or for another date is left alone`() async throws {
        let world = try CommandWorld { script in
            PostingCommandTests.ready(&script)
            script.outbox = [Samples.entry("queued", day: 3, .queued)]
        }
        _ = try await world.run("note", "New")
        #expect(world.client.entries.map(\.state) == [.queued, .draft])
    }

    @Test func `log --from-git makes a draft of the user's own commits of the day, grouped by repository`() async throws {
        let world = try world()
        try repository(world, "work/queues", remote: "https://ada:secret@github.com/ada/queues.git")
        try repository(world, "work/topics")
        let hash = try commit(world, "work/queues", "Add \u{1B}[31mqueues", at: "2026-11-23T08:00:00+01:00")
        _ = try commit(world, "work/queues", "Somebody else's", at: "2026-11-23T09:00:00+01:00", "user.email=eve@example.org")
        _ = try commit(world, "work/queues", "Yesterday's", at: "2026-11-22T23:59:59+01:00")
        _ = try commit(world, "work/topics", "One", at: "2026-11-23T00:00:00+01:00")
        try git(world, in: "work/topics", "checkout", "--quiet", "-b", "other")
        _ = try commit(world, "work/topics", "Two", at: "2026-11-23T11:00:00+01:00")
        try git(world, in: "work/topics", "checkout", "--quiet", "main")
        let run = try await world.run("log", "--from-git", "\(world.directory)/work")
        #expect(run.status == .done && run.err.hasPrefix("Kept as a draft."), "\(run)")
        let entry = try #require(world.client.entries.first?.entry)
        #expect(entry.title == "3 commits in queues, topics" && entry.day == 3 && entry.date.description == "2026-11-23")
        #expect(
            entry.body == """
                ## [queues](https://github.com/ada/queues)

                - [Add \\[31mqueues](https://github.com/ada/queues/commit/\(hash))

                ## topics

                - One
                - Two

                """)
        #expect(entry.link == nil)
        #expect(try await world.run("log", "--from-git", "\(world.directory)/work").status == .done)
        #expect(world.client.entries.count == 1, "the same draft is not made twice")
        #expect(try await world.run("log", "--from-git", "\(world.directory)/work/queues", "--date", "2026-11-22").status == .done)
        let single = try #require(world.client.entries.last?.entry)
        #expect(single.title == "Yesterday's" && single.link == "https://github.com/ada/queues")
    }

    @Test func `without a repository, an address or a commit, log --from-git says what is missing`() async throws {
        let world = try world(["GIT_CONFIG_NOSYSTEM": "1"])
        let path = "\(world.directory)/empty"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(
            try await world.run("log", "--from-git", path).err
                == "hdoc: \(path) is not in a git repository. Give the path of a repository.\n")
        try repository(world, "empty")
        #expect(
            try await world.run("log", "--from-git", path).err
                == "hdoc: There is no commit by ada@example.org on 2026-11-23 in empty.\n")
        try git(world, in: "empty", "config", "--unset", "user.email")
        #expect(try await world.run("log", "--from-git", path).err.contains("Set your address: `git config --global user.email ADDRESS`."))
        let bare = try CommandWorld(environment: ["PATH": "/nonexistent"]) { PostingCommandTests.ready(&$0) }
        #expect(try await bare.run("log", "--from-git", path).err.hasPrefix("hdoc: The program git is not installed."))
    }

    @Test func `settings of a hostile repository start no program`() async throws {
        let world = try world()
        try repository(world, "hostile")
        _ = try commit(world, "hostile", "Mine", at: "2026-11-23T10:00:00Z")
        let trap = "\(world.directory)/trap"
        try Data("#!/bin/sh\ntouch '\(trap).sprung'\n".utf8).write(to: URL(fileURLWithPath: trap))
        chmod(trap, 0o755)
        for setting in ["core.fsmonitor", "core.pager", "gpg.program", "diff.external", "core.sshCommand", "pager.log", "core.editor"] {
            try git(world, in: "hostile", "config", setting, trap)
        }
        try git(world, in: "hostile", "config", "log.showSignature", "true")
        #expect(try await world.run("log", "--from-git", "\(world.directory)/hostile").status == .done)
        #expect(try await world.run("note", "--commit", "\(world.directory)/hostile").status == .done)
        #expect(!FileManager.default.fileExists(atPath: trap + ".sprung"))
    }

    @Test func `note --commit notes the last commit, if it is the user's own`() async throws {
        let world = try world()
        try repository(world, "queues", remote: "git@github.com:ada/queues.git")
        #expect(try await world.run("note", "--commit", "\(world.directory)/queues").err.contains("is not yours"))
        let hash = try commit(world, "queues", "Add queues", at: "2026-11-23T10:00:00Z")
        #expect(try await world.run("note", "--commit", "\(world.directory)/queues").status == .done)
        #expect(world.client.entries.first?.entry.body == "- queues: [Add queues](https://github.com/ada/queues/commit/\(hash))\n")
        #expect(world.client.entries.first?.entry.title == "queues: Add queues")
    }

    @Test func `a hook is installed once, never replaces another one, and stays in its repository`() async throws {
        let world = try world()
        try repository(world, "own")
        let path = "\(world.directory)/own/.git/hooks/post-commit"
        #expect(try await world.run("note", "--install-hook", "\(world.directory)/own").status == .done)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == GitHook.script && access(path, X_OK) == 0)
        let again = try await world.run("note", "--install-hook", "\(world.directory)/own")
        #expect(again.status == .failed && again.err.contains("leaves it as it is: \(path)") && again.err.contains(GitHook.line))
        unlink(path)
        symlink("\(world.directory)/elsewhere", path)
        #expect(try await world.run("note", "--install-hook", "\(world.directory)/own").status == .failed, "a dangling link")
        #expect(!FileManager.default.fileExists(atPath: "\(world.directory)/elsewhere"))
        try git(world, in: "own", "config", "core.hooksPath", "\(world.directory)/shared")
        #expect(try await world.run("note", "--install-hook", "\(world.directory)/own").err.contains("outside this repository"))
    }
}
