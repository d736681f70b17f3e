import Foundation
import TestKit
import Testing

/// Whole sessions on data of a stage that attacks the terminal. Each byte that hdoc writes is checked.
@Suite("The bytes that hdoc writes to a terminal", .ownThreads, .timeLimit(.hang))
struct RawStreamTests {
    /// A world whose stage answers every request with texts that attack a terminal.
    private final class HostileWorld {
        let world: World
        private let server: Companion
        private let port: String

        init() throws {
            world = try World.signedIn()
            server = try Companion(
                "/usr/bin/python3",
                [World.support.appendingPathComponent("repeating_server.py").path, world.path(Canaries.store), "hostile"], end: .kill)
            port = try server.nextLine()
            let file = world.path("config/hdoc/config.toml")
            let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
            let changed = lines.map { $0.hasPrefix("api =") ? "api = \"http://127.0.0.1:\(port)/\"" : String($0) }
            try changed.joined(separator: "\n").appending("\n").write(toFile: file, atomically: true, encoding: .utf8)
        }

        deinit { server.stop() }

        /// Chooses what the stage answers: `read/500`, `post/400`.
        func answer(_ choice: String) throws {
            let url = "http://127.0.0.1:\(port)/case/\(choice)"
            #expect(try Program.run(URL(fileURLWithPath: "/usr/bin/curl"), ["-sfd", "", url]).status == 0)
        }

        /// Runs a command on a terminal and returns the bytes that it wrote.
        func onTerminal(_ arguments: String, environment: [String: String] = [:]) throws -> Data {
            let log = world.path("raw-\(UUID().uuidString)")
            _ = try Program.run(
                URL(fileURLWithPath: "/usr/bin/script"), ["-qec", "'\(World.hdoc.path)' \(arguments)", log],
                environment: world.environment.merging(["TERM": "xterm-256color"]) { $1 }.merging(environment) { $1 })
            return try recorded(log)
        }

        /// A recording without the lines of `script` itself.
        func recorded(_ log: String) throws -> Data {
            let all = try Data(contentsOf: URL(fileURLWithPath: log))
            guard let first = all.firstIndex(of: 0x0A) else { return all }
            let end = all.range(of: Data("\nScript done on ".utf8), options: .backwards)?.lowerBound ?? all.endIndex
            return all[(first + 1)..<max(first + 1, end)]
        }
    }

    private func expectClean(_ bytes: Data, _ allowed: TerminalStream.Allowed, _ what: String) {
        let violations = TerminalStream.violations(in: bytes, allowed: allowed)
        #expect(violations.isEmpty, "\(what): \(violations.prefix(5).joined(separator: "\n"))")
    }

    private static let commands = [
        "users", "users --json", "user ada", "leaderboard", "articles", "articles --json", "tags", "whoami", "outbox", "outbox --json",
        "outbox show", "doctor", "stage check", "sync", "stage list", "announce --day 7",
    ]

    @Test func `commands write only what is allowed, to a terminal and to a file, whatever the stage answers`() throws {
        let hostile = try HostileWorld()
        for (index, status) in ["200", "400", "409", "502"].enumerated() {
            try hostile.answer("read/\(status)")
            try hostile.answer("post/\(status)")
            let day = 30 + index
            let title = "'Day \u{1B}]0;owned\u{7}'"
            for command in Self.commands + ["log --day \(day) --yes --title \(title) Text", "signup --github-username ada\(day)"] {
                var bytes = try hostile.onTerminal(command)
                // It asks the terminal for the position of the cursor, to measure the width of characters.
                if command == "doctor" { bytes.replace("\u{1B}[6n".utf8, with: []) }
                expectClean(bytes, .sequences, command)
            }
            for command in Self.commands {
                let run = try hostile.world.hdoc(command)
                expectClean(Data((run.output + run.errors).utf8), .textOnly, command)
            }
        }
    }

