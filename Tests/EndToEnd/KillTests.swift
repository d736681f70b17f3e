import Foundation
import TestKit
import Testing

/// Ends hdoc with a signal while the user writes an entry.
@Suite("Unfinished texts when hdoc is killed", .ownThreads, .timeLimit(.hang))
struct KillTests {
    private let world: World

    init() throws { world = try World.signedIn() }

    /// Opens the screens, runs `body`, and kills hdoc with SIGKILL. Returns after hdoc has ended.
    private func killed(environment: [String: String] = [:], after body: (Tmux) async throws -> Void) async throws {
        let terminal = try world.terminal(environment: environment)
        try await terminal.wait(for: "write day 24")
        try await body(terminal)
        kill(try #require(ProcessTable(world: world).hdoc), SIGKILL)
        try await terminal.wait(for: "restored")
    }

    @Test func `text typed into the form is saved as a draft without another key, and survives SIGKILL`() async throws {
        for word in ["Amber", "Basalt", "Cobalt"] {
            try await killed { terminal in
                try terminal.press("E")
                try await terminal.wait(for: "Ctrl-S send")
                try terminal.type(word)
                try await terminal.wait(for: word)
                while try !world.hdoc("outbox", "--json").output.contains(word) { await Task.yield() }
            }
            let outbox = try world.hdoc("outbox", "--json").output
            #expect(outbox.contains(word) && outbox.contains(#""state" : "draft""#), "\(word): \(outbox)")
        }
    }

    @Test(arguments: [SIGHUP, SIGTERM]) func `on SIGTERM, or SIGHUP from a closed window, hdoc saves the whole text of the form`(
        signal: Int32
    )
        async throws
    {
        let terminal = try world.terminal()
        try await terminal.wait(for: "write day 24")
        try terminal.press("E")
        try await terminal.wait(for: "Ctrl-S send")
        try terminal.type("Dolomite")
        try await terminal.wait(for: "Dolomite")
        kill(try #require(ProcessTable(world: world).hdoc), signal)
        try await terminal.wait(for: "restored")
        #expect(try world.statusAfterTerminal() == "\(128 + signal)")
        #expect(try world.hdoc("outbox", "--json").output.contains("Dolomite"))
    }

    @Test func `text saved in the editor survives SIGKILL, and the next editor continues with it`() async throws {
        let editor = world.path("editor")
        // The first run saves the first half and waits forever. A run that finds the first half adds the second.
        let script = """
            #!/bin/sh
            if grep -q 'First half' "$1"; then printf ' and the second.\\n' >>"$1"; exit; fi
            printf 'A title\\n\\nFirst half' >"$1"
            echo saved; exec cat
            """
        try Data(script.utf8).write(to: URL(fileURLWithPath: editor))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor)
        try await killed(environment: ["EDITOR": editor]) { terminal in
            try terminal.press("e")
            try await terminal.wait(for: "saved")
        }
        let again = try world.terminal(environment: ["EDITOR": editor])
        try await again.wait(for: "write day 24")
        try again.press("e")
        try await again.wait("the whole entry, posted") { screen in
            screen.split(separator: "\n").contains { $0.contains("A title") && $0.contains("sent") }
        }
        let articles = try world.hdoc("articles", "--author", "me", "--json").output
        #expect(articles.contains("First half and the second."), "\(articles)")
    }

    @Test func `if hdoc log is killed, the next hdoc log continues with the text saved in the editor`() async throws {
        let editor = world.path("editor")
        try Data("#!/bin/sh\nprintf 'A title\\n\\nHalf a thought' >\"$1\"; kill -9 $PPID\n".utf8).write(to: URL(fileURLWithPath: editor))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor)
        func log(_ editor: String) async throws -> Program {
            try Program.run(
                URL(fileURLWithPath: "/usr/bin/script"), ["-qec", "'\(World.hdoc.path)' log", "/dev/null"],
                environment: world.environment.merging(["EDITOR": editor]) { $1 })
        }
        #expect(try await log(editor).status == 128 + SIGKILL)
        let again = try await log("true")
        #expect(again.status == 0 && again.output.contains("Continuing with the unfinished text"), "\(again)")
        #expect(try world.hdoc("outbox", "--json").output.contains("A title"))
    }
}
