import Foundation
import TestKit
import Testing

@Suite("Commands of the configuration in a real terminal", .ownThreads, .timeLimit(.hang))
struct CustomCommandTests {
    @Test func `a key starts a program without a shell, its arguments are one each, and its output is shown`() async throws {
        let world = try World()
        try world.startBackend("--users", "20")
        let program = world.path("record")
        // Writes each argument with a NUL at its end, as the kernel keeps them.
        let script = """
            #!/bin/sh
            printf '%s\\0' "$@" > "\(world.path("arguments"))"
            echo drawn > /dev/tty || echo "no terminal"
            echo "recorded $#"
            exit 3

            """
        try Data(script.utf8).write(to: URL(fileURLWithPath: program))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let file = world.path("config/hdoc/config.toml")
        let command = """

            [[commands]]
            name = "record"
            key = "L"
            screens = ["journeyers"]
            run = ["\(program)", "$(touch \(world.path("touched")))", "a b; {handle}", "--", "{handle}"]

            """
        try Data((String(contentsOfFile: file, encoding: .utf8) + command).utf8).write(to: URL(fileURLWithPath: file))
        #expect(try world.hdoc("sync").status == 0)
        let terminal = try world.terminal(columns: 120, rows: 40)
        try await terminal.wait(for: "Journeyers")
        try terminal.press("2")
        try await terminal.wait(for: "20 journeyers")
        try terminal.press("/")
        try terminal.press("ada")
        try terminal.press("Enter", "L")
        try await terminal.wait(for: "recorded 4")
        let screen = try await terminal.wait(for: "Exit status: 3")
        #expect(screen.contains("no terminal") && !screen.contains("drawn"), "a command cannot draw over the screen:\n\(screen)")
        let recorded = try String(contentsOfFile: world.path("arguments"), encoding: .utf8).split(separator: "\0").map(String.init)
        #expect(recorded.count == 4 && recorded[0] == "$(touch \(world.path("touched")))")
        #expect(recorded[1] == "a b; \(recorded[3])" && recorded[2] == "--")
        #expect(!FileManager.default.fileExists(atPath: world.path("touched")))
        try terminal.press("Escape", "Escape", "q")
        try await terminal.wait(for: "restored")
    }
}
