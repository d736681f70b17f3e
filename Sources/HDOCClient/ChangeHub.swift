import GRDB
import Synchronization

/// Publishes changes to all listeners. It observes this process's commits through GRDB. For commits by other processes it
/// watches the files, starting with the first listener.
final class ChangeHub: Sendable {
    private struct ObservedFile {
        let writer: any DatabaseWriter
        let path: String
        /// The change to publish after a commit by another process.
        let whole: Change
        /// `PRAGMA data_version`: a number that SQLite changes when another connection commits. Nil if it could not be read.
        var version: Int?
        /// GRDB removes an observer that nobody retains.
        let observers: [CommitObserver]
    }

    private struct Listeners {
        var listeners: [Int: AsyncStream<Change>.Continuation] = [:]
        var lastID = 0
        var files: [ObservedFile] = []
        var watch: FileWatch?
    }

    private let contents = Mutex(Listeners())

    /// Publishes the change of each commit to the database at `path`, as long as the hub lives. A later call for the same path
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

    /// Publishes a change to every listener. A listener that has not yet received an earlier change receives both as one set.
    func fire(_ change: Change) {
        for listener in contents.withLock({ Array($0.listeners.values) }) {
            var change = change
            // The stream buffers one element. If `yield` drops an earlier change, yield the union of both.
            while case .dropped(let earlier) = listener.yield(change), !earlier.isSubset(of: change) { change.formUnion(earlier) }
        }
    }

    /// The changes from now on. The stream ends when the task that reads it is cancelled or the stream is released.
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
        // Report commits that other processes made since the databases were opened.
        for index in 0..<count { look(index) }
    }

    /// Publishes a change if another process committed to the file. This process's own commits are already published by the
    /// observers.
    private func look(_ index: Int) {
        let file = contents.withLock { $0.files[index] }
        let version = Self.version(of: file.writer)
        let isNews = contents.withLock { contents in
            defer { contents.files[index].version = version }
            return version == nil || contents.files[index].version != version
        }
        if isNews { fire(file.whole) }
    }

    /// The file's current `data_version`. Nil if it cannot be read; the next read of the database then reports the error.
    private static func version(of writer: any DatabaseWriter) -> Int? {
        try? writer.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA data_version") }
    }
}
