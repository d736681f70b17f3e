import FlyingFox
import FlyingSocks
import Foundation
import Synchronization
import TestKit

/// A server on a free port of 127.0.0.1 that records its requests.
final class LoopbackServer: Sendable {
    typealias Handler = @Sendable (HTTPRequest) async throws -> HTTPResponse

    let port: UInt16
    private let task: Task<Void, any Error>
    private let log: Log

    final class Log: Sendable {
        let requests = Mutex<[HTTPRequest]>([])
    }

    var base: String { "http://127.0.0.1:\(port)/" }
    var requests: [HTTPRequest] { log.requests.withLock { $0 } }

    init(_ handler: @escaping Handler) async throws {
        let log = Log()
        let server = HTTPServer(
            address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 600, logger: .disabled,
            handler: ClosureHTTPHandler { request in
                log.requests.withLock { $0.append(request) }
                return try await handler(request)
            })
        task = Task(executorPreference: OwnThreads.executor) { try await server.run() }
        try await server.waitUntilListening(timeout: 600)
        guard case .ip4(_, let port) = await server.listeningAddress else { throw SocketError.disconnected }
        self.port = port
        self.log = log
    }

    /// Returns when the port is closed.
    func stop() async {
        task.cancel()
        _ = try? await task.value
    }

    deinit { task.cancel() }
}
