import GRDB
import Synchronization

/// Tells everybody who listens that a database changed. It fires on the database's own queue, after the commit.
final class ChangeHub: Sendable {
    private struct Listeners {
        var byID: [Int: AsyncStream<Change>.Continuation] = [:]
        var lastID = 0
        var observations: [AnyDatabaseCancellable] = []
    }

    private let listeners = Mutex(Listeners())

    /// Fires `change` after each commit of `writer`, for as long as the hub lives.
    func observe(_ writer: any DatabaseWriter, as change: Change) {
        let observation = DatabaseRegionObservation(tracking: .fullDatabase)
            .start(in: writer, onError: { _ in }, onChange: { [weak self] _ in self?.fire(change) })
        listeners.withLock { $0.observations.append(observation) }
    }

    func fire(_ change: Change) {
        for continuation in listeners.withLock({ Array($0.byID.values) }) { continuation.yield(change) }
    }

    /// A listener that is slow sees that something changed, not how often.
    func stream() -> AsyncStream<Change> {
        AsyncStream(bufferingPolicy: .bufferingNewest(8)) { continuation in
            let id = listeners.withLock { listeners in
                listeners.lastID += 1
                listeners.byID[listeners.lastID] = continuation
                return listeners.lastID
            }
            continuation.onTermination = { [weak self] _ in _ = self?.listeners.withLock { $0.byID.removeValue(forKey: id) } }
        }
    }
}
