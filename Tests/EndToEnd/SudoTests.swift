import Foundation
import TestKit
import Testing

/// hdoc run by root in the home of a user, as `sudo` does with some settings.
@Suite(
    "hdoc run by root in the home of a user", .enabled(if: geteuid() == 0, "only root can act for a user"), .ownThreads, .timeLimit(.hang))
struct SudoTests {
    private let world: World
    private let user = "65534"

    init() throws { world = try World() }

    private func shell(_ script: String) throws -> Program { try Program.run(URL(fileURLWithPath: "/bin/sh"), ["-c", script]) }

    private func asUser(_ arguments: String...) throws -> Program {
        let prefix = ["--reuid", user, "--regid", user, "--clear-groups", World.hdoc.path]
        return try Program.run(URL(fileURLWithPath: "/usr/bin/setpriv"), prefix + arguments, environment: world.environment)
    }

    private func asRoot(_ arguments: String..., extra: [String: String] = [:]) throws -> Program {
        let environment = world.environment.merging(extra) { $1 }
        let command = "'\(World.hdoc.path)' " + arguments.map { "'\($0)'" }.joined(separator: " ")
        // An editor needs a terminal.
        return try Program.run(URL(fileURLWithPath: "/usr/bin/script"), ["-qec", command, "/dev/null"], environment: environment)
    }

    @Test func `every file that root's hdoc creates belongs to the user, who can then use hdoc`() throws {
        #expect(try shell("chown \(user):\(user) '\(world.directory)'; chmod 755 '\(world.directory)'").status == 0)
        try world.startBackend("--users", "3")
        // The configuration was written by this test.
        #expect(try shell("chown -R \(user):\(user) '\(world.path("config"))'").status == 0)
        let editor = world.path("editor")
        try Data("#!/bin/sh\nprintf 'A title\\n\\nHalf a thought' >\"$1\"; exit 3\n".utf8).write(to: URL(fileURLWithPath: editor))
        #expect(try shell("chown \(user) '\(editor)'; chmod 755 '\(editor)'").status == 0)
        let log = ["HDOC_LOG": "debug"]
        for arguments in [["login", "--handle", "ada"], ["sync"], ["log", "From root"], ["stage", "use", "dev"]] {
            let run = try Program.run(World.hdoc, arguments, environment: world.environment.merging(log) { $1 })
            #expect(run.status == 0, "\(arguments): \(run)")
        }
        #expect(try asRoot("log", "--day", "80", extra: ["EDITOR": editor]).output.contains("Your text is saved in "))
        let all = try shell("find '\(world.directory)' -type f").output
        let kinds = ["/drafts/", "outbox.sqlite.lock", "outbox.sqlite", "dev.sqlite", "tokens", ".log", "config.toml", "backend.sqlite"]
        for kind in kinds {
            #expect(all.contains(kind), "\(kind) is among the files:\n\(all)")
        }
        let roots = try shell("find '\(world.directory)' -uid 0 ! -name 'tmux*'").output
        #expect(roots.isEmpty, "files of root:\n\(roots)")
        #expect(try asUser("whoami").output.contains("ada"))
        let posted = try asUser("log", "From the user", "--day", "90")
        #expect(posted.status == 0 && posted.output.contains("sent"), "\(posted)")
        #expect(try asUser("stage", "use", "dev").status == 0)
    }
}
