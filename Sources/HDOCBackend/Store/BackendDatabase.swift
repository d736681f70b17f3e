import FoundationEssentials
import GRDB

/// The backend's state: one SQLite database, in a file or in memory. ``SQLiteCommunityStore`` and ``AccountStore``
/// read and write its tables.
struct BackendDatabase: Sendable {
    let queue: DatabaseQueue

    /// The community's tables.
    var community: SQLiteCommunityStore { SQLiteCommunityStore(queue: queue) }
    /// The sign-in provider's tables.
    var accounts: AccountStore { AccountStore(queue: queue) }

    /// Opens the database and creates its tables. If `reset` is set, erases the database first.
    /// - Parameter path: nil keeps the database in memory.
    static func open(path: String?, reset: Bool) throws(BackendError) -> BackendDatabase {
        do {
            if let path, reset { try erase(path) }
            let queue = try path.map { try DatabaseQueue(path: $0) } ?? DatabaseQueue()
            try BackendSchema.migrator.migrate(queue)
            return BackendDatabase(queue: queue)
        } catch {
            throw .database(path: path, reason: String(describing: error))
        }
    }

    private static func erase(_ path: String) throws {
        for suffix in ["", "-journal", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    /// Closes the database. If that fails, nothing is lost, because every transaction is already on the disk.
    func close() { try? queue.close() }
}
