import FoundationEssentials
import GRDB
import GRDBSQLite
import HDOCModels
import Synchronization

/// Stores the batches of one list of users, one at a time.
///
/// A batch is one transaction, with the place where the list continues. Readers of the cache are never blocked by it (SQLite's write-ahead
/// log).
final class UserBatchStore: Sendable {
    /// What the last transaction of a list does besides.
    typealias Finish = (_ db: Database, _ hasChanged: Bool, _ spellings: HandleSpellings) throws -> Void

    private struct Contents {
        var spellings: HandleSpellings? = HandleSpellings()
        /// The batch that is stored next.
        var batch = JourneyerBatch()
        /// What was received of the list up to the place where it continues.
        var tally = ListTally()
        var next: ListMemory.StoredLink?
        var noticed: ContinuousClock.Instant?
        /// Whether the table has changes that no notice was sent for.
        var isUnannounced = false
        /// Whether the table has changed since the list began.
        var hasChanged: Bool
    }

    /// The time between two notices to the screens, which read the list again after each.
    static let pause = Duration.seconds(1)

    private let cache: Cache
    private let contents: Mutex<Contents>

    /// - Parameter continues: whether an earlier fetch has stored the beginning of the list.
    init(_ cache: Cache, continues: Bool) {
        self.cache = cache
        contents = Mutex(Contents(hasChanged: continues))
    }

    /// Takes the users of `batch`, and leaves an empty batch there. The batch before must be stored.
    /// - Parameters:
    ///   - tally: what was received of the list so far.
    ///   - next: the place where the list continues; nil if it is in the middle of a page, or complete.
    func load(_ batch: inout JourneyerBatch, tally: ListTally, next: ListMemory.StoredLink?) {
        contents.withLock { contents in
            swap(&contents.batch, &batch)
            (contents.tally, contents.next) = (tally, next)
        }
        batch.removeAll()
    }

    /// Stores the batch.
    /// - Parameter finish: is run in the same transaction, which is the last one of the list.
    func run(finish: Finish? = nil) throws(StoreError) {
        try contents.withLock { contents throws(StoreError) in
            let isDue = finish != nil || contents.noticed.map { ContinuousClock.now - $0 >= Self.pause } ?? true
            var (changed, announces) = (false, false)
            try cache.write { db in
                try BulkWriting.use(finish == nil ? .list(of: contents.tally.elements) : .usual, db)
                changed = try JourneyerWriter(db).write(contents.batch, removing: !contents.tally.isWhole, &contents.spellings)
                announces = isDue && (changed || contents.isUnannounced)
                if announces { try db.notifyChanges(in: Table("journeyer")) }
                if changed { contents.hasChanged = true }
                if finish == nil, let next = contents.next { try Self.remember(next, contents, db) }
                try finish?(db, contents.hasChanged, contents.spellings ?? HandleSpellings())
            }
            contents.batch.removeAll()
            contents.isUnannounced = !announces && (changed || contents.isUnannounced)
            if announces { contents.noticed = .now }
        }
    }

    /// Ends a list that is not complete.
    func end() { try? cache.write { try BulkWriting.use(.usual, $0) } }

    private static func remember(_ next: ListMemory.StoredLink, _ contents: Contents, _ db: Database) throws {
        var tally = contents.tally
        tally.received = max(0, tally.received - (contents.spellings?.leftOut ?? 0))
        try db.execute(
            sql: """
                INSERT INTO list_memory (name, next, next_at, tally) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET next = excluded.next, next_at = excluded.next_at, tally = excluded.tally
                """,
            arguments: [
                Resource.journeyers.cacheName, next.query, next.date.timeIntervalSince1970, try tally.text(),
            ])
    }
}

extension Cache {
    /// Moves what is committed from the write-ahead log to the database, while the last batches are stored. Otherwise this would be done,
    /// and wait for the disk, when the database is closed. If it fails, that is done then.
    func moveLog() {
        guard inMemoryBecause == nil else { return }
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, nil) == SQLITE_OK else { return }
        // Passive: neither readers nor the writer are blocked.
        sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
}

/// Settings of SQLite for long lists.
///
/// The rows of a batch come in no order, so it changes pages all over the indexes. If they do not fit into SQLite's memory, each is
/// written and read several times; and each checkpoint writes those again that later batches change. 100,000 users take a third less
/// time with 8 MB instead of 2, and with a checkpoint for each 16 MB instead of 4. 300,000 users take a quarter less time, and write less
/// than half, with larger batches, 16 MB, and a checkpoint for each 64 MB.
private enum BulkWriting {
    case usual, bulk, longList

    /// The settings for a list of which this many users were received.
    static func list(of users: Int) -> BulkWriting { users < UserListWriter.longList ? .bulk : .longList }

    static func use(_ settings: BulkWriting, _ db: Database) throws {
        let (memory, pages) =
            switch settings {
            case .usual: (2_000, 1_000)
            case .bulk: (8_000, 4_000)
            case .longList: (16_000, 16_000)
            }
        try db.execute(sql: "PRAGMA cache_size = \(-memory); PRAGMA wal_autocheckpoint = \(pages)")
    }
}
