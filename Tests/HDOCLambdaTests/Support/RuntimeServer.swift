import FlyingFox
import FlyingSocks
import Foundation
import HDOCModels
import HDOCService
import Synchronization
import TestKit

/// The Runtime API and DynamoDB on one port of 127.0.0.1, for the built program.
final class RuntimeServer: Sendable {
    /// The events that are left, and the answers so far. Like Lambda, it refuses a second answer to an event: libcurl sends an answer
    /// again if a reused connection was closed.
    final class Exchange: Sendable {
        private let events: Mutex<[String]>
        private let waiting = Mutex<String?>(nil)
        private let collected = Mutex<[RuntimeAnswer]>([])

        init(_ events: [String]) { self.events = Mutex(events) }

        var answers: [RuntimeAnswer] { collected.withLock { $0 } }

        func reply(to request: HTTPRequest, database: RawJSON) async throws -> HTTPResponse {
            guard let path = request.path.afterBytes(of: "/2018-06-01/runtime/") else {
                return HTTPResponse(statusCode: .ok, body: Data(database.text.utf8))
            }
            guard path == "invocation/next" else {
                let body = (try? JSONReader.read(try await request.bodyData)) ?? .null
                return HTTPResponse(statusCode: collect(String(path), body) ? .accepted : .badRequest)
            }
            guard let event = events.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
                try await Task.sleep(for: .seconds(600))
                return HTTPResponse(statusCode: .notFound)
            }
            let id = UUID().uuidString
            waiting.withLock { $0 = id }
            let deadline = Int(Date().timeIntervalSince1970 * 1_000) + 10_000
            return HTTPResponse(
                statusCode: .ok,
                headers: [
                    HTTPHeader("Lambda-Runtime-Aws-Request-Id"): id, HTTPHeader("Lambda-Runtime-Deadline-Ms"): String(deadline),
                ], body: Data(event.utf8))
        }

        /// Collects an answer. Its path contains `id` in the place of the event's id. False if the event is not waiting for an answer.
        private func collect(_ path: String, _ body: RawJSON) -> Bool {
            var path = path
            if let answer = path.afterBytes(of: "invocation/") {
                let parts = answer.split(atByte: "/")
                guard parts.count == 2, waiting.withLock({ $0 == String(parts[0]) }) else { return false }
                waiting.withLock { $0 = nil }
                path = "id/\(parts[1])"
            }
            collected.withLock { $0.append(RuntimeAnswer(path: path, body: body)) }
            return true
        }
    }

    let exchange: Exchange
    let port: UInt16
    private let task: Task<Void, any Error>

    /// - Parameter database: the response to every request to DynamoDB.
    init(events: [String], database: RawJSON) async throws {
        let exchange = Exchange(events)
        // The default pool uses epoll, and can miss events of a descriptor whose number is reused immediately.
        let server = HTTPServer(
            address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 600, pool: SocketPool<Poll>.poll(), logger: .disabled,
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
