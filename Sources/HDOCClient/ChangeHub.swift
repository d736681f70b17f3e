import GRDB
import Synchronization

/// Tells everybody who listens that a database changed: of this process's commits on the database's own queue, of other
/// processes' by watching the files, from the first listener on.
final class ChangeHub: Sendable {
    private struct Database {
        let writer: any DatabaseWriter
        let path: String
        let change: Change
        /// SQLite's count of the commits that others made.
        var version: Int?
        let observation: AnyDatabaseCancellable
    }

    private struct Listeners {
        var byID: [Int: AsyncStream<Change>.Continuation] = [:]
        var lastID = 0
        var databases: [Database] = []
        var watch: FileWatch?
    }

    private let listeners = Mutex(Listeners())

    /// Fires `change` after each commit to the database at `path`, for as long as the hub lives. A later call for the
    /// same change replaces the earlier one.
    func observe(_ writer: any DatabaseWriter, at path: String, as change: Change) {
        let observation = DatabaseRegionObservation(tracking: .fullDatabase)
            .start(in: writer, onError: { _ in }, onChange: { [weak self] _ in self?.fire(change) })
        let database = Database(
            writer: writer, path: path, change: change, version: Self.version(of: writer), observation: observation)
        listeners.withLock { listeners in
            if let index = listeners.databases.firstIndex(where: { $0.change == change }) {
                listeners.databases[index] = database
            } else {
                listeners.databases.append(database)
            }
        }
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
            watchFiles()
        }
    }

    // MARK: Other processes

    var isWatching: Bool { listeners.withLock { $0.watch != nil } }

    private func watchFiles() {
        let count = listeners.withLock { listeners in
            if listeners.watch == nil {
                listeners.watch = FileWatch(listeners.databases.map(\.path)) { [weak self] in self?.look($0) }
            }
            return listeners.databases.count
        }
        // What others wrote since the databases were opened.
        for index in 0..<count { look(index) }
    }

    /// Fires where somebody else has committed; our own commits write the same files and were told already.
    private func look(_ index: Int) {
        let database = listeners.withLock { $0.databases[index] }
        let version = Self.version(of: database.writer)
        let isNews = listeners.withLock { listeners in
            defer { listeners.databases[index].version = version }
            return version == nil || listeners.databases[index].version != version
        }
        if isNews { fire(database.change) }
    }

    /// Nil where it cannot be read; whoever then reads the database learns why.
    private static func version(of writer: any DatabaseWriter) -> Int? {
        try? writer.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA data_version") }
    }
}
