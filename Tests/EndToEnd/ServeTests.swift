import Foundation
import TestKit
import Testing

@Suite("hdoc serve", .ownThreads, .timeLimit(.hang))
struct ServeTests {
    /// Starts `hdoc serve` with at most 48 file descriptors.
    private func serve() throws -> (server: Companion, port: Int) {
        let world = try World()
        let server = try Companion(
            "/bin/sh", ["-c", "ulimit -n 48; exec '\(World.hdoc.path)' serve --port 0 --users 3"], environment: world.environment,
            end: .kill)
        let stage = try server.nextValue(StageLine.self)
        return (server, try #require(stage.api.split(separator: "/")[1].split(separator: ":").last.flatMap { Int($0) }))
    }

    private func get(_ port: Int) -> String {
        LoopbackBrowser.get("/Prod/users", port: port).replacing("\r\n\r\n", with: "\r\nConnection: close\r\n\r\n")
    }

    @Test func `it survives running out of file descriptors, and answers when connections have ended`() async throws {
        let (server, port) = try serve()
        defer { server.stop() }
        let strangers = try (0..<80).map { _ in try LoopbackBrowser.connect(port: port) }
        let waiting = try LoopbackBrowser.connect(port: port)
        defer { waiting.close() }
        try waiting.write(get(port))
        for stranger in strangers { stranger.close() }
        #expect(try await waiting.rest().hasPrefix("HTTP/1.1 200 "))
    }

    @Test func `the first Ctrl-C ends it, although clients are connected and a request is half sent`() async throws {
        let (server, port) = try serve()
        let silent = try LoopbackBrowser.connect(port: port)
        let half = try LoopbackBrowser.connect(port: port)
        defer { for connection in [silent, half] { connection.close() } }
        try half.write("GET /Prod/us")
        #expect(try await LoopbackBrowser.talk(get(port), port: port).hasPrefix("HTTP/1.1 200 "))
        kill(server.process, SIGINT)
        // The server closes its connections only when it ends; the time limit fails this test if it does not.
        #expect(try await silent.rest() == "")
        #expect(try await half.rest() == "")
    }
}
