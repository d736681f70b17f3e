import Foundation
import HDOCModels
import HDOCService
import HTTPTransport
import Synchronization

/// Answers requests in an order that the test says, and records them. A request that the test does not expect fails.
final class ScriptedTransport: Transport {
    enum Step: Sendable {
        case reply(Int, RawJSON)
        case fail(TransportError)
        /// Passes the request on to another transport, and then loses the response.
        case arriveAndFail(TransportError)
        case pass
    }

    private struct State {
        var steps: [Step]
        var requests: [Request] = []
    }

    private let state: Mutex<State>
    private let base: (any Transport)?

    init(_ steps: [Step], base: (any Transport)? = nil) {
        state = Mutex(State(steps: steps))
        self.base = base
    }

    var requests: [Request] { state.withLock { $0.requests } }
    var stepsLeft: Int { state.withLock { $0.steps.count } }

    func send(_ request: Request) async throws(TransportError) -> Response {
        let step = state.withLock { state -> Step? in
            state.requests.append(request)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step {
        case .reply(let status, let body): return Response(status: status, body: Data(body.text.utf8))
        case .fail(let error): throw error
        case .arriveAndFail(let error):
            _ = try await base?.send(request)
            throw error
        case .pass:
            guard let base else { throw TransportError(.offline, mayHaveArrived: false) }
            return try await base.send(request)
        case nil: throw TransportError(.offline, mayHaveArrived: false, detail: "the test expects no more requests")
        }
    }

    /// An error of DynamoDB.
    static func error(_ name: String, status: Int = 400, _ more: RawJSON = [:]) -> Step {
        .reply(status, more.setting("__type", .string("com.amazonaws.dynamodb.v20120810#\(name)")))
    }

    static func cancelled(_ codes: String...) -> Step {
        error("TransactionCanceledException", ["CancellationReasons": .array(codes.map { ["Code": .string($0)] })])
    }

    static let lost = TransportError(.interrupted, mayHaveArrived: true)
}
