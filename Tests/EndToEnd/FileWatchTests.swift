import TestKit
import Testing

@Suite("Changes made by another process", .ownThreads, .timeLimit(.hang))
struct FileWatchTests {
    @Test func `the screens show what another hdoc process writes, without a key press`() async throws {
        let world = try World()
        try world.startBackend("--users", "20")
        #expect(try world.hdoc("login").status == 0)
        let terminal = try world.terminal("--offline")
        try await terminal.wait(for: "1 Today")
        try terminal.press("5")
        try await terminal.wait("the outbox") { $0.contains("Outbox") && !$0.contains("Day 1 is not written") }
        #expect(try world.hdoc("log", "--draft", "Written next door").status == 0)
        try await terminal.wait(for: "Written next door")
        try terminal.press("2")
        try await terminal.wait("an empty list") { !$0.contains("Written next door") }
        #expect(try world.hdoc("sync").status == 0)
        try await terminal.wait(for: "20 journeyers")
        try terminal.press("q")
        try await terminal.wait(for: "restored")
    }
}
