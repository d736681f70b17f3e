import Foundation
import TestKit
import Testing

@Suite("The request inspector in a real terminal", .ownThreads, .timeLimit(.hang))
struct RequestInspectorTests {
    @Test func `x shows the request behind a screen, y copies it as a curl command, and neither contains a token`() async throws {
        let world = try World()
        try world.startBackend("--users", "20")
        #expect(try world.hdoc("login").status == 0)
        // Without this sync, the draft would get a day that already has an entry.
        #expect(try world.hdoc("sync").status == 0)
        #expect(try world.hdoc("log", "--draft", "--file", "-", input: "Lens day\n\nWhat I learned.\n").status == 0)
        let canaries = try Canaries(of: world).texts
        let terminal = try world.terminal(columns: 200, rows: 50)
        try await terminal.wait(for: "@ada")
        try terminal.tmux("set-option", "-s", "set-clipboard", "on")

        try terminal.press("2")
        try await terminal.wait(for: "20 journeyers")
        try terminal.press("r", "x")
        var seen = [try await terminal.wait("the call that answered") { $0.contains("/users?since=") && $0.contains("200 · ") }]
        try terminal.press("y")
        try await terminal.wait(for: "Copied the curl command.")
        seen.append(try terminal.tmux("show-buffer"))
        #expect(seen[1].hasPrefix("curl 'http://127.0.0.1:") && seen[1].contains("/users?since="), "\(seen[1])")
        #expect(seen[1].hasSuffix("' -H 'Accept: application/json'"), "\(seen[1])")

        try terminal.press("Escape", "5", "p")
        try await terminal.wait("the draft, posted") {
            $0.split(separator: "\n").contains { $0.contains("Lens day") && $0.contains("sent") }
        }
        try terminal.press("x")
        seen.append(try await terminal.wait(for: "Authorization: Bearer $TOKEN"))
        try terminal.press("y")
        try await terminal.wait(for: "Copied the curl command.")
        seen.append(try terminal.tmux("show-buffer"))
        #expect(seen[3].contains("--data-binary @entry.json") && seen[3].contains("Idempotency-Key: "))
        #expect(!seen.contains { $0.contains("What I learned") }, "the text of an entry must not be shown or copied")
        for text in seen { #expect(!canaries.contains { text.contains($0) }, "\(text)") }
        try terminal.press("Escape", "q")
        try await terminal.wait(for: "restored")
    }
}
