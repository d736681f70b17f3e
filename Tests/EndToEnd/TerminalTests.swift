import Foundation
import TestKit
import Testing

/// The state of the terminal while hdoc runs and after it has ended, and the mouse.
@Suite("Restoring the terminal, and the mouse", .ownThreads, .timeLimit(.hang))
struct TerminalTests {
    /// All signals that end a process and can be caught; 34 is the first and 64 the last real-time signal. SIGPIPE is left out: hdoc
    /// ignores it.
    static let signals: [Int32] = [
        SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ, SIGALRM, SIGVTALRM, SIGPROF, SIGSTKFLT, SIGIO, SIGPWR,
        SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, 34, 64,
    ]

    @Test(arguments: signals)
    func `hdoc restores the terminal if a signal ends it`(signal: Int32) async throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let terminal = try world.terminal("--offline")
        try await terminal.wait(for: "1 Today")
        #expect(try terminal.modes() == "alternate mouse sgr")
        #expect(kill(try world.screensProcess(), signal) == 0)
        try await terminal.wait(for: "restored")
        #expect(try world.statusAfterTerminal() == "\(128 + signal)")
        try await expectGivenBack(terminal, world)
    }

    @Test(arguments: signals)
    func `hdoc login restores the terminal if a signal ends it`(signal: Int32) async throws {
        let world = try World()
        try world.configureSignIn()
        let terminal = try world.terminal("login --no-browser")
        try await terminal.wait(for: "left. Ctrl-C cancels.")
        #expect(kill(try world.screensProcess(), signal) == 0)
        try await terminal.wait(for: "restored")
        // Ctrl-C and SIGTERM cancel the sign-in.
        #expect(try world.statusAfterTerminal() == ([SIGINT, SIGTERM].contains(signal) ? "2" : "\(128 + signal)"))
        try await expectGivenBack(terminal, world)
    }

    @Test func `Ctrl-Z during hdoc login gives the shell its terminal, and fg continues the sign-in`() async throws {
        let world = try World()
        try world.configureSignIn()
        let terminal = try Tmux(
            in: world, columns: 120, rows: 24, environment: world.environment, command: "dash -i")
        try terminal.type("set -m; stty -a >'\(world.path("before"))'; '\(World.hdoc.path)' login --no-browser")
        try terminal.press("Enter")
        try await terminal.wait(for: "left. Ctrl-C cancels.")
        try terminal.press("C-z")
        try await terminal.wait(for: "Stopped")
        try terminal.type("stty -a >'\(world.path("after"))'; echo no\"\"ted; fg")
        try terminal.press("Enter")
        try await terminal.wait(for: "noted")
        #expect(try world.contents("before") == world.contents("after"))
        try await terminal.wait("the sign-in again") { $0.split(separator: "\n").last?.contains("left. Ctrl-C cancels.") == true }
        try terminal.type("unseen")
        try await terminal.wait(for: "6 characters pasted")
        #expect(!terminal.screen.contains("unseen"))
        try terminal.press("C-c")
        try await terminal.wait(for: "The sign-in was cancelled.")
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGSEGV, SIGALRM, SIGUSR1])
    func `the screens end and restore the terminal's modes although the terminal accepts no more bytes`(signal: Int32) throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let stuck = try StuckTerminal(["--offline"], environment: world.environment)
        try stuck.read(until: "1 Today")
        try stuck.fill()
        try stuck.type("\u{0C}")
        try stuck.waitUntilRead()
        let (status, seconds) = stuck.end(signal)
        #expect(status == 128 + signal)
        // Less than a second, unless the machine is busy.
        #expect(seconds < 4)
        #expect(stuck.hasOriginalModes)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGSEGV, SIGQUIT])
    func `hdoc login ends and restores the terminal's modes although the terminal accepts no more bytes`(signal: Int32) throws {
        let world = try World()
        try world.configureSignIn()
        let stuck = try StuckTerminal(["login", "--no-browser"], environment: world.environment)
        try stuck.read(until: "left. Ctrl-C cancels.")
        try stuck.fill()
        // The countdown writes once a second.
        usleep(1_500_000)
        let (status, seconds) = stuck.end(signal)
        #expect(status == ([SIGINT, SIGTERM].contains(signal) ? 2 : 128 + signal))
        #expect(seconds < 4)
        #expect(stuck.hasOriginalModes)
    }

    /// Checks that settings, screen, mouse and paste mode of the terminal are as before, and that no crash report is shown.
    private func expectGivenBack(_ terminal: Tmux, _ world: World) async throws {
        #expect(try world.contents("before") == world.contents("after"), "the terminal settings must be restored")
        #expect(try terminal.modes() == "")
        try terminal.paste("pasted")
        let screen = try await terminal.wait(for: "pasted")
        #expect(!screen.contains("200~"), "bracketed paste must be off")
        // The random part of a sign-in address may contain “0x”.
        let lines = screen.split(separator: "\n").filter { !$0.contains("&state=") && !$0.contains("code_challenge") }
        #expect(!lines.contains { $0.contains(" 0x") || $0.contains("Backtrace") }, "no crash report may be shown:\n\(screen)")
    }

    @Test func `Ctrl-Z restores the terminal for the shell, and fg brings back the screens and the mouse`() async throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let terminal = try Tmux(
            in: world, columns: 80, rows: 24, environment: world.environment, command: "bash --norc --noprofile -i")
        try await terminal.wait(for: "bash-")
        try terminal.type("'\(World.hdoc.path)' --offline")
        try terminal.press("Enter")
        try await terminal.wait(for: "1 Today")
        for _ in 0..<3 {
            try terminal.press("C-z")
            try await terminal.wait(for: "Stopped")
            #expect(try terminal.modes() == "")
            try terminal.type("clear; fg")
            try terminal.press("Enter")
            try await terminal.wait("the screens again") { $0.contains("1 Today") && !$0.contains("Stopped") }
            #expect(try terminal.modes() == "alternate mouse sgr")
        }
        try terminal.press("6")
        try await terminal.wait(for: "Connection")
        try terminal.press("q")
        try await terminal.wait("the shell") { !$0.contains("1 Today") }
        try terminal.type("echo left-$?")
        try terminal.press("Enter")
        try await terminal.wait(for: "left-0")
        #expect(try terminal.modes() == "")
    }

    @Test func `hdoc in the background is stopped and draws nothing`() async throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let terminal = try Tmux(
            in: world, columns: 80, rows: 24, environment: world.environment, command: "bash --norc --noprofile -i")
        try await terminal.wait(for: "bash-")
        let untilStopped = "until jobs | grep -q Stopped; do sleep 0.1; done"
        try terminal.type("'\(World.hdoc.path)' --offline & \(untilStopped); echo asleep; jobs")
        try terminal.press("Enter")
        try await terminal.wait("the stopped job") { $0.contains("\nasleep") && $0.contains("Stopped") }
        #expect(try terminal.modes() == "")
        try terminal.type("clear; fg")
        try terminal.press("Enter")
        try await terminal.wait(for: "1 Today")
        try terminal.press("C-z")
        try await terminal.wait(for: "Stopped")
        try terminal.type("clear; bg; \(untilStopped); jobs; echo still-$((1 + 1))")
        try terminal.press("Enter")
        let screen = try await terminal.wait("the stopped job") { $0.contains("still-2") && $0.contains("Stopped") }
        #expect(!screen.contains("1 Today"))
        #expect(try terminal.modes() == "")
    }

    @Test(arguments: ["linux", "vt100"])
    func `on a terminal without an alternate screen, hdoc clears the last line when it ends`(term: String) async throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let terminal = try world.terminal("--offline", term: term)
        try await terminal.wait(for: "? help")
        try terminal.press("q")
        let screen = try await terminal.wait(for: "restored")
        #expect(screen.split(separator: "\n").last { !$0.isEmpty } == "restored" && !screen.contains("? help"), "\(screen)")
    }

    @Test func `hdoc restores the terminal for an editor, and takes it over again afterwards`() async throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/", more: "handle = \"ada\"")
        let editor = world.path("editor")
        try Data("#!/bin/sh\necho in the editor\nread line\nprintf 'From the editor\\n' >\"$1\"\n".utf8).write(
            to: URL(fileURLWithPath: editor))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor)
        let terminal = try world.terminal("--offline", environment: ["EDITOR": editor])
        try await terminal.wait(for: "1 Today")
        try terminal.press("e")
        try await terminal.wait(for: "in the editor")
        #expect(try terminal.modes() == "")
        try terminal.press("Enter")
        try await terminal.wait(for: "From the editor")
        #expect(try terminal.modes() == "alternate mouse sgr")
        try terminal.press("q")
        try await terminal.wait(for: "restored")
        try await expectGivenBack(terminal, world)
    }

    @Test func `the mouse switches tabs, scrolls a list, and selects and opens a row`() async throws {
        let world = try World()
        try world.startBackend("--users", "60")
        let terminal = try world.terminal()
        try await terminal.wait(for: "Day 1 is not written")
        // Column 15, row 2: on “2 Journeyers”.
        try terminal.mouse("0;15;2M")
        try terminal.mouse("0;15;2m")
        let top = try await terminal.wait(for: "60 journeyers")
        let first = try #require(top.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("▸") })
        for _ in 0..<10 { try terminal.mouse("65;10;10M") }
        try await terminal.wait("the list, scrolled") {
            $0.split(separator: "\n").contains { $0.contains("▸") } && !$0.contains(self.line(top, first))
        }
        // The first click on this row selects it, and the second click opens it.
        let row = first + 2
        try terminal.mouse("0;10;\(row + 1)M")
        let selected = try await terminal.wait("the clicked row, selected") { self.line($0, row).contains("▸") }
        #expect(terminal.cursor.hasSuffix(",\(row)"))
        let handle = try #require(line(selected, row).split(separator: " ").dropFirst().first.map(String.init))
        try terminal.mouse("0;10;\(row + 1)M")
        try await terminal.wait("the profile") { $0.contains(handle) && $0.contains("github.com/") }
        try terminal.press("Escape", "q")
        try await terminal.wait(for: "restored")
        try await expectGivenBack(terminal, world)
    }

    private func line(_ screen: String, _ row: Int) -> String {
        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
        return row < lines.count ? String(lines[row]) : ""
    }

    @Test func `the screens still work after a thousand resizes`() async throws {
        let world = try World()
        try world.startBackend("--users", "60")
        let terminal = try world.terminal()
        try await terminal.wait(for: "Day 1")
        try terminal.press("2")
        try await terminal.wait(for: "60 journeyers")
        let loop = """
            i=0; while [ $i -lt 1000 ]; do
              if [ $((i % 50)) -eq 49 ]; then x=1 y=1; else x=$((20 + i * 37 % 181)) y=$((5 + i * 13 % 56)); fi
              /usr/bin/tmux -S '\(terminal.socket)' resize-window -t t -x $x -y $y || exit 1
              i=$((i + 1))
            done
            """
        #expect(try Program.run(URL(fileURLWithPath: "/bin/sh"), ["-c", loop]).status == 0)
        try terminal.resize(columns: 80, rows: 24)
        let screen = try await terminal.wait("the list at its size") {
            $0.contains("60 journeyers") && $0.contains("Handle") && $0.contains("? help")
        }
        #expect(screen.split(separator: "\n").allSatisfy { $0.count <= 80 })
        try terminal.press("G")
        try await terminal.wait("its end") { $0 != screen }
        try terminal.press("q")
        try await terminal.wait(for: "restored")
        #expect(try world.statusAfterTerminal() == "0")
        try await expectGivenBack(terminal, world)
    }

    @Test func `without a configuration hdoc opens a guide, and its first choice starts the demo`() async throws {
        let world = try World()
        let terminal = try world.terminal()
        try await terminal.wait(for: "Try the demo")
        #expect(try terminal.modes() == "alternate mouse sgr")
        try terminal.press("j")
        try await terminal.wait("the second choice") { $0.contains("▸ 2 Add a stage") }
        try terminal.press("k", "Enter")
        try await terminal.wait("the demo's Today") { $0.contains("1 Today") && $0.contains("demo") }
        try terminal.press("q")
        try await terminal.wait(for: "restored")
        #expect(try world.statusAfterTerminal() == "0")
        try await expectGivenBack(terminal, world)
        let piped = try world.hdoc()
        #expect(piped.status == 1 && piped.errors.split(separator: "\n").count == 1, "\(piped.errors)")
    }
}

