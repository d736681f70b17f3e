import FlyingFox
import FlyingSocks
import Foundation
import HDOCModels
import HDOCService
import Synchronization
import TestKit

/// The Runtime API and DynamoDB on one port of 127.0.0.1, for the built program.
final class RuntimeServer: Sendable {
    /// The events that are left, and the answers so far.
    final class Exchange: Sendable {
        private let events: Mutex<[String]>
        private let collected = Mutex<[RuntimeAnswer]>([])

        init(_ events: [String]) { self.events = Mutex(events) }

        var answers: [RuntimeAnswer] { collected.withLock { $0 } }

        func reply(to request: HTTPRequest, database: RawJSON) async throws -> HTTPResponse {
            guard let path = request.path.afterBytes(of: "/2018-06-01/runtime/") else {
                return HTTPResponse(statusCode: .ok, body: Data(database.text.utf8))
            }
            guard path == "invocation/next" else {
                let body = (try? JSONReader.read(try await request.bodyData)) ?? .null
                collected.withLock { $0.append(RuntimeAnswer(path: String(path.afterBytes(of: "invocation/") ?? path), body: body)) }
                return HTTPResponse(statusCode: .accepted)
            }
            guard let event = events.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
                try await Task.sleep(for: .seconds(600))
                return HTTPResponse(statusCode: .notFound)
            }
            let deadline = Int(Date().timeIntervalSince1970 * 1_000) + 10_000
            return HTTPResponse(
                statusCode: .ok,
                headers: [
                    HTTPHeader("Lambda-Runtime-Aws-Request-Id"): "id", HTTPHeader("Lambda-Runtime-Deadline-Ms"): String(deadline),
                ], body: Data(event.utf8))
        }
    }

    let exchange: Exchange
    let port: UInt16
    private let task: Task<Void, any Error>

    /// - Parameter database: the response to every request to DynamoDB.
    init(events: [String], database: RawJSON) async throws {
        let exchange = Exchange(events)
        let server = HTTPServer(
            address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 600, logger: .disabled,
            handler: ClosureHTTPHandler { try await exchange.reply(to: $0, database: database) })
        task = Task(executorPreference: OwnThreads.executor) { try await server.run() }
        try await server.waitUntilListening(timeout: 600)
        guard case .ip4(_, let port) = await server.listeningAddress else { throw SocketError.disconnected }
        (self.exchange, self.port) = (exchange, port)
    }

    deinit { task.cancel() }

    /// Waits until there are this many answers.
    func answers(_ count: Int) async throws -> [RuntimeAnswer] {
        while exchange.answers.count < count { try await Task.sleep(for: .milliseconds(2)) }
        return exchange.answers
    }
}
