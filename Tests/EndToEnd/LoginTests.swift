import Foundation
import TestKit
import Testing

/// `hdoc login` in a real terminal, with the browser on another machine.
// Serialized, because each sign-in occupies one of the few registered callback ports while it waits.
@Suite("Signing in from a remote machine", .ownThreads, .serialized, .timeLimit(.hang))
struct LoginTests {
    private static let remote = ["BROWSER": "", "SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 2222", "USER": "ada", "DISPLAY": ":0"]

    private func login(_ world: World, environment: [String: String] = remote) async throws -> (Tmux, address: String) {
        try world.startBackend("--users", "20")
        let terminal = try world.terminal(columns: 600, rows: 20, "login", environment: environment)
        let screen = try await terminal.wait(for: "left. Ctrl-C cancels.")
        let line = try #require(screen.split(separator: "\n").first { $0.contains("/oauth2/authorize?") })
        return (terminal, line.trimmingCharacters(in: .whitespaces))
    }

    /// Signs in with the browser on the other machine and returns its final address, which the user pastes.
    private func answer(_ world: World, _ address: String) throws -> String {
        let stage = try #require(world.stage)
        let browser = World.support.appendingPathComponent("browser")
        let run = try Program.run(browser, ["--print", stage.username, stage.password, address], environment: world.environment)
        #expect(run.status == 0, "\(run.errors)")
        return run.output.trimmingCharacters(in: .newlines)
    }

    @Test func `hdoc login shows the address, an ssh command for a tunnel, and why no browser opens; Ctrl-C cancels it`() async throws {
        let world = try World()
        let (terminal, address) = try await login(world)
        let lines = terminal.screen.split(separator: "\n").map(String.init)
        let position = { (text: String) in lines.firstIndex { $0.contains(text) } }
        let (first, tunnel, none) = (
            try #require(position(address)), try #require(position("ssh -L")), try #require(position("No browser"))
        )
        #expect(first < tunnel && tunnel < none)
        #expect(lines[tunnel].contains(try Regex("ssh -L (\\d+):127\\.0\\.0\\.1:\\1 -p 2222 ada@[A-Za-z0-9._-]+$")))
        #expect(lines[none].contains("this is a remote session"))
        try await terminal.wait("a countdown") { !$0.contains("5:00 left") && $0.contains(/[0-4]:[0-5][0-9] left/) }
        try terminal.press("C-c")
        try await terminal.wait(for: "restored")
        #expect(try world.statusAfterTerminal() == "2")
        #expect(try world.contents("before") == world.contents("after"), "the terminal settings must be restored")
        #expect(terminal.screen.contains("hdoc: The sign-in was cancelled."))
        #expect(!terminal.screen.contains("left. Ctrl-C cancels."), "the countdown must be erased")
        let port = try #require(lines[tunnel].firstMatch(of: /-L (\d+):/)?.1)
        let connect = "import socket, sys; sys.exit(socket.socket().connect_ex(('127.0.0.1', \(port))) == 0)"
        #expect(try Program.run(URL(fileURLWithPath: "/usr/bin/python3"), ["-c", connect]).status == 0, "the callback port must be closed")
    }

    @Test(arguments: ["whole", "broken", "part", "long"])
    func `a pasted final address completes the sign-in, and the address of another sign-in is rejected`(how: String) async throws {
        let world = try World()
        let (terminal, address) = try await login(world)
        let answer = try answer(world, address)
        try terminal.paste("http://localhost:8080/callback?code=1&state=of-another-try")
        try await terminal.wait(for: "This is not the final address of this sign-in.")
        switch how {
        case "broken": try terminal.paste("  " + answer.replacingOccurrences(of: "&", with: "\n &") + " \n")
        case "part": try terminal.paste(String(answer.split(separator: "?")[1]))
        // Longer than 4,095 bytes, the limit of a line in the terminal's canonical mode.
        case "long": try terminal.paste(answer + "&more=" + String(repeating: "x", count: 9_000))
        default: try terminal.paste(answer)
        }
        try await terminal.wait(for: "restored")
        #expect(terminal.screen.contains("Signed in on dev as ada."))
        #expect(try world.statusAfterTerminal() == "0")
        #expect(try world.contents("before") == world.contents("after"), "the terminal settings must be restored")
        #expect(try world.hdoc("whoami").status == 0)
    }

    @Test func `login explains a browser's request that it does not accept, once, and the paste-back way still works`() async throws {
        let world = try World()
        let (terminal, address) = try await login(world)
        let port = try #require(terminal.screen.firstMatch(of: /-L (\d+):/)?.1)
        for _ in 0..<2 {
            let run = try Program.run(
                URL(fileURLWithPath: "/usr/bin/curl"), ["-sd", "code=1&state=2", "http://localhost:\(port)/callback"])
            #expect(run.output.contains("Copy this page's address and paste it into hdoc."))
        }
        let screen = try await terminal.wait(for: "The browser came back with its answer in a form, which hdoc does not read.")
        #expect(screen.contains("Copy the page's address and paste it here."))
        try terminal.paste(try answer(world, address))
        try await terminal.wait(for: "restored")
        #expect(terminal.screen.components(separatedBy: "The browser came back").count == 2)
        #expect(try world.statusAfterTerminal() == "0")
    }

    @Test func `an address that arrives without bracketed paste is submitted with Enter`() async throws {
        let world = try World()
        let (terminal, address) = try await login(world)
        try terminal.type(try answer(world, address))
        try await terminal.wait(for: "pasted; press Enter to submit.")
        try terminal.press("Enter")
        try await terminal.wait(for: "Signed in on dev as ada.")
    }

    @Test func `the sign-in dialog of the screens accepts a pasted address too`() async throws {
        let world = try World()
        try world.startBackend("--users", "20")
        let terminal = try world.terminal(columns: 120, rows: 40, environment: Self.remote)
        try await terminal.wait(for: "Day 1")
        try terminal.press("i")
        let screen = try await terminal.wait(for: "Waiting for the browser")
        #expect(screen.contains("this is a remote session"))
        // The dialog wraps the address; its lines are between these two captions.
        let rows = screen.split(separator: "\n").map(Array.init)
        let first = try #require(rows.firstIndex { String($0).contains("Open in a browser") })
        let last = try #require(rows.firstIndex { String($0).contains("No browser was opened") })
        let column = try #require(rows[first].firstIndex(of: "O"))
        let address = rows[(first + 1)..<last].map { String($0.dropFirst(column).prefix { $0 != " " && $0 != "│" }) }.joined()
        let answer = try answer(world, address)
        try terminal.paste(" " + answer.replacingOccurrences(of: "&", with: "\n&") + "&more=" + String(repeating: "x", count: 9_000))
        try terminal.press("Enter")
        try await terminal.wait(for: "@ada")
    }
}
