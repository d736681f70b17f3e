import Foundation
import TerminalKit
import TestKit
import Testing

@Suite("What hdoc uses of a terminal beyond its description", .ownThreads, .timeLimit(.hang))
struct TerminalFeatureTests {
    private struct Recording {
        let status: Int32
        let output: String
        let bytes: String
    }

    /// Runs hdoc, or a shell command around it, on a terminal that answers, and returns what was written to it.
    private func record(_ world: World, _ steps: [String], after: String = "", more: String = "") throws -> Recording {
        if !more.isEmpty {
            let file = world.path("config/hdoc/config.toml")
            let before = try String(contentsOfFile: file, encoding: .utf8)
            try (before + "\n" + more + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        }
        let log = world.path("terminal-\(UUID().uuidString)")
        let command = "'\(World.hdoc.path)' --offline\(after.isEmpty ? "" : "; \(after)")"
        let run = try Program.run(
            World.support.appendingPathComponent("answering-terminal"), [log] + steps + ["--", "/bin/sh", "-c", command],
            environment: world.environment.merging(["TERM": "xterm-256color", "NO_COLOR": ""]) { $1 })
        #expect(run.status == 0, "\(run.errors)")
        return Recording(
            status: run.status, output: run.output, bytes: String(decoding: try Data(contentsOf: URL(fileURLWithPath: log)), as: UTF8.self))
    }

    private func world() throws -> World {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/", more: "handle = \"ada\"")
        return world
    }

    @Test func `a terminal that answers gets whole frames, its own theme and the keyboard protocol, and everything is taken back`() throws {
        let steps = [
            "wait:help", "answer", "seen:\\x1b[>1u", "seen:\\x1b[38;5;25m", "send:\\x1b[50u", "seen:\\x1b[?2026l", "send:\\x1b[113u",
        ]
        let run = try record(world(), steps)
        #expect(run.output.contains("\"status\": 0"), "\(run.output)")
        // The first frame did not wait for an answer.
        let first = try #require(run.bytes.range(of: "help")), light = try #require(run.bytes.range(of: "\u{1B}[38;5;25m"))
        #expect(first.lowerBound < light.lowerBound && !run.bytes[..<first.lowerBound].contains("\u{1B}[?2026h"))
        let begun = run.bytes.components(separatedBy: "\u{1B}[?2026h").count,
            ended = run.bytes.components(separatedBy: "\u{1B}[?2026l").count
        #expect(begun > 1 && ended >= begun, "frames are enclosed: \(begun), \(ended)")
        #expect(run.bytes.contains("\u{1B}[<u"), "the keyboard protocol is switched off again")
        for mode in [2004, 1000, 1006, 1004, 2031] {
            let on = run.bytes.range(of: "\u{1B}[?\(mode)h"), off = run.bytes.range(of: "\u{1B}[?\(mode)l", options: .backwards)
            #expect(on != nil && off != nil && on!.lowerBound < off!.lowerBound, "mode \(mode)")
        }
    }

    @Test func `an answer that comes while hdoc ends is not typed into the shell`() throws {
        // The answers are kept back until q is typed. `read` shows what the shell would have read: only the line that is typed afterwards.
        let steps = ["wait:help", "send:q", "answer", "wait:ready", "send:mine\\n", "wait:<mine>"]
        let run = try record(world(), steps, after: "echo ready; read -r line; printf '<%s>\\n' \"$line\" | cat -v")
        #expect(run.output.contains("\"status\": 0"), "\(run.output)")
    }

    @Test func `a feature that the configuration switches off is not used`() throws {
        let off = ["synchronized", "links", "focus", "keyboard", "background", "mouse"].map { "\($0) = false" }.joined(separator: "\n")
        let run = try record(world(), ["wait:help", "answer", "send:q"], more: "[terminal]\n" + off)
        for sequence in ["[?2026", "]8;", "[?1004", "[?u", "[>1u", "]11;", "[?2031", "[?1000", "[c"] {
            #expect(!run.bytes.contains("\u{1B}" + sequence), "\(sequence)")
        }
    }

    @Test func `a changed configuration applies while the screens are open, and a mistake names its line`() async throws {
        let world = try world()
        let terminal = try world.terminal("--offline", environment: ["NO_COLOR": ""], term: "xterm-256color")
        try await terminal.wait(for: "? help")
        let file = world.path("config/hdoc/config.toml")
        let good = try String(contentsOfFile: file, encoding: .utf8)
        try (good + "\n[keys]\nhelp = \"z\"\n").write(toFile: file, atomically: true, encoding: .utf8)
        try await terminal.wait(for: "The configuration was read again.")
        try (good + "\n[keys]\nhelp = \"z\"\nnonsense = \"k\"\n").write(toFile: file, atomically: false, encoding: .utf8)
        let line = good.split(separator: "\n", omittingEmptySubsequences: false).count + 3
        // A window of 80 columns shows the beginning of the path only.
        try terminal.resize(columns: 200, rows: 24)
        try await terminal.wait("the line of the mistake") { $0.contains("The old settings stay: ") && $0.contains("config.toml:\(line):") }
        try terminal.press("z")
        try await terminal.wait(for: "Keys on Today")
        try terminal.press("Escape")
        try good.write(toFile: file, atomically: true, encoding: .utf8)
        try await terminal.wait(for: "The configuration was read again.")
        try terminal.press("q")
        try await terminal.wait(for: "restored")
    }
}

