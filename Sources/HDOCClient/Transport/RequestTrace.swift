import FoundationEssentials
import HDOCModels
import Synchronization

/// One call of this run as it was made and what came of it: what the request lens shows. It holds nothing secret.
public struct RequestTrace: Sendable, Equatable, Identifiable {
    public enum Outcome: Sendable, Equatable {
        case underWay
        case answered(status: Int)
        case failed(TransportError.Cause)
    }

    /// Ascending in the order of beginning.
    public let id: Int
    public let request: RequestOutline
    /// What it was asked for; nil for what is no reading, such as a post.
    public let purpose: Resource?
    public let begunAt: Date
    /// With all tries and the waits between them; nil while it is under way.
    public var duration: Duration?
    /// Decoded bytes of the reply so far.
    public var received = 0
    /// How many they will be, where the server said so.
    public var expected: Int?
    public var outcome = Outcome.underWay

    public init(id: Int, request: RequestOutline, purpose: Resource?, begunAt: Date) {
        (self.id, self.request, self.purpose, self.begunAt) = (id, request, purpose, begunAt)
    }
}

/// What the calls within a task are for.
enum RequestPurpose {
    @TaskLocal static var current: Resource?
}

/// The latest calls, and who listens to them.
final class RequestTraces: Sendable {
    /// Older ones are forgotten.
    static let kept = 64

    private struct Contents {
        var traces: [RequestTrace] = []
        var lastID = 0
        var listeners: [Int: AsyncStream<RequestTrace>.Continuation] = [:]
        var lastListener = 0
    }

    private let contents = Mutex(Contents())

    /// A new call; its number.
    func begin(_ request: RequestOutline, for purpose: Resource?, at date: Date) -> Int {
        let (trace, listeners) = contents.withLock { contents in
            contents.lastID += 1
            let trace = RequestTrace(id: contents.lastID, request: request, purpose: purpose, begunAt: date)
            contents.traces = contents.traces.suffix(Self.kept - 1) + [trace]
            return (trace, Array(contents.listeners.values))
        }
        for listener in listeners { listener.yield(trace) }
        return trace.id
    }

    func change(_ id: Int, _ change: (inout RequestTrace) -> Void) {
        let told = contents.withLock { contents -> (RequestTrace, [AsyncStream<RequestTrace>.Continuation])? in
            guard let index = contents.traces.firstIndex(where: { $0.id == id }) else { return nil }
            change(&contents.traces[index])
            return (contents.traces[index], Array(contents.listeners.values))
        }
        guard let (trace, listeners) = told else { return }
        for listener in listeners { listener.yield(trace) }
    }

    /// The calls so far, then each as it begins, goes on and ends.
    func stream() -> AsyncStream<RequestTrace> {
        AsyncStream { continuation in
            let (id, before) = contents.withLock { contents in
                contents.lastListener += 1
                contents.listeners[contents.lastListener] = continuation
                return (contents.lastListener, contents.traces)
            }
            for trace in before { continuation.yield(trace) }
            continuation.onTermination = { [weak self] _ in
                _ = self?.contents.withLock { $0.listeners.removeValue(forKey: id) }
            }
        }
    }
}
