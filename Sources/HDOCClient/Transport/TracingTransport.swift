import FoundationEssentials
import Synchronization

/// Notes each call among the traces: what was asked, how much has come, how it ended. Stands around the transport that a
/// stage's routes use, never the one that tokens are fetched with.
struct TracingTransport: Transport {
    let base: any Transport
    let traces: RequestTraces
    let clock: @Sendable () -> Date
    var instant: @Sendable () -> ContinuousClock.Instant = { .now }

    /// Who watches a number need not see each of its changes, but none that is large: the last may be followed by a stall.
    static let pause = Duration.milliseconds(100)
    static let largeStep = 1 << 16

    func send(_ request: Request) async throws(TransportError) -> Response {
        let begun = instant()
        let id = traces.begin(RequestOutline(request), for: RequestPurpose.current, at: clock())
        var request = request
        request.reception = reception(of: id)
        do throws(TransportError) {
            let response = try await base.send(request)
            end(id, .answered(status: response.status), begun, received: response.body.count)
            return response
        } catch {
            end(id, .failed(error.cause), begun)
            throw error
        }
    }

    private func end(_ id: Int, _ outcome: RequestTrace.Outcome, _ begun: ContinuousClock.Instant, received: Int? = nil) {
        let duration = instant() - begun
        traces.change(id) { trace in
            (trace.outcome, trace.duration) = (outcome, duration)
            trace.received = received ?? trace.received
        }
    }

    private func reception(of id: Int) -> Reception {
        let last = Mutex<(at: ContinuousClock.Instant, received: Int)?>(nil)
        return Reception { [traces, instant] received, expected in
            let now = instant()
            let isDue = last.withLock { last in
                if let last, now - last.at < Self.pause, received - last.received < Self.largeStep { return false }
                last = (now, received)
                return true
            }
            guard isDue else { return }
            traces.change(id) { ($0.received, $0.expected) = (received, expected) }
        }
    }
}

/// Is told while a reply arrives: its decoded bytes so far, and how many they will be where the server said so. Called on
/// the transport's own thread.
public struct Reception: Sendable, Equatable {
    let report: @Sendable (_ received: Int, _ expected: Int?) -> Void

    public init(_ report: @escaping @Sendable (_ received: Int, _ expected: Int?) -> Void) { self.report = report }

    public func callAsFunction(_ received: Int, of expected: Int?) { report(received, expected) }

    /// Requests are equal by what is sent, whoever listens.
    public static func == (a: Self, b: Self) -> Bool { true }
}
