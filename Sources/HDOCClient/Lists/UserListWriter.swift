import FoundationEssentials
import GRDB
import HDOCModels

/// Decodes the pages of one list of users while they arrive, and stores them in batches.
///
/// While `UserBatchStore` stores one batch, the next one is decoded. Batches are larger than pages on a fast connection: the users of a
/// list come in no order, so a batch of 500 users would rewrite nearly as many pages of the table's indexes as one of 4,000.
final class UserListWriter {
    /// The number of users after which the first batch is stored, so that storing begins early.
    private static let firstBatch = 1_024
    /// The number of users after which any other batch is stored, unless the list is long.
    private static let usualBatch = 4_096
    private static let largestBatch = 16_384
    /// The number of users from which on batches grow with the list. The longer it is, the more pages of the indexes each batch changes.
    static let longList = 32 * usualBatch
    /// The time after which a batch is stored, so that an interrupted list continues where it was.
    private static let longestWait = Duration.milliseconds(250)

    private let cache: Cache
    private let now: @Sendable () -> Date
    /// The database that was open at the beginning. If another one has replaced it, its users of earlier pages are lost.
    private let database: any DatabaseWriter
    private let store: UserBatchStore
    /// Stores the batch before the current one.
    private var storing: Task<Result<Void, StoreError>, Never>?
    /// What was received in the complete pages.
    private(set) var tally: ListTally
    private var batch = JourneyerBatch()
    private var page = PageDecoder()
    /// The place in the batch where the current page begins.
    private var pageStart = JourneyerBatch.Mark()
    private var next: ListMemory.StoredLink?
    private var enough = firstBatch
    private var handedOver = ContinuousClock.now
    /// Whether a batch was stored.
    private var hasStored = false

    /// - Parameters:
    ///   - tally: what an earlier, interrupted fetch has received.
    ///   - continues: whether there was one.
    init(_ cache: Cache, tally: ListTally, continues: Bool, now: @escaping @Sendable () -> Date) {
        (self.cache, self.tally, self.now) = (cache, tally, now)
        database = cache.writer
        store = UserBatchStore(cache, continues: continues)
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

    /// Decodes the next bytes of the page, and has the batch stored if it is large enough.
    func take(_ bytes: [UInt8]) async throws(StoreError) {
        page.take(bytes, into: &batch, removing: !tally.isWhole)
        try await storeIfDue()
    }

    /// Ends a page.
    /// - Parameters:
    ///   - isDivided: whether the stage divides its lists into pages, so that it truncates none.
    ///   - isCutShort: whether there is a next page that is not fetched.
    ///   - query: the query of the next page; nil if this was the last one.
    /// - Returns: false if the page was not a list. Nothing of it counts then.
    func endPage(isDivided: Bool, isCutShort: Bool, next query: String?) async throws(StoreError) -> Bool {
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
        try await storeIfDue()
        return true
    }

    // MARK: Storing

    private func storeIfDue() async throws(StoreError) {
        let isDue = batch.count >= enough || ContinuousClock.now - handedOver >= Self.longestWait
        if isDue, batch.count > 0 || next != nil { try await beginStoring() }
    }

    /// Waits until the batch before is stored, and hands the current one over.
    private func beginStoring() async throws(StoreError) {
        try await endStoring()
        handOver()
        hasStored = true
        storing = Task { [store] in
            do throws(StoreError) { return .success(try store.run()) } catch { return .failure(error) }
        }
    }

    private static func batch(after received: Int) -> Int {
        received < longList ? max(firstBatch, min(received / 4, usualBatch)) : min(received / 32, largestBatch)
    }

    private func endStoring() async throws(StoreError) {
        defer { storing = nil }
        try await storing?.value.get()
    }

    /// Gives the current batch to the store, with the place where the list continues.
    private func handOver() {
        store.load(&batch, tally: tally, next: next)
        next = nil
        pageStart = batch.mark
        (enough, handedOver) = (Self.batch(after: tally.elements), .now)
    }

    /// Stores what was decoded so far, and returns when it is stored.
    func storeAll() async throws(StoreError) {
        try await beginStoring()
        try await endStoring()
    }

    /// Ends the fetch after an error: keeps the complete pages, behind which the next fetch continues.
    func abandon() async {
        beginPage()
        try? await storeAll()
        store.end()
    }

    /// Stores the rest of the list, its age, and what is remembered for the next time.
    /// - Parameters:
    ///   - query: the query of the link to the changes; nil if there is none.
    ///   - entityTag: the validator of the list.
    func finish(changes query: String?, entityTag: String?) async throws(StoreError) -> RefreshReport {
        let cache = hasStored ? cache : nil
        async let checkpoint: Void? = cache?.moveLog()
        try await endStoring()
        let report = try store(query, entityTag)
        _ = await checkpoint
        return report
    }

    private func store(_ query: String?, _ entityTag: String?) throws(StoreError) -> RefreshReport {
        let instant = now()
        // A stage that answers a request for changes without such a link does not know changes, and has sent all users.
        if query == nil { tally.isWhole = true }
        handOver()
        var report = RefreshReport(resource: .journeyers, received: 0)
        try store.run { [self] (db, hasChanged, spellings) in
            report = self.report(spellings)
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

    private func report(_ spellings: HandleSpellings) -> RefreshReport {
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
