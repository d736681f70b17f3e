import FoundationEssentials
import Synchronization

/// Records each request, its progress and its outcome in `RequestTraces`. It wraps the transport for a stage's routes only,
/// never the one that fetches tokens.
struct TracingTransport: Transport {
    let base: any Transport
    let traces: RequestTraces
    let clock: @Sendable () -> Date
    var instant: @Sendable () -> ContinuousClock.Instant = { .now }

    /// The minimum time between two progress records. Progress is recorded sooner if `largeStep` more bytes have arrived.
    static let pause = Duration.milliseconds(100)
    static let largeStep = 1 << 16

    func send(_ request: Request) async throws(TransportError) -> Response {
        let begun = instant()
        let id = traces.begin(RequestOutline(sent: request), for: RequestPurpose.current, at: clock())
        var request = request
        request.reception = reception(of: id)
        do throws(TransportError) {
            let response = try await base.send(request)
            end(id, .answered(status: response.status), begun, received: response.bodySize)
            return response
        } catch {
            end(id, .failed(error.cause), begun)
            throw error
        }
    }

    private func end(_ id: Int, _ outcome: RequestOutcome, _ begun: ContinuousClock.Instant, received: Int? = nil) {
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
