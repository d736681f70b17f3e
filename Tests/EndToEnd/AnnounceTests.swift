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

    @Test func `in tmux with its default options, announce --copy reaches the buffer of tmux and the terminal around it`() async throws {
        let world = try world()
        let inner = "tmux -S '\(world.path("inner"))' -f /dev/null"
        // The outer tmux is the terminal of the inner one.
        let terminal = try terminal(
            world,
            """
            tmux set-option -s set-clipboard on
            unset TMUX
            exec \(inner) new-session "'\(World.hdoc.path)' announce --copy; exec cat"
            """)
        try await terminal.wait(for: "Copied the announcement.")
        #expect(try terminal.tmux("show-buffer") == Self.text)
        let buffer = try Program.run(URL(fileURLWithPath: "/usr/bin/tmux"), ["-S", world.path("inner"), "show-buffer"])
        #expect(buffer.output == Self.text)
        _ = try Program.run(URL(fileURLWithPath: "/usr/bin/tmux"), ["-S", world.path("inner"), "kill-server"])
    }
}