    @Test func `the screens write only what is allowed, whatever the stage answers and the user types`() async throws {
        let hostile = try HostileWorld()
        let log = hostile.world.path("raw")
        let terminal = try Tmux(
            in: hostile.world, columns: 100, rows: 30, environment: hostile.world.environment,
            command: "TERM=xterm-256color script -qefc '\(World.hdoc.path)' '\(log)'; echo ended; exec cat")
        try await terminal.wait(for: "1 Today")
        try terminal.press("R")
        try await terminal.wait(for: "Synced")
        for (key, screen) in [("2", "Journeyers"), ("3", "Leaderboard"), ("4", "Articles"), ("5", "Outbox"), ("6", "Stage")] {
            try terminal.press(key, "?")
            try await terminal.wait(for: "Keys on \(screen)")
            try terminal.press("Escape")
            try await terminal.wait("\(screen) without its keys") { !$0.contains("Keys on") }
            try terminal.press("j", "j", "Enter", "y", "x", "Escape", "G", "Enter", "Escape")
        }
        try terminal.press("2", "/")
        try terminal.paste("esc \u{1B}]52;c;cm0=\u{7} \u{202E}x")
        try terminal.press("Escape", ":")
        try terminal.type("ada")
        try terminal.press("Escape", "E")
        try await terminal.wait(for: "Title")
        try terminal.paste("title \u{1B}[2J\u{9B}31m \u{202E}")
        try terminal.resize(columns: 60, rows: 15)
        try terminal.press("Escape", "Escape")
        try hostile.answer("read/500")
        try terminal.press("1", "R")
        try terminal.resize(columns: 40, rows: 12)
        try hostile.answer("read/502")
        try terminal.press("4", "r", "2", "r", "C-l")
        try terminal.resize(columns: 120, rows: 40)
        try terminal.press("C-c", "q", "q")
        try await terminal.wait(for: "ended")
        expectClean(try hostile.recorded(log), .sequences, "screens")
    }

    @Test func `the linear mode writes only what is allowed, whatever the stage answers`() async throws {
        let hostile = try HostileWorld()
        let log = hostile.world.path("raw")
        let terminal = try Tmux(
            in: hostile.world, columns: 100, rows: 30, environment: hostile.world.environment,
            command: "script -qefc '\(World.hdoc.path) --linear' '\(log)'; echo ended; exec cat")
        for command in ["journeyers", "leaderboard", "articles", "outbox", "stage", "actions", "back", "quit"] {
            try terminal.type(command)
            try terminal.press("Enter")
        }
        try await terminal.wait(for: "ended")
        expectClean(try hostile.recorded(log), .sequences, "linear mode")
    }
}

@Suite("Check of the bytes that go to a terminal")
struct TerminalStreamTests {
    @Test(arguments: [
        "\u{1B}]0;title\u{7}", "\u{1B}]52;c;G1tK\u{7}", "\u{1B}]8;;https://x\u{7}", "\u{1B}[6n", "\u{1B}[c", "\u{1B}c", "\u{1B}P$q\u{1B}\\",
        "\u{1B}[?47h", "\u{1B}[21t", "\u{1B}(0", "\u{7}", "\u{9}", "\u{0E}", "\u{0}", "\u{7F}", "\u{9B}31m", "\u{202E}", "\u{200B}",
        "x\u{200D}",
        "\u{E0041}", "\u{FEFF}", "\u{2028}", "\u{301}", "e\u{301}\u{302}\u{303}\u{304}\u{305}", "\u{FFF9}", "\u{378}", "\u{E000}", "\u{1B}",
    ])
    func `what could attack a terminal is found`(text: String) {
        #expect(!TerminalStream.violations(in: text.utf8, allowed: .sequences).isEmpty)
    }

    @Test func `bytes that are not UTF-8 are found`() {
        #expect(TerminalStream.violations(in: [0x61, 0x9B, 0x33, 0xFF], allowed: .sequences).count == 2)
    }

    @Test func `what hdoc writes itself is allowed on a terminal, and only text is allowed in a file`() {
        let screen = "\u{1B}[?1049h\u{1B}[22;0;0t\u{1B}[1;24r\u{1B}(B\u{1B}[m\u{1B}[38;5;7mé ☁️ 日本"
        let own = screen + "\u{1B}]52;c;aGRvYw==\u{7}\u{8}\r\n\u{1B}[?25l"
        #expect(TerminalStream.violations(in: own.utf8, allowed: .sequences) == [])
        #expect(TerminalStream.violations(in: "é ☁️ 日本\r\n".utf8, allowed: .textOnly) == [])
        #expect(TerminalStream.violations(in: "ada\t日本\n".utf8, allowed: .textOnly) == [])
        #expect(!TerminalStream.violations(in: "\u{1B}[m".utf8, allowed: .textOnly).isEmpty)
    }
}
