import FoundationEssentials
import GRDB
import HDOCModels

/// Decodes the pages of one list of users while they arrive, and stores them in batches.
///
/// A batch is one transaction, with the place where the list continues. Readers of the cache are never blocked by it (SQLite's
/// write-ahead log). Batches are larger than pages on a fast connection: the users of a list come in no order, so a batch of 500 users
/// would rewrite nearly as many pages of the table's indexes as one of 4,000.
final class UserListWriter {
    /// The number of users after which a batch is stored.
    private static let largestBatch = 4_096
    /// The time after which a batch is stored, so that an interrupted list continues where it was.
    private static let longestWait = Duration.milliseconds(250)
    /// The time between two notices to the screens, which read the list again after each.
    static let pause = Duration.seconds(1)

    private let cache: Cache
    private let now: @Sendable () -> Date
    /// The database that was open at the beginning. If another one has replaced it, its users of earlier pages are lost.
    private let database: any DatabaseWriter
    /// What was received in the complete pages.
    private(set) var tally: ListTally
    private let spellings = HandleSpellings()
    private var batch = JourneyerBatch()
    private var page = PageDecoder()
    /// The place in the batch where the current page begins.
    private var pageStart = JourneyerBatch.Mark()
    private var next: ListMemory.StoredLink?
    private var flushed = ContinuousClock.now
    private var noticed: ContinuousClock.Instant?
    /// Whether the table has changes that no notice was sent for.
    private var isUnannounced = false
    private var hasChanged: Bool

    /// - Parameters:
    ///   - tally: what an earlier, interrupted fetch has received.
    ///   - continues: whether there was one.
    init(_ cache: Cache, tally: ListTally, continues: Bool, now: @escaping @Sendable () -> Date) {
        (self.cache, self.tally, self.now) = (cache, tally, now)
        (database, hasChanged) = (cache.writer, continues)
    }

    /// Users, pages and bytes so far, with those of the current page.
    var progress: ListProgress {
        ListProgress(elements: tally.received + tally.removed + page.received, pages: tally.pages, bytes: tally.bytes + page.bytes)
    }

    // MARK: Pages

    /// Begins a page, or begins it again because the exchange was repeated.
    func beginPage() {
        batch.truncate(to: pageStart)
        page = PageDecoder()
    }

    /// Decodes the next bytes of the page, and stores the batch if it is large enough.
    func take(_ bytes: [UInt8]) throws(StoreError) {
        page.take(bytes, into: &batch, removing: !tally.isWhole)
        try storeIfDue()
    }

    /// Ends a page.
    /// - Parameters:
    ///   - isDivided: whether the stage divides its lists into pages, so that it truncates none.
    ///   - isCutShort: whether there is a next page that is not fetched.
    ///   - query: the query of the next page; nil if this was the last one.
    /// - Returns: false if the page was not a list. Nothing of it counts then.
    func endPage(isDivided: Bool, isCutShort: Bool, next query: String?) throws(StoreError) -> Bool {
        guard page.isList else {
            beginPage()
            return false
        }
        tally.pages += 1
        tally.received += page.received
        tally.removed += page.removed
        tally.unreadable += page.unreadable
        tally.bytes += page.bytes
        tally.mayBePartial = tally.mayBePartial || page.isCut || isCutShort || !isDivided && page.isNearlyOneScan
        next = query.map { ListMemory.StoredLink(query: $0, date: now()) }
        page = PageDecoder()
        pageStart = batch.mark
        try storeIfDue()
        return true
    }

    // MARK: Storing

    private func storeIfDue() throws(StoreError) {
        let isDue = batch.count >= Self.largestBatch || ContinuousClock.now - flushed >= Self.longestWait
        if isDue, batch.count > 0 || next != nil { try store() }
    }

    /// Ends the fetch after an error: keeps the complete pages, behind which the next fetch continues.
    func abandon() {
        beginPage()
        try? store()
        try? cache.write { try BulkWriting.set(false, $0) }
    }

