import Foundation
import HDOCModels
import Synchronization

@testable import HDOCBackend
@testable import HDOCClient

/// The network between one machine and the stage. What happens to each request is drawn at random.
final class SimulatedNetwork: Transport {
    enum Fate: CaseIterable {
        case arrives, refused, requestLost, replyLost, late, tooLate, busy, unavailable, crashed, proxyPage, signInEnded, killed
    }

    private struct NetworkState {
        var generator: SplitMix64
        var trace: [String] = []
        /// Requests that arrive later than their client waited.
        var underWay: [Request] = []
        var isKilled = false
    }

    private let stage: SimulatedStage
    private let state: Mutex<NetworkState>
    /// Without faults, every request arrives and is answered.
    let isReliable = Mutex(false)
    /// Saves the machine's files as a process leaves them that is killed now.
    let kill = Mutex<@Sendable () -> Void>({})

    init(_ stage: SimulatedStage, seed: UInt64) {
        self.stage = stage
        state = Mutex(NetworkState(generator: SplitMix64(seed: seed)))
    }

    func send(_ request: Request) async throws(TransportError) -> Response {
        let fate = draw()
        state.withLock { $0.trace.append("  \(request.method.rawValue) \(request.url.suffix(40)) \(fate)") }
        switch fate {
        case .arrives: return await stage.answer(request)
        case .refused: throw TransportError(.refused, mayHaveArrived: false)
        case .requestLost: throw TransportError(.timeout, mayHaveArrived: true)
        case .replyLost:
            _ = await stage.answer(request)
            throw TransportError(.interrupted, mayHaveArrived: true)
        case .late:
            state.withLock { $0.underWay.append(request) }
            throw TransportError(.timeout, mayHaveArrived: true)
        case .tooLate:
            _ = await stage.answer(request)
            return SimulatedStage.response(504, #"{"message": "Endpoint request timed out"}"#)
        case .busy: return SimulatedStage.response(429, #"{"message":"Too Many Requests"}"#)
        case .unavailable: return SimulatedStage.response(503, #"{"message":"Service Unavailable"}"#)
        case .crashed: return SimulatedStage.response(502, #"{"message": "Internal server error"}"#)
        case .proxyPage: return SimulatedStage.response(403, "<html><title>Blocked</title></html>")
        case .signInEnded: return SimulatedStage.response(401, #"{"message":"Unauthorized"}"#)
        case .killed:
            kill.withLock { $0() }
            let arrives = state.withLock { state in
                state.isKilled = true
                return state.generator.once(in: 2)
            }
            if arrives { _ = await stage.answer(request) }
            throw TransportError(.interrupted, mayHaveArrived: true)
        }
    }

    private func draw() -> Fate {
        let isReliable = isReliable.withLock { $0 }
        return state.withLock { state in
            // A killed process sends nothing more.
            if state.isKilled { return .refused }
            if isReliable || !state.generator.once(in: 3) { return .arrives }
            return state.generator.pick(Array(Fate.allCases.dropFirst()))
        }
    }

    /// Whether the process was killed since the last call.
    func takeKill() -> Bool {
        state.withLock { state in
            defer { state.isKilled = false }
            return state.isKilled
        }
    }

    /// Delivers one of the late requests. Returns false if there is none.
    func deliverLate() async -> Bool {
        let request = state.withLock { state -> Request? in
            guard !state.underWay.isEmpty else { return nil }
            return state.underWay.remove(at: state.generator.number(in: 0...state.underWay.count - 1))
        }
        guard let request else { return false }
        _ = await stage.answer(request)
        return true
    }

    func takeTrace() -> [String] {
        state.withLock { state in
            defer { state.trace = [] }
            return state.trace
        }
    }
}
