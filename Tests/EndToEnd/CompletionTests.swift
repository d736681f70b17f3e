import Foundation
import TestKit
import Testing

/// Completion of live values in real shells.
@Suite("Completion in bash, zsh and fish", .ownThreads, .timeLimit(.hang))
struct CompletionTests {
    enum Shell: String, CaseIterable {
        case bash, zsh, fish

        /// Starts the shell without the files of the user.
        var command: String {
            switch self {
            case .bash: "bash --norc --noprofile -i"
            case .zsh: "zsh -f -i"
            case .fish: "fish --no-config -i"
            }
        }

        /// Loads the completions, and prints a line that the terminal does not show otherwise.
        var setup: String {
            let script = "hdoc --generate-completion-script \(rawValue)"
            return switch self {
            case .bash: "source <(\(script)); echo ready-$((40+2))"
            case .zsh: "autoload -Uz compinit; compinit -u -D; source <(\(script)); echo ready-$((40+2))"
            case .fish: "\(script) | source; echo ready-(math 40 + 2)"
            }
        }
    }

    /// A world in which ada has written days, with an unsent draft of day 40.
    private func world() throws -> World {
        let world = try World.signedIn()
        #expect(try world.hdoc("log", "A draft: $(touch x) `y`", "--draft", "--day", "40").status == 0)
        try FileManager.default.createDirectory(atPath: world.path("bin"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: world.path("bin/hdoc"), withDestinationPath: World.hdoc.path)
        try Data("A text".utf8).write(to: URL(fileURLWithPath: world.path("text-of-the-day.md")))
        world.stopBackend()
        return world
    }

    private func list(_ world: World, _ key: String, _ arguments: String...) throws -> [String] {
        let run = try Program.run(World.hdoc, arguments + ["--json", "--offline"], environment: world.environment)
        let elements = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
        return elements.compactMap { $0[key] as? String }
    }

    @Test(arguments: Shell.allCases) func `a word is completed from the cache and the outbox, without a backend`(_ shell: Shell)
        async throws
    {
        let world = try world()
        let tags = try list(world, "tag", "tags")
        let tag = try #require(tags.first { tag in tag.count > 2 && tags.filter { $0.hasPrefix(tag.dropLast()) }.count == 1 })
        let id = String(try #require(try list(world, "id", "outbox", "list").first).prefix(13))
        var environment = world.environment
        environment["PATH"] = world.path("bin") + ":" + (environment["PATH"] ?? "")
        environment["PS1"] = "$ "
        let terminal = try Tmux(in: world, columns: 150, rows: 40, environment: environment, command: shell.command)
        try terminal.type(shell.setup)
        try terminal.press("Enter")
        try await terminal.wait(for: "ready-42")
        let file = world.path("text-of-the-day.md")
        for (typed, completed) in [
            ("hdoc user ad", "hdoc user ada"), ("hdoc articles --tag \(tag.dropLast())", "hdoc articles --tag \(tag)"),
            ("hdoc outbox discard \(id.prefix(3))", "hdoc outbox discard \(id)"), ("hdoc stage use d", "hdoc stage use dev"),
            ("hdoc outbox edit \(id) --day 4", "hdoc outbox edit \(id) --day 41"), ("hdoc announce --day 40 --stage d", "--stage dev"),
            ("hdoc import \(file.dropLast(9))", "hdoc import \(file)"),
        ] {
            try terminal.type(typed)
            try await terminal.wait(for: typed)
            try terminal.press("Tab")
            try await terminal.wait(for: completed)
            // Ctrl-C would also discard what is typed after it.
            try terminal.press("C-u")
            try await terminal.wait("an empty line") { !$0.contains(completed) }
        }
        #expect(!FileManager.default.fileExists(atPath: "x"), "the title must not be evaluated")
    }

    /// What the script of a shell asks hdoc.
    private func ask(_ world: World, _ shell: String, _ command: [String], _ name: String, _ words: [String]) throws -> [String] {
        let position = ["\(words.count)", "\(words.last?.count ?? 0)", "hdoc"]
        let run = try Program.run(
            World.hdoc, ["---completion"] + command + ["--", name] + position + words,
            environment: world.environment.merging(["SAP_SHELL": shell]) { $1 })
        #expect(run.status == 0 && run.errors == "", "\(run)")
        return run.output.split(separator: "\n").map(String.init)
    }

    @Test func `zsh and fish explain an entry, bash gets its id alone`() throws {
        let world = try world()
        let words = ["outbox", "show", ""]
        let bash = try ask(world, "bash", ["outbox", "show"], "positional@0", words)
        #expect(bash.count == 1 && bash[0].count == 13)
        #expect(
            try ask(world, "zsh", ["outbox", "show"], "positional@0", words).first == "\(bash[0]):day 40, draft, A draft $(touch x) `y`")
        #expect(try ask(world, "fish", ["outbox", "show"], "positional@0", words) == ["\(bash[0])\tday 40, draft, A draft $(touch x) `y`"])
    }

    @Test func `a completion changes no file and reports no error, also without files and with damaged ones`() throws {
        let world = try world()
        func files() -> [String] {
            let paths = FileManager.default.enumerator(atPath: world.directory)?.allObjects.compactMap { $0 as? String } ?? []
            return paths.sorted().map { path in
                let attributes = try? FileManager.default.attributesOfItem(atPath: world.path(path))
                return "\(path) \(attributes?[.modificationDate] ?? "") \(attributes?[.size] ?? "")"
            }
        }
        let before = files()
        #expect(try ask(world, "bash", ["user"], "positional@0", ["user", "a"]).contains("ada"))
        #expect(files() == before)
        try Data("damaged".utf8).write(to: URL(fileURLWithPath: world.path("cache/hdoc/dev.sqlite")))
        #expect(try ask(world, "bash", ["user"], "positional@0", ["user", "a"]) == ["me"])
        try FileManager.default.removeItem(atPath: world.path("cache"))
        #expect(try ask(world, "bash", ["articles"], "--tag", ["articles", "--tag", ""]) == [])
        #expect(!FileManager.default.fileExists(atPath: world.path("cache")))
        try Data("stage = [".utf8).write(to: URL(fileURLWithPath: world.path("config/hdoc/config.toml")))
        #expect(try ask(world, "bash", ["user"], "positional@0", ["user", "a"]) == [])
        #expect(try ask(world, "bash", ["bogus"], "positional@0", ["bogus", "a"]) == [])
    }
}
