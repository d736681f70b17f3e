import Foundation
import TestKit
import Testing

@Suite("Colours, themes and locales", .ownThreads, .timeLimit(.hang))
struct ColourTests {
    /// The screen, with its styles as escape sequences.
    private func styled(_ terminal: Tmux) throws -> String { try terminal.tmux("capture-pane", "-p", "-e", "-t", "t") }

    private func isKnown(_ term: String) throws -> Bool {
        try Program.run(URL(fileURLWithPath: "/usr/bin/infocmp"), [term]).status == 0
    }

    @Test(arguments: [
        ("xterm", "\u{1B}[1m"), ("xterm-16color", "\u{1B}[1m"), ("xterm-256color", "\u{1B}[38;5;80m"),
        ("xterm-direct", "\u{1B}[38;2;95;215;215m"),
    ])
    func `the accent colour is shown if the terminal has 256 colours or more, and as bold text otherwise`(term: String, accent: String)
        async throws
    {
        guard try isKnown(term) else { return }
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let terminal = try world.terminal("--offline", environment: ["NO_COLOR": ""], term: term)
        try await terminal.wait(for: "? help")
        let text = try styled(terminal)
        #expect(text.contains(accent), "\(text)")
        try terminal.press("q")
        try await terminal.wait(for: "restored")
    }

    @Test func `a terminal that says it has exact colours gets them, also one that the user chose`() async throws {
        guard try isKnown("xterm-direct") else { return }
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/", more: "[theme]\naccent = \"#12ab34\"")
        let terminal = try world.terminal("--offline", environment: ["NO_COLOR": "", "COLORTERM": "truecolor"], term: "xterm-256color")
        try await terminal.wait(for: "? help")
        let text = try styled(terminal)
        #expect(text.contains("38;2;18;171;52m"), "\(text)")
        try terminal.press("q")
        try await terminal.wait(for: "restored")
    }

    @Test func `with NO_COLOR the screens use attributes only, and the selected row is reversed`() async throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let terminal = try world.terminal("--offline", environment: ["NO_COLOR": "1"])
        try await terminal.wait(for: "? help")
        try terminal.press("6", ":")
        try await terminal.wait(for: "Commands")
        let text = try styled(terminal)
        let codes = text.split(separator: "\u{1B}").compactMap { $0.split(separator: "m").first?.dropFirst() }.flatMap {
            $0.split(separator: ";")
        }
        #expect(codes.allSatisfy { $0.count == 1 || $0 == "39" || $0 == "49" }, "only attributes and default colours: \(codes)")
        #expect(codes.contains("7"), "the selected row must be reversed")
        try terminal.press("Escape", "q")
        try await terminal.wait(for: "restored")
    }

    @Test func `in a C locale hdoc uses UTF-8, and the borders of a popup stay aligned`() async throws {
        let world = try World()
        try world.startBackend("--users", "60")
        let terminal = try world.terminal(environment: ["LC_ALL": "C"])
        try await terminal.wait(for: "Day 1")
        try terminal.press("2")
        try await terminal.wait(for: "60 journeyers")
        try terminal.press(":")
        // The whole dialog: tmux may be read while hdoc draws it.
        try await terminal.wait("a dialog with aligned borders") {
            let borders = $0.split(separator: "\n").filter { $0.hasPrefix("│") }
            return borders.count >= 10 && borders.allSatisfy { $0.count == 80 && $0.hasSuffix("│") }
        }
        try terminal.press("Escape", "q")
        try await terminal.wait(for: "restored")
    }

    @Test func `a theme chosen in the command palette applies at once`() async throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let terminal = try world.terminal("--offline", environment: ["NO_COLOR": ""], term: "xterm-256color")
        try await terminal.wait(for: "? help")
        #expect(try styled(terminal).contains("38;5;80m"))
        for (name, accent) in [("light", "38;5;25m"), ("dark", "38;5;80m")] {
            try terminal.press(":")
            try await terminal.wait(for: "Commands")
            try terminal.type("theme \(name)")
            try await terminal.wait("the one match") { $0.contains("▸ theme \(name)") }
            try terminal.press("Enter")
            try await terminal.wait(for: "Theme \(name) for this run.")
            let text = try styled(terminal)
            #expect(text.contains(accent), "\(name)")
        }
        try terminal.press("q")
        try await terminal.wait(for: "restored")
    }
}
