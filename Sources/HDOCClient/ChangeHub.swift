import GRDB
import Synchronization

/// Tells every listener what changed: after this process's commits on the database's own queue, and after those of other
/// processes by watching the files, from the first listener on.
final class ChangeHub: Sendable {
    private struct ObservedFile {
        let writer: any DatabaseWriter
        let path: String
        /// What a commit by another process may have changed.
        let whole: Change
        /// SQLite's count of the commits that others made.
        var version: Int?
        /// Keeps the observation alive.
        let observers: [CommitObserver]
    }

    private struct Listeners {
        var listeners: [Int: AsyncStream<Change>.Continuation] = [:]
        var lastID = 0
        var files: [ObservedFile] = []
        var watch: FileWatch?
    }

    private let contents = Mutex(Listeners())

    /// Says what each commit to the database at `path` changed, for as long as the hub lives. A later call for the same path
    /// replaces the earlier one.
    func observe(_ writer: any DatabaseWriter, at path: String, whole: Change) {
        let observers = CommitObserver.observers { [weak self] in self?.fire($0) }
        for observer in observers { writer.add(transactionObserver: observer) }
        let file = ObservedFile(writer: writer, path: path, whole: whole, version: Self.version(of: writer), observers: observers)
        contents.withLock { contents in
            if let index = contents.files.firstIndex(where: { $0.path == path }) {
                contents.files[index] = file
            } else {
                contents.files.append(file)
            }
        }
    }

    /// Tells every listener. One that has not yet taken an earlier change gets both as one.
    func fire(_ change: Change) {
        for listener in contents.withLock({ Array($0.listeners.values) }) {
            var change = change
            // The buffer holds one change: what it gives up for this one is said together with it.
            while case .dropped(let earlier) = listener.yield(change), !earlier.isSubset(of: change) { change.formUnion(earlier) }
        }
    }

    /// The changes from now on. Cancelling its task, or dropping it, ends the stream.
    func stream() -> AsyncStream<Change> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let id = contents.withLock { contents in
                contents.lastID += 1
                contents.listeners[contents.lastID] = continuation
                return contents.lastID
            }
            continuation.onTermination = { [weak self] _ in _ = self?.contents.withLock { $0.listeners.removeValue(forKey: id) } }
            watchFiles()
        }
    }

    // MARK: Other processes

    var isWatching: Bool { contents.withLock { $0.watch != nil } }

    private func watchFiles() {
        let count = contents.withLock { contents in
            if contents.watch == nil {
                contents.watch = FileWatch(contents.files.map(\.path)) { [weak self] in self?.look($0) }
            }
            return contents.files.count
        }
        // What others wrote since the databases were opened.
        for index in 0..<count { look(index) }
    }

    /// Says that a file changed where another process has committed. Our own commits write the same file and were said already.
    private func look(_ index: Int) {
        let file = contents.withLock { $0.files[index] }
        let version = Self.version(of: file.writer)
        let isNews = contents.withLock { contents in
            defer { contents.files[index].version = version }
            return version == nil || contents.files[index].version != version
        }
        if isNews { fire(file.whole) }
    }

    /// Nil where it cannot be read; whoever then reads the database learns why.
    private static func version(of writer: any DatabaseWriter) -> Int? {
        try? writer.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA data_version") }
    }
}
