import FoundationEssentials
import HDOCModels
import Synchronization

/// How a traced request ended, or that it has not ended yet.
public enum RequestOutcome: Sendable, Equatable {
    /// The response is not complete yet.
    case underWay
    /// Any HTTP status, including errors.
    case answered(status: Int)
    /// There was no complete response.
    case failed(TransportError.Cause)
}

/// One request of this run and what came of it, for showing. It contains no secret.
public struct RequestTrace: Sendable, Equatable, Identifiable {
    /// Ascending in the order in which requests began.
    public let id: Int
    /// The request without its secrets.
    public let request: RequestOutline
    /// What the request reads; nil for one that reads nothing, such as a post.
    public let purpose: Resource?
    /// By the wall clock.
    public let begunAt: Date
    /// With all attempts and the waits between them; nil while the request is under way.
    public var duration: Duration?
    /// Bytes of the response body so far, after decompression.
    public var received = 0
    /// The total number of those bytes, where the server announced it.
    public var expected: Int?
    /// How it ended, or that it is under way.
    public var outcome = RequestOutcome.underWay

    /// A request that has just begun.
    public init(id: Int, request: RequestOutline, purpose: Resource?, begunAt: Date) {
        (self.id, self.request, self.purpose, self.begunAt) = (id, request, purpose, begunAt)
    }
}

/// What the requests within a task read.
enum RequestPurpose {
    @TaskLocal static var current: Resource?
}

/// The latest requests, and those who listen to them.
final class RequestTraces: Sendable {
    /// How many; older ones are forgotten.
    static let kept = 64

    private struct TraceLog {
        var traces: [RequestTrace] = []
        var lastID = 0
        var listeners: [Int: AsyncStream<RequestTrace>.Continuation] = [:]
        var lastListener = 0
    }

    private let log = Mutex(TraceLog())

    /// Notes a new request. Returns its number.
    func begin(_ request: RequestOutline, for purpose: Resource?, at date: Date) -> Int {
        let (trace, listeners) = log.withLock { log in
            log.lastID += 1
            let trace = RequestTrace(id: log.lastID, request: request, purpose: purpose, begunAt: date)
            log.traces = log.traces.suffix(Self.kept - 1) + [trace]
            return (trace, Array(log.listeners.values))
        }
        for listener in listeners { listener.yield(trace) }
        return trace.id
    }

    func change(_ id: Int, _ change: (inout RequestTrace) -> Void) {
        let told = log.withLock { log -> (RequestTrace, [AsyncStream<RequestTrace>.Continuation])? in
            guard let index = log.traces.firstIndex(where: { $0.id == id }) else { return nil }
            change(&log.traces[index])
            return (log.traces[index], Array(log.listeners.values))
        }
        guard let (trace, listeners) = told else { return }
        for listener in listeners { listener.yield(trace) }
    }

    /// The requests so far, then each one again as it begins, makes progress and ends.
    func stream() -> AsyncStream<RequestTrace> {
        AsyncStream { continuation in
            let (id, before) = log.withLock { log in
                log.lastListener += 1
                log.listeners[log.lastListener] = continuation
                return (log.lastListener, log.traces)
            }
            for trace in before { continuation.yield(trace) }
            continuation.onTermination = { [weak self] _ in
                _ = self?.log.withLock { $0.listeners.removeValue(forKey: id) }
            }
        }
    }
}
