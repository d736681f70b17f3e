import Foundation
import TestKit
import Testing

@Suite("The clipboard of a real terminal", .ownThreads, .timeLimit(.hang))
struct AnnounceTests {
    private static let text = "[1/100] #100DaysOfCloud Queues, 雲 and é"

    private func world() throws -> World {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        #expect(try world.hdoc("log", "--draft", "--file", "-", input: "Queues, 雲 and é\n\nWhat I learned.\n").status == 0)
        return world
    }

    private func terminal(_ world: World, _ script: String) throws -> Tmux {
        let path = world.path("script")
        try Data(script.utf8).write(to: URL(fileURLWithPath: path))
        return try Tmux(in: world, columns: 100, rows: 24, environment: world.environment, command: "sh '\(path)'")
    }

    @Test func `announce --copy copies through the terminal, also if its output is a file`() async throws {
        let world = try world()
        // tmux is the terminal here: without TMUX, hdoc does not know that. The option makes tmux accept OSC 52.
        let terminal = try terminal(
            world,
            """
            tmux set-option -s set-clipboard on
            env -u TMUX '\(World.hdoc.path)' announce --copy >'\(world.path("out"))'
            exec cat
            """)
        try await terminal.wait(for: "Copied the announcement.")
        #expect(try terminal.tmux("show-buffer") == Self.text)
        #expect(try world.contents("out") == Self.text + "\n")
    }

    /// Runs hdoc in a tmux with its default options, whose terminal is another tmux.
    private func nested(_ world: World, _ command: String) throws -> Tmux {
        try Data().write(to: URL(fileURLWithPath: world.path("tmux.conf")))
        let inner = "tmux -S '\(world.path("inner"))' -f '\(world.path("tmux.conf"))'"
        return try terminal(
            world,
            """
            tmux set-option -s set-clipboard on
            unset TMUX
            exec \(inner) new-session "'\(World.hdoc.path)' \(command); exec cat"
            """)
    }

    private func expectCopied(_ world: World, _ terminal: Tmux) throws {
        let tmux = URL(fileURLWithPath: "/usr/bin/tmux")
        #expect(try terminal.tmux("show-buffer") == Self.text)
        #expect(try Program.run(tmux, ["-S", world.path("inner"), "show-buffer"]).output == Self.text)
        _ = try Program.run(tmux, ["-S", world.path("inner"), "kill-server"])
    }

    @Test func `in tmux with its default options, announce --copy reaches the buffer of tmux and the terminal around it`() async throws {
        let world = try world()
        let terminal = try nested(world, "announce --copy")
        try await terminal.wait(for: "Copied the announcement.")
        try expectCopied(world, terminal)
    }

    @Test func `in tmux with its default options, y on the screens reaches them as well`() async throws {
        let world = try world()
        let terminal = try nested(world, "--offline")
        try await terminal.wait(for: "1 Today")
        try terminal.press("5")
        try await terminal.wait(for: "draft")
        try terminal.press("y")
        try await terminal.wait(for: "Copied the announcement")
        try expectCopied(world, terminal)
    }
}