@Suite("The colours that are really sent", .ownThreads, .timeLimit(.hang))
struct SentColourTests {
    /// The colours of one character, as a terminal with the xterm palette shows them; nil for its default colour.
    private struct Look: Hashable {
        var foreground: Int?
        var background: Int?
        var isReversed = false
    }

    /// Each look of a visible character in what a program wrote, with an example.
    private func looks(in bytes: String) -> [Look: String] {
        var (look, found) = (Look(), [Look: String]())
        var rest = Substring(bytes)
        while let first = rest.unicodeScalars.first {
            rest = rest.unicodeScalars.dropFirst().isEmpty ? "" : Substring(rest.unicodeScalars.dropFirst())
            if first != "\u{1B}" {
                if first.value > 0x20 { found[look, default: ""].unicodeScalars.append(first) }
                continue
            }
            if rest.hasPrefix("]") {
                rest = rest.drop { $0 != "\u{7}" && $0 != "\\" }.dropFirst()
            } else if rest.hasPrefix("[") {
                let body = rest.dropFirst().prefix { !("@"..."~").contains($0) }
                rest = rest.dropFirst(1 + body.count)
                if rest.first == "m" { apply(body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }, &look) }
                rest = rest.dropFirst()
            } else {
                rest = rest.dropFirst(rest.hasPrefix("(") ? 2 : 1)
            }
        }
        return found
    }

    private func apply(_ codes: [Int], _ look: inout Look) {
        var index = 0
        while index < codes.count {
            switch codes[index] {
            case 0: look = Look()
            case 7: look.isReversed = true
            case 27: look.isReversed = false
            case 38 where index + 2 < codes.count: (look.foreground, index) = (codes[index + 2], index + 2)
            case 48 where index + 2 < codes.count: (look.background, index) = (codes[index + 2], index + 2)
            case 39: look.foreground = nil
            case 49: look.background = nil
            case 2: Issue.record("a text is dimmed")
            default: break
            }
            index += 1
        }
    }

    @Test(arguments: ["dark", "light"], ["normal", "high"])
    func `every character of every screen has the contrast that its theme promises`(theme: String, contrast: String) async throws {
        let world = try World.signedIn()
        let file = world.path("config/hdoc/config.toml")
        let before = try String(contentsOfFile: file, encoding: .utf8)
        try (before + "\n[theme]\nname = \"\(theme)\"\n[accessibility]\ncontrast = \"\(contrast)\"\n")
            .write(toFile: file, atomically: true, encoding: .utf8)
        let terminal = try world.terminal("--offline", environment: ["NO_COLOR": ""], term: "xterm-256color")
        try await terminal.wait(for: "? help")
        let log = world.path("colours")
        try terminal.tmux("pipe-pane", "-O", "-t", "t", "cat > '\(log)'")
        for (key, text) in zip(["1", "2", "3", "4", "5", "6"], ["Day", "Handle", "Rank", "Title", "outbox", "Route"]) {
            try terminal.press(key, "C-l")
            try await terminal.wait(for: text)
        }
        try terminal.press("?", "C-l")
        try await terminal.wait(for: "Keys on Stage")
        try terminal.press("Escape", ":", "C-l")
        try await terminal.wait(for: "Commands")
        try terminal.press("Escape", "q")
        try await terminal.wait(for: "restored")
        let written = try String(decoding: Data(contentsOf: URL(fileURLWithPath: log)), as: UTF8.self)
        let screens = written.components(separatedBy: "\u{1B}[?1049l").first ?? ""
        let found = looks(in: screens)
        #expect(found.count >= 5, "\(found)")
        let (text, behind) = theme == "dark" ? (RGB(0xD0D0D0), RGB(0)) : (RGB(0x202020), RGB(0xFFFFFF))
        for (look, example) in found {
            if contrast == "high" { #expect(look.foreground != nil && look.background != nil, "\(look): \(example.prefix(40))") }
            let front = look.foreground.map { RGB(ThemeColor(basic: -1, extended: $0).direct) } ?? text
            let back = look.background.map { RGB(ThemeColor(basic: -1, extended: $0).direct) } ?? behind
            #expect(front.contrast(with: back) >= (contrast == "high" ? 7 : 4.5), "\(look): \(example.prefix(40))")
        }
    }
}
