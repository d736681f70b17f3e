import Foundation
import TestKit
import Testing

@Suite("Older stages, and the log file", .ownThreads, .timeLimit(.hang))
struct StageLayerTests {
    @Test func `on a stage of the layer main, hdoc looks users up by name and says why it cannot list them`() async throws {
        let world = try World()
        try world.startBackend("--users", "20", "--layer", "main")
        let none = try world.hdoc("users")
        #expect(none.status == 7, "\(none.errors)")
        #expect(none.errors.contains("dev does not support listing journeyers, only looking one up by name (502: Internal server error)"))
        #expect(try world.hdoc("user", "ada").status == 0)
        let known = try world.hdoc("users")
        #expect(known.status == 0 && known.output.contains("ada") && known.errors.contains("does not support listing journeyers"))
        let terminal = try world.terminal()
        try await terminal.wait(for: "Day ")
        try terminal.press("2")
        try await terminal.wait(for: "dev supports only looking journeyers up by name")
        #expect(terminal.screen.contains("1 journeyer"))
        // The updated backend supports the list. R detects that, although the cached route detection has not expired.
        world.stopBackend()
        try world.startBackend("--users", "20")
        try terminal.press("R")
        try await terminal.wait(for: "20 journeyers")
    }

    @Test(arguments: World.Kind.allCases)
    func `the log records each request, has mode 0600, and contains no secrets`(backend: World.Kind) throws {
        let world = try World(backend)
        try world.startBackend("--users", "20")
        let environment = world.environment.merging(["HDOC_LOG": "debug"]) { $1 }
        for arguments in [["login"], ["users"], ["log", "A canary of an entry", "--day", "90"]] {
            let run = try Program.run(World.hdoc, arguments, environment: environment)
            #expect(run.status == 0, "\(arguments): \(run.errors)")
        }
        let log = try world.contents("state/hdoc/hdoc.log")
        #expect(log.contains("debug POST") && log.contains("/article → 201") && log.contains("/users → 200"))
        let mode = try FileManager.default.attributesOfItem(atPath: world.path("state/hdoc/hdoc.log"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let tokens = try world.contents("state/hdoc/dev.tokens.json").split(separator: "\"").filter { $0.count > 40 }
        #expect(tokens.count >= 2, "the token store must contain tokens")
        let stage = try #require(world.stage)
        for secret in tokens.map({ String($0) }) + [stage.password, "canary", "127.0.0.1", "Bearer", "code="] {
            #expect(!log.contains(secret))
        }
    }
}
