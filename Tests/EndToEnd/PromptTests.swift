import Foundation
import TestKit
import Testing

/// Runs the examples of docs/prompt.md as they are written there.
@Suite("hdoc status in prompts and status bars", .ownThreads, .timeLimit(.hang))
struct PromptTests {
    /// A world in which day 1 is queued today: the expected text is `1/100 1d`.
    private func world() throws -> World {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        #expect(try world.hdoc("log", "Queued", "--offline").status == 6)
        try FileManager.default.createDirectory(atPath: world.path("bin"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: world.path("bin/hdoc"), withDestinationPath: World.hdoc.path)
        return world
    }

    /// The block of code in this language, stored in a file.
    private func example(_ language: String, in world: World) throws -> String {
        let manual = try String(contentsOf: Checkout.root.appendingPathComponent("docs/prompt.md"), encoding: .utf8)
        let begin = try #require(manual.firstRange(of: "```\(language)\n"))
        let end = try #require(manual[begin.upperBound...].firstRange(of: "```"))
        let path = world.path("example.\(language)")
        try Data(manual[begin.upperBound..<end.lowerBound].utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func run(_ world: World, _ program: String, _ arguments: String...) throws -> String {
        var environment = world.environment
        environment["PATH"] = world.path("bin") + ":" + (environment["PATH"] ?? "")
        environment["TMUX_TMPDIR"] = world.directory
        let run = try Program.run(URL(fileURLWithPath: "/usr/bin/env"), [program] + arguments, environment: environment)
        #expect(run.errors == "", "\(program)")
        return run.output
    }

    private static func isInstalled(_ program: String) -> Bool {
        ["/bin/", "/usr/bin/", "/usr/local/bin/"].contains { access($0 + program, X_OK) == 0 }
    }

    @Test func `bash shows it in the prompt`() throws {
        let world = try world()
        let file = try example("bash", in: world)
        #expect(try run(world, "bash", "-c", "PS1='$ '; . '\(file)'; printf %s \"${PS1@P}\"") == "1/100 1d $ ")
        #expect(try run(world, "env", "HDOC_STAGE=absent", "bash", "-c", "PS1='$ '; . '\(file)'; printf %s \"${PS1@P}\"") == "$ ")
    }

    @Test(.enabled(if: isInstalled("zsh"))) func `zsh shows it in the prompt`() throws {
        let world = try world()
        let file = try example("zsh", in: world)
        #expect(try run(world, "zsh", "-f", "-c", ". '\(file)'; print -rnP -- \"$RPROMPT\"") == "1/100 1d")
    }

    @Test(.enabled(if: isInstalled("fish"))) func `fish shows it in the prompt`() throws {
        let world = try world()
        let file = try example("fish", in: world)
        #expect(try run(world, "fish", "--no-config", "-c", "source '\(file)'; fish_right_prompt") == "1/100 1d\n")
    }

    @Test func `the command for starship prints it`() throws {
        let world = try world()
        let text = try String(contentsOfFile: try example("toml", in: world), encoding: .utf8)
        let command = try #require(text.split(separator: "\n").first { $0.hasPrefix("command = ") })
        #expect(try run(world, "sh", "-c", String(command.dropFirst("command = \"".count).dropLast())) == "1/100 1d\n")
        guard Self.isInstalled("starship") else { return }
        let shown = try run(world, "env", "STARSHIP_CONFIG=\(world.path("example.toml"))", "starship", "module", "custom.hdoc")
        #expect(shown.contains("1/100 1d"))
    }

    @Test func `tmux shows it in the status line`() throws {
        let world = try world()
        let file = try example("tmux", in: world)
        // The outer tmux is the terminal of the inner one, whose status line is then a part of the screen.
        let inner = "TMUX= tmux -L inner -f '\(file)' new-session 'sleep 600'"
        _ = try run(world, "tmux", "-L", "outer", "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", inner)
        defer { for name in ["outer", "inner"] { _ = try? run(world, "tmux", "-L", name, "kill-server") } }
        // tmux runs the command in the background and shows its output when it has ended.
        let deadline = Date().addingTimeInterval(60)
        var shown = ""
        while !shown.contains("1/100 1d "), Date() < deadline {
            shown = try run(world, "tmux", "-L", "outer", "capture-pane", "-p")
            usleep(50_000)
        }
        #expect(shown.contains("1/100 1d "), "\(shown)")
    }

    @Test func `the script for i3status adds it to each line`() throws {
        let world = try world()
        let file = try example("sh", in: world)
        let path = world.path("bin/i3status")
        try Data("#!/bin/sh\nprintf 'one\\ntwo\\n'\n".utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o755)
        #expect(try run(world, "sh", file) == "1/100 1d | one\n1/100 1d | two\n")
    }
}
