import Foundation
import HDOCClient
import Synchronization
import Testing

/// A transport that answers the expected requests, in order. An unexpected request fails the test.
final class FakeTransport: Transport {
    typealias Answer = @Sendable (Request) -> Result<Response, TransportError>

    private struct State {
        var script: [(line: String, answer: Answer)] = []
        var received: [Request] = []
    }

    private let state = Mutex(State())
    private let base: String

    init(base: String = "https://api.example/Prod/") { self.base = base }

    /// - Parameter line: `GET users?limit=5`, relative to the base.
    func expect(_ line: String, _ answer: @escaping Answer) { state.withLock { $0.script.append((line, answer)) } }

    func expect(_ line: String, _ status: Int, _ body: String = "", headers: [Header] = []) {
        expect(line) { _ in .success(Response(status: status, headers: headers, body: Data(body.utf8))) }
    }

    func expect(_ line: String, fails cause: TransportError.Cause, mayHaveArrived: Bool) {
        expect(line) { _ in .failure(TransportError(cause, mayHaveArrived: mayHaveArrived)) }
    }

    var received: [Request] { state.withLock(\.received) }

    func send(_ request: Request) async throws(TransportError) -> Response {
        let line = "\(request.method.rawValue) \(request.url.replacing(base, with: ""))"
        let answer: Answer? = state.withLock { state in
            state.received.append(request)
            guard state.script.first?.line == line else { return nil }
            return state.script.removeFirst().answer
        }
        guard let answer else {
            Issue.record("unexpected request: \(line)")
            throw TransportError(.other, mayHaveArrived: false)
        }
        return try answer(request).get()
    }

    /// Call this at the end of a test. It fails the test if an expected request was not sent.
    func expectNothingLeft(_ location: SourceLocation = #_sourceLocation) {
        let left = state.withLock { $0.script.map(\.line) }
        #expect(left.isEmpty, "expected requests that were not sent", sourceLocation: location)
    }
}
