import Foundation
import GRDB

/// Recovers entries from a damaged outbox. It does not follow the file's B-tree. It finds every page that looks like a leaf of
/// a table and reads it as a separate small table, so a damaged page costs only its own rows. A damaged page header is rebuilt from
/// the positions of the page's rows.
///
/// The file format is documented at https://sqlite.org/fileformat2.html. The damaged file is not changed.
struct OutboxSalvage {
    private let pageSize = 4096
    /// The column name for the row id. Entries are sent in the order of row ids.
    private static let keyColumn = "key"

    /// Copies the newest readable version of each entry from `damaged` to `fresh`.
    /// - Returns: the number of copied entries.
    func copy(_ damaged: String, into fresh: DatabaseQueue) throws -> Int {
        let scratch = fresh.path + ".salvage"
        defer { for suffix in ["", "-journal"] { unlink(scratch + suffix) } }
        try undoInterrupted(damaged, scratch)
        guard let bytes = FileManager.default.contents(atPath: scratch),
            let pages = try patch(bytes, scratch, header: try firstPage(of: fresh))
        else { return 0 }
        let rows = try read(pages, scratch)
        try fresh.write { db in
            // This flag decides to which stages the entries may be sent.
            if let isDemo = Self.origin(rows) { try db.execute(sql: "INSERT INTO origin VALUES (?)", arguments: [isDemo]) }
            // A row that violates the table's constraints is not an entry, or is damaged. It is skipped.
            for row in Self.newest(rows) { try? db.execute(sql: OutboxSchema.upsert, arguments: Self.arguments(row)) }
        }
        return try fresh.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry") ?? 0 }
    }

    /// Copies the damaged file to `scratch`, and lets SQLite roll back an interrupted transaction in the copy if it can.
    private func undoInterrupted(_ damaged: String, _ scratch: String) throws {
        for suffix in ["", "-journal"] where FileManager.default.fileExists(atPath: damaged + suffix) {
            unlink(scratch + suffix)
            try FileManager.default.copyItem(atPath: damaged + suffix, toPath: scratch + suffix)
        }
        let queue = try? DatabaseQueue(path: scratch)
        _ = try? queue?.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
        try? queue?.close()
        unlink(scratch + "-journal")
    }

    /// The first page of a new outbox. It contains the file header and the table definitions.
    private func firstPage(of fresh: DatabaseQueue) throws -> Data {
        try fresh.read { _ in try FileHandle(forReadingFrom: URL(fileURLWithPath: fresh.path)).read(upToCount: pageSize) ?? Data() }
    }

    /// Writes the damaged pages to `scratch`, with the first page of a new outbox. Returns the numbers of the pages that may
    /// contain entries. Nil if the file has no page after the first one.
    private func patch(_ bytes: Data, _ scratch: String, header: Data) throws -> [Int]? {
        guard bytes.count > pageSize, header.count == pageSize else { return nil }
        // The file must have at least the number of pages that its first page states.
        let healthy = header[28..<32].reduce(0) { $0 << 8 | Int($1) }
        let count = max((bytes.count + pageSize - 1) / pageSize, healthy)
        var patched = bytes + Data(count: count * pageSize - bytes.count)
        patched.replaceSubrange(0..<pageSize, with: header)
        // The first value is the file size in pages. The zeros after it are an empty free list, so that SQLite reuses no page.
        let size = withUnsafeBytes(of: UInt32(count).bigEndian) { Data($0) }
        patched.replaceSubrange(28..<32, with: size)
        patched.replaceSubrange(32..<40, with: Data(count: 8))
        // SQLite uses the stored file size only if these two change counters are equal.
        patched.replaceSubrange(92..<96, with: patched[24..<28])
        let leaves = (2...count).filter { SalvagedPage.rebuild(&patched, at: ($0 - 1) * pageSize, size: pageSize) }
        try patched.write(to: URL(fileURLWithPath: scratch))
        return leaves
    }

    /// The readable rows of these pages, from any table.
    private func read(_ pages: [Int], _ scratch: String) throws -> [Row] {
        let columns = OutboxSchema.columns.joined(separator: ", ")
        let queue = try DatabaseQueue(path: scratch)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA writable_schema = ON")
            for page in pages {
                try db.execute(
                    sql: "INSERT INTO sqlite_schema VALUES ('table', ?1, ?1, ?2, ?3)",
                    arguments: ["leaf\(page)", page, "CREATE TABLE leaf\(page) (\(columns))"])
            }
        }
        try queue.close()
        let reader = try DatabaseQueue(path: scratch)
        defer { try? reader.close() }
        var rows: [Row] = []
        // `read` runs a transaction, which would fail as a whole after its first error.
        reader.writeWithoutTransaction { db in
            for page in pages { rows += Self.rows(of: "leaf\(page)", columns, db) }
        }
        return rows
    }

    /// Whether the entries belong to the demo. A row of the table `origin` has a number in the first column, where an entry has
    /// its id. True if any such row says so; nil if there is none.
    private static func origin(_ rows: [Row]) -> Bool? {
        let marks = rows.filter { $0["day"] == DatabaseValue.null }.compactMap { row -> Bool? in
            guard case .int64(let mark) = (row["id"] as DatabaseValue).storage else { return nil }
            return mark != 0
        }
        return marks.isEmpty ? nil : marks.contains(true)
    }

    /// The newest row of each id, in the order in which the entries were created. Free pages may contain older versions of an
    /// entry. If two rows have the same time, the state that is further along in the delivery wins, so that nothing is sent
    /// twice.
    private static func newest(_ rows: [Row]) -> [Row] {
        let way = ["draft", "rejected", "queued", "sending", "unknown", "sent"]
        // Values are read without type checks here. The new table checks their types when they are inserted.
        func age(_ row: Row) -> (Double, Int) {
            let state = String.fromDatabaseValue(row["state"]).flatMap(way.firstIndex)
            return (Double.fromDatabaseValue(row["updated_at"]) ?? 0, state ?? -1)
        }
        let latest = Dictionary(rows.map { ($0["id"] as DatabaseValue, $0) }) { age($0) < age($1) ? $1 : $0 }
        return latest.values.sorted { ($0[keyColumn] as Int64) < ($1[keyColumn] as Int64) }
    }

    /// The rows of one page. They are read one at a time, so that an unreadable row does not hide the rows after it.
    private static func rows(of table: String, _ columns: String, _ db: Database) -> [Row] {
        var keys: [Int64] = []
        if let cursor = try? Int64.fetchCursor(db, sql: "SELECT rowid FROM \(table)") {
            while let key = try? cursor.next() { keys.append(key) }
        }
        return keys.compactMap {
            try? Row.fetchOne(db, sql: "SELECT \(columns), rowid AS \(keyColumn) FROM \(table) WHERE rowid = ?", arguments: [$0])
        }
    }

    /// The values to insert. A queued entry becomes a draft, because the damage may have changed its text. An entry that was
    /// being sent becomes `unknown`, so that hdoc asks the backend before sending it again.
    private static func arguments(_ row: Row) -> StatementArguments {
        let states = ["queued": "draft", "sending": "unknown"]
        return StatementArguments(
            OutboxSchema.columns.map { column -> DatabaseValue in
                let value: DatabaseValue = row[column]
                guard column == "state", let state = String.fromDatabaseValue(value) else { return value }
                return (states[state] ?? state).databaseValue
            })
    }
}
