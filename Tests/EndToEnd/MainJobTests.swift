import Foundation
import TestKit
import Testing

/// The built program in a real terminal, against a real backend, as a participant uses it.
@Suite("Everyday use in a real terminal", .ownThreads, .timeLimit(.hang))
struct MainJobTests {
    @Test(arguments: World.Kind.allCases)
    func `a user signs in, browses, posts, and reads the cache without a backend, and the terminal is restored`(
        backend: World.Kind
    ) async throws {
        let world = try World(backend)
        try world.startBackend("--users", "60")
        let editor = world.path("editor")
        try Data("#!/bin/sh\nprintf 'Queues at last\\n\\nA dead letter queue.\\n' >\"$1\"\n".utf8).write(to: URL(fileURLWithPath: editor))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor)
        let terminal = try world.terminal(environment: ["EDITOR": editor])

        try await terminal.wait(for: "Day 1 is not written yet")
        try terminal.press("i")
        try await terminal.wait(for: "@ada")
        try await terminal.wait(for: "sent")
        try terminal.press("2")
        // Some of the sample items have no key. DynamoDB cannot hold them.
        try await terminal.wait(for: backend == .embedded ? "60 journeyers, 2 unreadable" : "57 journeyers")
        try terminal.type("/ada")
        try terminal.press("Enter", "Enter")
        try await terminal.wait(for: "@ada")
        try terminal.press("Escape", "Escape", "1")

        try await terminal.wait(for: "e write day")
        try terminal.press("e")
        try await terminal.wait("the new entry, posted") { screen in
            screen.split(separator: "\n").contains { $0.contains("Queues at last") && $0.contains("sent") }
        }
        #expect(try world.hdoc("articles", "--author", "me", "--json").output.contains("Queues at last"))

        world.stopBackend()
        try terminal.press("2", "r")
        try await terminal.wait(for: "Could not reach dev")
        #expect(terminal.screen.contains("adal") || terminal.screen.contains("Ada"), "the cached list must still be shown")
        try terminal.press("q")
        try await terminal.wait(for: "restored")
        #expect(try world.statusAfterTerminal() == "0")
        #expect(!terminal.isAlternateScreen)
        #expect(try world.contents("before") == world.contents("after"), "the terminal settings must be restored")
    }

    @Test(arguments: World.Kind.allCases)
    func `an entry written without a backend is queued, and is sent once when the backend is back`(backend: World.Kind) throws {
        let world = try World(backend)
        try world.startBackend("--users", "20")
        #expect(try world.hdoc("login").status == 0)
        #expect(try world.hdoc("sync").status == 0)
        world.stopBackend()
        let kept = try world.hdoc("log", "Written in a tunnel", "--json")
        #expect(kept.status == 6 && kept.output.contains(#""state" : "queued""#), "\(kept)")
        let users = try world.hdoc("users", "--json")
        #expect(users.status == 0 && users.output.contains("github_username") && users.errors.contains("cache"), "\(users.errors)")

        try world.startBackend("--users", "20")
        let sent = try world.hdoc("outbox", "send", "--json")
        #expect(sent.status == 0 && sent.output.contains(#""state" : "sent""#), "\(sent)")
        let articles = try world.hdoc("articles", "--author", "me", "--json").output
        #expect(articles.components(separatedBy: "Written in a tunnel").count == 2, "the entry must arrive exactly once")
    }

    @Test(arguments: ["", "no-such-terminal", "dumb"])
    func `on a terminal that cannot show screens, hdoc prints a short error and exits with 1`(term: String) async throws {
        let world = try World()
        try world.startBackend("--users", "20")
        let terminal = try world.terminal(term: term.isEmpty ? "''" : term)
        let screen = try await terminal.wait(for: "restored")
        #expect(try world.statusAfterTerminal() == "1")
        #expect(screen.split(separator: "\n").count <= 4, "\(screen)")
    }

    @Test(arguments: [(10, 3), (1, 1), (20, 5), (40, 12), (200, 60)])
    func `the screens keep working at any size of the terminal`(columns: Int, rows: Int) async throws {
        let world = try World()
        try world.startBackend("--users", "20")
        let terminal = try world.terminal()
        try await terminal.wait(for: "Day 1")
        try terminal.press("2")
        try await terminal.wait(for: "20 journeyers")
        try terminal.resize(columns: columns, rows: rows)
        for key in ["2", "3", "4", "5", "6", "1", "?", "Escape", "2", "G", "Enter", "q"] { try terminal.press(key) }
        try terminal.resize(columns: 80, rows: 24)
        try await terminal.wait(for: "Handle")
        try terminal.press("q")
        try await terminal.wait(for: "restored")
        #expect(try world.statusAfterTerminal() == "0")
    }
}
