import FoundationEssentials
import HDOCModels
import Synchronization

/// The outcome of a traced request.
public enum RequestOutcome: Sendable, Equatable {
    /// The response is not complete yet.
    case underWay
    /// A complete response arrived, with any HTTP status.
    case answered(status: Int)
    /// No complete response arrived.
    case failed(TransportError.Cause)
}

/// A request of this process and its outcome, for display. It contains no secrets.
public struct RequestTrace: Sendable, Equatable, Identifiable {
    /// A number that increases in the order in which requests begin.
    public let id: Int
    /// The request without its secrets.
    public let request: RequestOutline
    /// The resource that the request reads; nil if it reads none, such as a POST.
    public let purpose: Resource?
    /// The date and time at which the request began.
    public let begunAt: Date
    /// The total time, including all attempts and the delays between them. Nil while the request is in progress.
    public var duration: Duration?
    /// The number of bytes of the response body so far, after decompression.
    public var received = 0
    /// The total number of body bytes, if the server announced it.
    public var expected: Int?
    /// The outcome so far.
    public var outcome = RequestOutcome.underWay

    /// Creates the trace of a request that has just begun.
    public init(id: Int, request: RequestOutline, purpose: Resource?, begunAt: Date) {
        (self.id, self.request, self.purpose, self.begunAt) = (id, request, purpose, begunAt)
    }
}

/// The resource that the requests of the current task read.
enum RequestPurpose {
    @TaskLocal static var current: Resource?
}

/// The latest requests, and the listeners to them.
final class RequestTraces: Sendable {
    /// The number of requests that are kept; older ones are removed.
    static let kept = 64

    private struct TraceLog {
        var traces: [RequestTrace] = []
        var lastID = 0
        var listeners: [Int: AsyncStream<RequestTrace>.Continuation] = [:]
        var lastListener = 0
    }

    private let log = Mutex(TraceLog())

    /// Records a new request and returns its number.
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

    /// The recorded requests, and then each request again when it begins, makes progress or ends.
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
