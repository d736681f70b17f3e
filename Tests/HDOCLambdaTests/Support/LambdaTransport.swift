import Foundation
import HDOCModels
import HDOCService
import HTTPTransport
import Synchronization

/// What a function sent to the Runtime API.
struct RuntimeAnswer: Sendable, Equatable {
    /// The path after `/invocation/`.
    let path: String
    let body: RawJSON
}

/// Stands in for the Runtime API and DynamoDB: hands out events, and records what the function answers. When no event is left, the
/// Runtime API does not answer any more, which ends the loop.
final class LambdaTransport: Transport {
    private struct State {
        var events: [[UInt8]]
        var number = 0
        var answers: [RuntimeAnswer] = []
    }

    private let state: Mutex<State>
    /// The time until the deadline of each invocation, in milliseconds. Nil: no deadline.
    private let time: Int?
    private let database: @Sendable (_ operation: String, RawJSON) async throws -> (Int, RawJSON)
    /// The status with which the runtime API takes a response.
    private let acceptance: Int

    init(
        events: [String], time: Int? = 10_000, acceptance: Int = 202,
        database: @escaping @Sendable (_ operation: String, RawJSON) async throws -> (Int, RawJSON) = { _, _ in (200, [:]) }
    ) {
        state = Mutex(State(events: events.map { Array($0.utf8) }))
        (self.time, self.acceptance, self.database) = (time, acceptance, database)
    }

    var answers: [RuntimeAnswer] { state.withLock { $0.answers } }

    func send(_ request: Request) async throws(TransportError) -> Response {
        if let path = request.url.afterBytes(of: "http://runtime/2018-06-01/runtime/invocation/") {
            return path == "next" ? try next() : answer(String(path), request)
        }
        let target = request.headers.first { $0.name == "X-Amz-Target" }?.value ?? ""
        let operation = target.split(separator: ".").last.map(String.init) ?? ""
        let parameters = (try? JSONReader.read(request.body ?? [])) ?? .null
        do {
            let (status, body) = try await database(operation, parameters)
            return Response(status: status, body: Data(body.text.utf8))
        } catch {
            throw .cancelled
        }
    }

    private func next() throws(TransportError) -> Response {
        let (event, number) = state.withLock { state in
            state.number += 1
            return (state.events.isEmpty ? nil : state.events.removeFirst(), state.number)
        }
        guard let event else { throw TransportError(.refused, mayHaveArrived: false) }
        var headers = [Header("Lambda-Runtime-Aws-Request-Id", "id-\(number)")]
        if let time {
            headers.append(Header("Lambda-Runtime-Deadline-Ms", String(Int(Date().timeIntervalSince1970 * 1_000) + time)))
        }
        return Response(status: 200, headers: headers, body: Data(event))
    }

    private func answer(_ path: String, _ request: Request) -> Response {
        let body = (try? JSONReader.read(request.body ?? [])) ?? .null
        state.withLock { $0.answers.append(RuntimeAnswer(path: path, body: body)) }
        return Response(status: path.hasSuffix("/response") ? acceptance : 202)
    }
}
