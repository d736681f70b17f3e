import FoundationEssentials
import GRDB
import HDOCModels

/// The entries of one stage, stored in `$XDG_DATA_HOME/hdoc/{stage}.outbox.sqlite`.
///
/// When a method that changes an entry returns, the change is on the disk and survives a power loss. Only `discard` deletes
/// entries.
package final class Outbox: Sendable {
    let path: String
    /// The result of replacing a damaged file; nil if the file was not damaged.
    let repair: Repair?
    /// Whether the file existed but was empty when it was opened. hdoc never leaves an empty file.
    let wasEmptied: Bool
    let writer: DatabaseQueue
    let clock: @Sendable () -> Date

    /// Whether the entries were written for the demo. This is stored in the file, so it stays true if the file is moved.
    let isDemo: Bool

    /// Opens or creates the outbox.
    /// - Parameter isDemo: whether a new file is for the demo. An existing file keeps its stored value.
    package init(path: String, isDemo: Bool = false, clock: @escaping @Sendable () -> Date) throws(StoreError) {
        self.path = path
        self.clock = clock
        wasEmptied = Self.isEmptied(path)
        let opened = try Self.file(path).open(now: clock())
        (writer, repair) = (opened.writer, opened.repair)
        do {
            self.isDemo = try Self.settleOrigin(writer, isDemo: isDemo)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Whether the file exists and is empty. hdoc creates the file with its tables, so something else emptied it.
    private static func isEmptied(_ path: String) -> Bool {
        guard let info = FileInfo(path), info.isFile, info.size == 0 else { return false }
        return FileInfo(path + "-journal") == nil
    }

    private static func settleOrigin(_ writer: DatabaseQueue, isDemo: Bool) throws -> Bool {
        let read = "SELECT is_demo FROM origin"
        if let known = try writer.read({ try Bool.fetchOne($0, sql: read) }) { return known }
        return try writer.write { db in
            try db.execute(sql: "INSERT INTO origin SELECT ? WHERE NOT EXISTS (SELECT 1 FROM origin)", arguments: [isDemo])
            return try Bool.fetchOne(db, sql: read) ?? isDemo
        }
    }

    static func file(_ path: String, migrator: DatabaseMigrator = OutboxSchema.migrator) -> DatabaseFile<DatabaseQueue> {
        DatabaseFile(
            path: path, migrator: migrator, probes: ["SELECT \(OutboxSchema.columns.joined(separator: ", ")) FROM entry LIMIT 0"],
            isPrecious: true, schemaDigest: OutboxSchema.digest,
            make: { path, configuration in
                var configuration = configuration
                // With a rollback journal and `synchronous=EXTRA`, a commit returns when the data and the removal of the
                // journal are on the disk.
                configuration.prepareDatabase { db in
                    try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA")
                }
                return try DatabaseQueue(path: path, configuration: configuration)
            },
            salvage: { try OutboxSalvage().copy($0, into: $1) })
    }

    // MARK: Reading

    /// All entries in the order in which they were created. They are sent in this order. It is the order of row ids, so it does
    /// not depend on clocks.
    package func entries() throws(StoreError) -> [OutboxEntry] {
        try reading { db in
            try Row.fetchCursor(db, sql: "SELECT * FROM entry ORDER BY rowid").mapToArray(OutboxEntry.init(row:))
                .compactMap { $0 }
        }
    }

    func entry(_ id: String) throws(StoreError) -> OutboxEntry? {
        try reading { try Self.fetch(id, $0) }
    }

    // MARK: Writing

    /// Inserts a draft. If an entry with this id exists and may be edited, its text is replaced and it becomes a draft again.
    /// Saving an unchanged draft writes nothing.
    /// - Parameter known: the texts that the caller has seen of this entry; nil replaces any text. Throws `changedElsewhere` if the
    ///   outbox has another one.
    package func save(_ entry: Entry, replacing known: [Entry]? = nil) throws(OutboxError) -> OutboxEntry {
        try writing { db in
            let now = self.clock()
            var row = OutboxEntry(entry: entry, state: .draft, createdAt: now, updatedAt: now)
            if let old = try Self.fetch(entry.id, db) {
                guard old.state.isEditable else { throw OutboxError.notEditable(old) }
                if old.entry == entry && old.state == .draft { return old }
                guard known?.contains(old.entry) != false || old.entry == entry else { throw OutboxError.changedElsewhere(old) }
                (row.attempts, row.createdAt) = (old.attempts, old.createdAt)
                (row.version, row.conflict, row.articleURL) = (old.version, old.conflict, old.articleURL)
                // Whoever writes on in an entry that was to be removed wants to correct it.
                row.change = old.change.base.map(EntryChange.correct) ?? .post
            }
            try Self.store(row, db)
            return row
        }
    }

    /// Moves an entry to another state and applies `change`, in one transaction. Throws `cannotMove` if `EntryState.mayBecome`
    /// does not allow the move.
    @discardableResult
    package func move(
        _ id: String, to state: EntryState, change: @Sendable (inout OutboxEntry) -> Void = { _ in }
    ) throws(OutboxError) -> OutboxEntry {
        try writing { db in
            guard let row = try Self.fetch(id, db) else { throw OutboxError.noSuchEntry(id) }
            return try self.move(row, to: state, db, change)
        }
    }

    func move(
        _ old: OutboxEntry, to state: EntryState, _ db: Database, _ change: (inout OutboxEntry) -> Void
    ) throws -> OutboxEntry {
        var row = old
        row.state = state
        row.updatedAt = clock()
        change(&row)
        let kind = row.change.kind == .post ? old.change.kind : row.change.kind
        guard old.state == state || old.state.mayBecome(state, by: kind) else {
            throw OutboxError.cannotMove(from: old.state, to: state)
        }
        try Self.store(row, db)
        return row
    }

    /// Deletes an entry. If the entry is a change of a posted article, gives up the change instead, and the entry is `sent` again. An
    /// entry that is being sent cannot be discarded.
    func discard(_ id: String) throws(OutboxError) {
        try writing { db in
            guard let row = try Self.fetch(id, db) else { throw OutboxError.noSuchEntry(id) }
            guard row.isBeingChanged ? row.state.isEditable : row.state != .sending else { throw OutboxError.notEditable(row) }
            if row.isBeingChanged {
                _ = try self.move(row, to: .sent, db) { $0.giveUpChange() }
            } else {
                try db.execute(sql: "DELETE FROM entry WHERE id = ?", arguments: [id])
            }
        }
    }

    // MARK: Rows

    static func fetch(_ id: String, _ db: Database) throws -> OutboxEntry? {
        try Row.fetchOne(db, sql: "SELECT * FROM entry WHERE id = ?", arguments: [id]).flatMap(OutboxEntry.init(row:))
    }

    static func store(_ row: OutboxEntry, _ db: Database) throws {
        try db.execute(sql: OutboxSchema.upsert, arguments: row.arguments)
    }

    private func reading<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try writer.read(body) } catch { throw StoreError(error, path: path) }
    }

    /// Runs `body` in an immediate transaction, so that two processes cannot read the same state and then both change it.
    func writing<Value>(_ body: (Database) throws -> Value) throws(OutboxError) -> Value {
        var result: Value?
        do {
            try writer.inTransaction(.immediate) { db in
                result = try body(db)
                return .commit
            }
        } catch let error as OutboxError {
            throw error
        } catch {
            throw .store(StoreError(error, path: path))
        }
        guard let result else { throw .store(.failed(path: path, detail: "no result")) }
        return result
    }
}