    /// Stores what was decoded so far, with the place where the list continues.
    /// - Parameter finish: is run in the same transaction.
    func store(_ finish: ((Database) throws -> Void)? = nil) throws(StoreError) {
        let isDue = finish != nil || noticed.map { ContinuousClock.now - $0 >= Self.pause } ?? true
        var (changed, announces) = (false, false)
        try cache.write { db in
            try BulkWriting.set(finish == nil, db)
            changed = try JourneyerWriter(db).write(batch, removing: !tally.isWhole, spellings)
            announces = isDue && (changed || isUnannounced)
            if announces { try db.notifyChanges(in: Table("journeyer")) }
            if changed { hasChanged = true }
            if finish == nil, let next { try rememberPlace(next, db) }
            try finish?(db)
        }
        next = nil
        isUnannounced = !announces && (changed || isUnannounced)
        if announces { noticed = .now }
        batch.removeAll()
        pageStart = batch.mark
        flushed = .now
    }

    private func rememberPlace(_ next: ListMemory.StoredLink, _ db: Database) throws {
        var tally = tally
        tally.received = max(0, tally.received - spellings.leftOut)
        try db.execute(
            sql: """
                INSERT INTO list_memory (name, next, next_at, tally) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET next = excluded.next, next_at = excluded.next_at, tally = excluded.tally
                """,
            arguments: [
                Resource.journeyers.cacheName, next.query, next.date.timeIntervalSince1970, try tally.text(),
            ])
    }

    /// Stores the rest of the list, its age, and what is remembered for the next time.
    /// - Parameters:
    ///   - query: the query of the link to the changes; nil if there is none.
    ///   - entityTag: the validator of the list.
    func finish(changes query: String?, entityTag: String?) throws(StoreError) -> RefreshReport {
        var report = RefreshReport(resource: .journeyers, received: 0)
        let instant = now()
        // A stage that answers a request for changes without such a link does not know changes, and has sent all users.
        if query == nil { tally.isWhole = true }
        try store { [self] db in
            report = self.report
            let isComplete = cache.writer === database
            report.mayBePartial = report.mayBePartial || !isComplete
            var memory = ListMemory()
            if isComplete {
                memory.changes = query.map { ListMemory.StoredLink(query: $0, date: instant) }
                memory.entityTag = entityTag
            }
            if hasChanged || tally.isWhole { try Cache.noteRanks(at: instant, db) }
            try note(report, at: instant, db)
            try Cache.remember(memory, of: .journeyers, db)
        }
        return report
    }

    private var report: RefreshReport {
        var report = RefreshReport(
            resource: .journeyers, received: tally.received - spellings.leftOut, unreadable: tally.unreadable,
            mayBePartial: tally.mayBePartial)
        report.extent = tally.isWhole ? .whole : .changes
        report.removed = tally.removed
        report.mergedHandles = spellings.merged
        return report
    }

    /// The numbers that are stored belong to the whole list. Changes only make it newer.
    private func note(_ report: RefreshReport, at instant: Date, _ db: Database) throws {
        if !tally.isWhole {
            let sql = "UPDATE resource SET fetched_at = ? WHERE name = ?"
            try db.execute(sql: sql, arguments: [instant.timeIntervalSince1970, report.resource.cacheName])
            if db.changesCount > 0 { return }
        }
        try Cache.note(report, at: instant, db)
    }
}

/// Settings of SQLite for long lists.
///
/// The rows of a batch come in no order, so it changes pages all over the indexes. If they do not fit into SQLite's memory, each is
/// written and read several times; and each checkpoint writes those again that later batches change. 100,000 users take a third less
/// time with 8 MB instead of 2, and with a checkpoint for each 16 MB instead of 4.
private enum BulkWriting {
    static func set(_ isBulk: Bool, _ db: Database) throws {
        try db.execute(sql: "PRAGMA cache_size = \(isBulk ? -8_000 : -2_000); PRAGMA wal_autocheckpoint = \(isBulk ? 4_000 : 1_000)")
    }
}
