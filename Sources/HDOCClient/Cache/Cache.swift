import FoundationEssentials
import GRDB
import HDOCModels
import Synchronization

/// The data of one stage, stored for offline use in `$XDG_CACHE_HOME/hdoc/{stage}.sqlite`.
///
/// Responses are merged by key. Users missing from a response stay in the cache, because a stage may truncate its list.
package final class Cache: Sendable {
    let path: String
    /// The maximum total size of the body texts of other authors' articles, in bytes.
    let bodyLimit: Int
    private let state: Mutex<OpenCache>

    private struct OpenCache {
        var writer: any DatabaseWriter
        var setAside: String?
        var inMemoryBecause: StoreError?
        var onOpen: (@Sendable (any DatabaseWriter) -> Void)?
    }

    /// The path to which the damaged file was moved; nil if the file was not damaged.
    var setAside: String? { state.withLock { $0.setAside } }
    /// The reason why the cache is only in memory, so that it is lost when the process ends. Nil if the cache is on disk.
    var inMemoryBecause: StoreError? { state.withLock { $0.inMemoryBecause } }
    var writer: any DatabaseWriter { state.withLock { $0.writer } }

    /// Opens the file. If it cannot be written, opens a copy in memory, so that cached data can be read on a read-only or full
    /// disk.
    package init(path: String, now: Date, bodyLimit: Int = 8 << 20) throws(StoreError) {
        (self.path, self.bodyLimit) = (path, bodyLimit)
        state = Mutex(try Self.open(path, now: now))
    }

    private static func open(_ path: String, now: Date, damage: FoundDamage = .none) throws(StoreError) -> OpenCache {
        do {
            let opened = try file(path).open(now: now, damage: damage)
            return OpenCache(writer: opened.writer, setAside: opened.repair?.setAside)
        } catch {
            do {
                return OpenCache(writer: try inMemory(path, because: error), inMemoryBecause: error)
            } catch let second {
                throw StoreError(second, path: ":memory:")
            }
        }
    }

    private static func inMemory(_ path: String, because reason: StoreError) throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        if reason != .newer(path: path), let copy = try? inMemory(copyOf: path) { return copy }
        try CacheSchema.migrator.migrate(queue)
        return queue
    }

    private static func inMemory(copyOf path: String) throws -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        // With `immutable`, SQLite creates no files beside the database. It also ignores a journal that exists.
        let address = "file:\(PercentEncoding.component(path))?immutable=1"
        let (source, queue) = (try DatabaseQueue(path: address, configuration: configuration), try DatabaseQueue())
        try source.backup(to: queue)
        if try queue.read(CacheSchema.migrator.hasBeenSuperseded) { throw StoreError.newer(path: path) }
        try CacheSchema.migrator.migrate(queue)
        return queue
    }

    static func file(_ path: String, migrator: DatabaseMigrator = CacheSchema.migrator) -> DatabaseFile<DatabasePool> {
        DatabaseFile(path: path, migrator: migrator, probes: CacheSchema.probes) { try DatabasePool(path: $0, configuration: $1) }
    }

    /// Calls `onOpen` with the database, now and whenever a new database replaces it.
    func observe(_ onOpen: @escaping @Sendable (any DatabaseWriter) -> Void) {
        state.withLock { $0.onOpen = onOpen }
        onOpen(writer)
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try repairing { try $0.read(body) }
    }

    func write(_ body: (Database) throws -> Void) throws(StoreError) { try repairing { try $0.write(body) } }

    /// Runs `body`. If `body` finds damage, the file is replaced with an empty cache and `body` runs once more. SQLite finds
    /// some damage only when it reads the damaged page.
    private func repairing<Value>(_ body: (any DatabaseWriter) throws -> Value) throws(StoreError) -> Value {
        for damage in [FoundDamage.suspected, .certain] {
            let before = writer
            do {
                return try body(before)
            } catch {
                guard Self.file(path).isDamage(error, in: before) else { throw StoreError(error, path: path) }
                try rebuild(insteadOf: before, damage)
            }
        }
        do { return try body(writer) } catch { throw StoreError(error, path: path) }
    }

    private func rebuild(insteadOf damaged: any DatabaseWriter, _ damage: FoundDamage) throws(StoreError) {
        // Several threads may find the damage. Only the first one replaces the file.
        let onOpen = try state.withLock { state throws(StoreError) in
            guard state.writer === damaged else { return state.onOpen }
            try? damaged.close()
            let (opened, onOpen) = (try Self.open(path, now: Date(), damage: damage), state.onOpen)
            state = opened
            state.onOpen = onOpen
            return onOpen
        }
        onOpen?(writer)
    }

    // MARK: Journeyers

    /// Stores users and the age of the resource. If the resource is the list of users, the ranks are recorded, too.
    package func store(_ journeyers: [Journeyer], as report: RefreshReport, at instant: Date) throws(StoreError) {
        var batch = JourneyerBatch()
        for journeyer in journeyers { batch.append(journeyer) }
        try write { db in
            var spellings: HandleSpellings?
            if try JourneyerWriter(db).write(batch, removing: false, &spellings) { try db.notifyChanges(in: Table("journeyer")) }
            if report.resource == .journeyers { try Self.noteRanks(at: instant, db) }
            try Self.note(report, at: instant, db)
        }
    }

    /// Removes a user. Call this only after a 404 for exactly this handle.
    func forget(journeyer handle: String) throws(StoreError) {
        try write { db in
            try db.execute(sql: JourneyerWriter.removal, arguments: [handle])
            // The list may have the user still. The next reply must be read, also if the stage would answer that it is unchanged.
            if db.changesCount > 0 { try Self.forgetTag(of: .journeyers, db) }
        }
    }

    // MARK: Articles and tags

    /// Stores articles. If a new article has no body text, the cached body text stays. Body texts above the size limit are
    /// removed.
    func store(
        _ articles: [Article], as report: RefreshReport?, at instant: Date, own: OwnArticles = OwnArticles(), entityTag: String? = nil
    ) throws(StoreError) {
        try write { db in
            let statement = try db.cachedStatement(sql: Self.upsert("article", Article.columns, keeping: "body"))
            for article in articles { try statement.execute(arguments: article.arguments) }
            guard let report else { return }
            try Self.note(report, at: instant, db)
            try Self.rememberTag(entityTag, of: report.resource, db)
            if case .article(let id) = report.resource { try Self.noteReading(id, at: instant, db) }
            try Self.dropBodies(above: bodyLimit, sparing: own, db)
        }
    }

    /// Removes an article that was removed from the stage.
    func forget(article id: String) throws(StoreError) {
        try write { db in
            try db.execute(sql: "DELETE FROM article WHERE id = ?", arguments: [id])
            try db.execute(sql: "UPDATE list_memory SET entity_tag = NULL WHERE name LIKE 'articles/%'")
            try db.execute(sql: "DELETE FROM body_read WHERE article = ?", arguments: [id])
        }
    }

    func tags() throws(StoreError) -> Snapshot<[Tag]> {
        try snapshot(.tags) { db in
            try Row.fetchCursor(db, sql: "SELECT tag, count FROM tag ORDER BY count DESC, tag")
                .mapToArray { Tag(tag: try $0.decode(atIndex: 0), count: try $0.decode(atIndex: 1)) }
        }
    }

    func store(_ tags: [Tag], as report: RefreshReport, at instant: Date, entityTag: String? = nil) throws(StoreError) {
        try write { db in
            // Each response contains all tags. A tag that is missing from it is no longer in use.
            try db.execute(sql: "DELETE FROM tag")
            let statement = try db.cachedStatement(sql: Self.upsert("tag", ["tag", "count"]))
            for tag in tags { try statement.execute(arguments: [tag.tag, tag.count]) }
            try Self.note(report, at: instant, db)
            try Self.rememberTag(entityTag, of: report.resource, db)
        }
    }

    // MARK: Rows and ages

    /// Reads a value, with the age of `resource` or of the wider resource that contains it, whichever is newer.
    func snapshot<Value: Sendable>(
        _ resource: Resource, or wider: Resource? = nil, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Snapshot<Value> {
        try read { db in
            let names = [resource, wider].compactMap { $0?.cacheName }
            let sql = "SELECT fetched_at, unreadable, partial, received FROM resource WHERE name IN (?, ?) ORDER BY fetched_at DESC"
            let note = try Row.fetchOne(db, sql: sql, arguments: [names[0], names.last])
            return Snapshot(
                value: try body(db), fetchedAt: try note.map { Date(timeIntervalSince1970: try $0.decode(atIndex: 0)) },
                unreadable: Self.plausible(try note?.decode(Int.self, atIndex: 1) ?? 0),
                received: (try note?.decode(Int?.self, atIndex: 3) ?? nil).map(Self.plausible),
                mayBePartial: try note?.decode(atIndex: 2) ?? false)
        }
    }

    /// A number of elements. A damaged file may contain a number with which no sum can be computed.
    private static func plausible(_ count: Int) -> Int { min(max(count, 0), 1_000_000_000) }

    static func note(_ report: RefreshReport, at instant: Date, _ db: Database) throws {
        try db.execute(
            sql: upsert("resource", ["name", "fetched_at", "unreadable", "partial", "received"]),
            arguments: [
                report.resource.cacheName, instant.timeIntervalSince1970, report.unreadable, report.mayBePartial, report.received,
            ])
    }
}
