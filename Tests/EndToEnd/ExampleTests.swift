import Foundation
import TestKit
import Testing

/// The examples of one command, from packaging/examples.txt or README.md. Each line is a command for bash.
struct CommandExample: Sendable, CustomTestStringConvertible {
    let title: String
    let lines: [String]
    var testDescription: String { title }

    /// The examples of the manual: one for each command.
    static func manual() throws -> [CommandExample] {
        let text = try String(contentsOf: Checkout.root.appendingPathComponent("packaging/examples.txt"), encoding: .utf8)
        var examples: [CommandExample] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# ") {
                examples.append(CommandExample(title: String(line.dropFirst(2)), lines: []))
            } else if line.hasPrefix("    "), let last = examples.popLast() {
                examples.append(CommandExample(title: last.title, lines: last.lines + [String(line.dropFirst(4))]))
            }
        }
        return examples
    }

    /// The commands in the indented blocks of a section of the README. A line that ends with a backslash continues.
    static func readme(_ section: String) throws -> CommandExample {
        var lines: [String] = []
        for line in try block(of: section) {
            if let last = lines.last, last.hasSuffix("\\") {
                lines[lines.count - 1] = String(last.dropLast() + line.drop(while: \.isWhitespace))
            } else if line.hasPrefix("hdoc") || line.hasPrefix("aws") {
                lines.append(line)
            }
        }
        return CommandExample(title: section, lines: lines)
    }

    /// The indented lines of a section of the README.
    static func block(of section: String) throws -> [String] {
        let text = try String(contentsOf: Checkout.root.appendingPathComponent("README.md"), encoding: .utf8)
        let lines = text.split(separator: "\n").drop { $0 != "## \(section)" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        return lines.filter { $0.hasPrefix("    ") }.map { String($0.dropFirst(4)) }
    }
}

/// Runs the examples as they are written.
@Suite("The examples of the manual and of the README", .ownThreads, .timeLimit(.hang))
struct ExampleTests {
    /// Commands that open screens or serve until they are stopped.
    private static func staysOpen(_ line: String) -> Bool {
        let words = line.prefix { $0 != "#" }.split(separator: " ")
        return words == ["hdoc"] || words == ["hdoc", "--offline"] || words.count > 1 && ["demo", "serve"].contains(words[1])
    }

    /// A signed-in world with a git repository in which the user has committed today, a journey repository, and no systemd.
    private func world() throws -> World {
        let world = try World.signedIn()
        let script = """
            mkdir -p bin work && cd work
            ln -s '\(World.hdoc.path)' ../bin/hdoc
            printf '#!/bin/sh\\nexit 1\\n' >../bin/systemctl
            cat >../bin/crontab <<'EOF'
            #!/bin/sh
            if [ "$1" = - ]; then cat >"$HOME/table"; else cat "$HOME/table" 2>/dev/null || { echo no crontab >&2; exit 1; }; fi
            EOF
            chmod +x ../bin/systemctl ../bin/crontab
            git init -q -b main . && git config user.name Ada && git config user.email ada@example.org
            git commit -q --allow-empty -m 'Create a queue'
            git init -q -b main ../100DaysOfCloud && cd ../100DaysOfCloud
            git config user.name Ada && git config user.email ada@example.org
            for day in {1..100}; do printf -- '- [ ] ☁️ %d > [](Journey/%03d/Readme.md)\\n' $day $day; done >README.md
            git add README.md && git commit -q -m 'Start'
            """
        let made = try Program.run(
            URL(fileURLWithPath: "/bin/bash"), ["-ec", "cd '\(world.directory)'\n\(script)"], environment: world.environment)
        try #require(made.status == 0, "\(made.errors)")
        return world
    }

    private func environment(_ world: World) -> [String: String] {
        world.environment.merging(["PATH": world.path("bin") + ":/usr/bin:/bin", "XDG_RUNTIME_DIR": world.directory]) { $1 }
    }

    private func run(_ line: String, in world: World) throws {
        let script = "set -eo pipefail; cd '\(world.path("work"))'; \(line)"
        let run = try Program.run(URL(fileURLWithPath: "/bin/bash"), ["-c", script], environment: environment(world))
        #expect(run.status == 0, "\(line)\n\(run.output)\(run.errors)")
    }

    private func open(_ line: String, in world: World) async throws {
        if line.hasPrefix("hdoc serve") {
            let server = try Companion("/bin/bash", ["-c", "exec \(line)"], environment: environment(world), end: .kill)
            _ = try server.nextValue(StageLine.self)
            return server.stop()
        }
        let terminal = try Tmux(
            in: world, columns: 100, rows: 30, environment: environment(world),
            command: "bash -c \"\(escaped(line))\necho ended; exec cat\"")
        try await terminal.wait(for: "1 Today")
        try terminal.press("q")
        try await terminal.wait("the end of the screens") { $0.contains("ended") || $0.contains("Quit") }
    }

    private func escaped(_ line: String) -> String { line.replacingOccurrences(of: "\"", with: "\\\"") }

    private func tryOut(_ example: CommandExample) async throws {
        try #require(!example.lines.isEmpty)
        let world = try world()
        for line in example.lines {
            if Self.staysOpen(line) { try await open(line, in: world) } else { try run(line, in: world) }
        }
    }

    @Test(arguments: try CommandExample.manual())
    func `the examples of a manual page work as they are written`(example: CommandExample) async throws { try await tryOut(example) }

    @Test func `the examples of the README's section Use work as they are written`() async throws {
        try await tryOut(try CommandExample.readme("Use"))
    }
}
