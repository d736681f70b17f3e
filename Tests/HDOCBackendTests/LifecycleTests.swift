import Foundation
import Synchronization
import TestKit
import Testing

@testable import HDOCBackend
@testable import HDOCService

/// A clock that a test sets.
final class TestClock: Sendable {
    private let date = Mutex(Date(timeIntervalSince1970: 1_795_000_000))
    var read: @Sendable () -> Date { { self.date.withLock { $0 } } }
    func advance(by seconds: TimeInterval) { date.withLock { $0.addTimeInterval(seconds) } }
}

@Suite("Starting and stopping the backend")
struct LifecycleTests {
    @Test(.timeLimit(.hang))
    func `stopping does not wait for requests that hang or are delayed`() async throws {
        var options = BackendOptions()
        options.users = 1
        options.faults = try Fault.parse("/users: hang; /tags: delay 3600s")
        let (answered, answer) = AsyncStream<LoggedRequest>.makeStream()
        options.onRequest = { answer.yield($0) }
        let backend = try await Backend.start(options)
        let client = TestClient(backend)
        let waiting = ["/users", "/tags"].map { path in Task { try await client.get(path) } }
        // The hanging request is recorded when it begins to hang.
        _ = await answered.first { _ in true }
        // If `stop` waited for either request, the time limit would end this test.
        await backend.stop()
        await #expect(throws: (any Error).self) { try await waiting[0].value }
        _ = await waiting[1].result
        await #expect(throws: (any Error).self) { try await client.get("/articles") }
    }

    @Test func `a port in use is reported, and a stopped backend's port is free again`() async throws {
        let port = try FreePort.find()
        var options = BackendOptions()
        options.port = port
        let first = try await Backend.start(options)
        await #expect(throws: BackendError.portInUse(port)) { try await Backend.start(options) }
        await first.stop()
        let second = try await Backend.start(options)
        #expect(second.description.api == "http://127.0.0.1:\(port)/Prod/")
        await second.stop()
    }

    @Test func `a database file keeps its state until it is reset`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hdoc-backend-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("demo.sqlite").path
        func refreshed(_ token: String?, reset: Bool = false) async throws -> RawJSON {
            var result: RawJSON = .null
            try await withBackend {
                $0.databasePath = path
                $0.reset = reset
            } _: { client in
                let signIn = SignIn(client)
                result = if let token { try await signIn.refresh(token).json } else { try await signIn.tokens() }
            }
            return result
        }
        let token = try #require(try await refreshed(nil)["refresh_token"]?.string)
        #expect(try await refreshed(token)["id_token"] != nil)
        #expect(try await refreshed(token, reset: true)["error"] == "invalid_grant")
    }

    @Test func `a database that cannot be opened is reported with its path`() async throws {
        var options = BackendOptions()
        options.databasePath = "/nonexistent/folder/demo.sqlite"
        await #expect {
            try await Backend.start(options)
        } throws: { error in
            if case .database(path: "/nonexistent/folder/demo.sqlite", _)? = error as? BackendError { true } else { false }
        }
    }

    @Test func `the stage's description has the documented keys`() async throws {
        try await withBackend {
            $0.callbackPorts = [9001]
        } _: { client in
            let data = try JSONEncoder().encode(client.backend.description)
            #expect(try JSONDecoder().decode(StageDescription.self, from: data) == client.backend.description)
            let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            #expect(
                Set(object.keys) == ["api", "issuer", "client_id", "callback_ports", "username", "password"])
            #expect(object["callback_ports"] as? [Int] == [9001])
            #expect((object["api"] as? String)?.hasSuffix("/Prod/") == true)
        }
    }
}