extension World {
    /// Writes a configuration with one stage, `dev`, at this address.
    func configure(api: String, more: String = "") throws {
        try FileManager.default.createDirectory(atPath: path("config/hdoc"), withIntermediateDirectories: true)
        try Data("stage = \"dev\"\n[stages.dev]\napi = \"\(api)\"\n\(more)\n".utf8)
            .write(to: URL(fileURLWithPath: path("config/hdoc/config.toml")))
    }

    /// Writes a configuration with which `hdoc login` waits for the browser without a request to the provider.
    func configureSignIn() throws {
        try configure(
            api: "http://127.0.0.1:9/",
            more: """
                issuer = "http://127.0.0.1:9/pool"
                auth = "http://127.0.0.1:9"
                client_id = "c"
                callback_ports = [\(try FreePort.find())]
                """)
    }

    /// The process id of the `hdoc` in this world's terminal.
    func screensProcess() throws -> pid_t {
        let mine = Data("XDG_STATE_HOME=\(path("state"))".utf8)
        let found = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { process in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")) == Self.hdoc.resolvingSymlinksInPath().path
                && FileManager.default.contents(atPath: "/proc/\(process)/environ")?.range(of: mine) != nil
        }
        return try #require(found.count == 1 ? found.first : nil, "expected exactly one hdoc process: \(found)")
    }
}

extension Tmux {
    /// The terminal modes that are on: alternate screen, mouse, and mouse reports in the SGR format.
    func modes() throws -> String {
        try tmux(
            "display-message", "-p", "-t", "t",
            "#{?alternate_on,alternate ,}#{?mouse_standard_flag,mouse ,}#{?mouse_sgr_flag,sgr,}")
    }

    /// Sends a mouse event as xterm reports it: `button;column;row`, counted from 1, then `M` (press) or `m` (release).
    func mouse(_ report: String) throws { try tmux("send-keys", "-t", "t", "-l", "\u{1B}[<\(report)") }
}
