import Foundation
import GRDB

/// Reads what is left of a damaged outbox. It does not use the file's tree: it reads every page that looks like a leaf of a
/// table as a small table of its own, so that a damaged page costs only its own rows.
///
/// The format is SQLite's (https://sqlite.org/fileformat2.html). The damaged file itself is only read.
struct OutboxSalvage {
    private let pageSize = 4096
    private let leafOfTable: UInt8 = 0x0D
    /// The name under which a row id is read. Entries are sent in the order of row ids.
    private static let keyColumn = "key"

    /// Copies into `fresh` the newest readable version of each entry of `damaged`.
    /// - Returns: the number of entries copied.
    func copy(_ damaged: String, into fresh: DatabaseQueue) throws -> Int {
        let scratch = fresh.path + ".salvage"
        defer { for suffix in ["", "-journal"] { unlink(scratch + suffix) } }
        try undoInterrupted(damaged, scratch)
        guard let bytes = FileManager.default.contents(atPath: scratch),
            let pages = try patch(bytes, scratch, header: try firstPage(of: fresh))
        else { return 0 }
        let rows = try read(pages, scratch)
        try fresh.write { db in
            // Whether the entries are the demo's decides where they may be sent.
            if let isDemo = Self.origin(rows) { try db.execute(sql: "INSERT INTO origin VALUES (?)", arguments: [isDemo]) }
            // A row that the table refuses is no entry, or no longer one.
            for row in Self.newest(rows) { try? db.execute(sql: OutboxSchema.upsert, arguments: Self.arguments(row)) }
        }
        return try fresh.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry") ?? 0 }
    }

    /// A copy of the file in which a transaction that was interrupted is rolled back, where SQLite can still do that.
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

    /// The page that names the tables, as a healthy outbox has it.
    private func firstPage(of fresh: DatabaseQueue) throws -> Data {
        try fresh.read { _ in try FileHandle(forReadingFrom: URL(fileURLWithPath: fresh.path)).read(upToCount: pageSize) ?? Data() }
    }

    /// Writes the damaged pages under a healthy first page. Returns the numbers of the pages that may hold entries.
    private func patch(_ bytes: Data, _ scratch: String, header: Data) throws -> [Int]? {
        guard bytes.count > pageSize, header.count == pageSize else { return nil }
        // At least as many as the first page says.
        let healthy = header[28..<32].reduce(0) { $0 << 8 | Int($1) }
        let count = max((bytes.count + pageSize - 1) / pageSize, healthy)
        var patched = bytes + Data(count: count * pageSize - bytes.count)
        patched.replaceSubrange(0..<pageSize, with: header)
        // The size in pages, then an empty free list, so that SQLite reuses no page.
        let size = withUnsafeBytes(of: UInt32(count).bigEndian) { Data($0) }
        patched.replaceSubrange(28..<32, with: size)
        patched.replaceSubrange(32..<40, with: Data(count: 8))
        // The two change counters must agree for the size to count.
        patched.replaceSubrange(92..<96, with: patched[24..<28])
        try patched.write(to: URL(fileURLWithPath: scratch))
        return (2...count).filter { patched[($0 - 1) * pageSize] == leafOfTable }
    }

    /// The rows of these pages, whichever table they belonged to.
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
        // `read` would fail as a whole after the first error within it.
        reader.writeWithoutTransaction { db in
            for page in pages { rows += Self.rows(of: "leaf\(page)", columns, db) }
        }
        return rows
    }

    /// The row of the table `origin` holds a number where an entry has its id. The entries are the demo's if any such row says so.
    private static func origin(_ rows: [Row]) -> Bool? {
        let marks = rows.filter { $0["day"] == DatabaseValue.null }.compactMap { row -> Bool? in
            guard case .int64(let mark) = (row["id"] as DatabaseValue).storage else { return nil }
            return mark != 0
        }
        return marks.isEmpty ? nil : marks.contains(true)
    }

    /// The newest row of each id, in the order in which the entries were begun. Free pages may hold older versions. Of two rows
    /// of one age the one further on its way counts, so that nothing is sent a second time.
    private static func newest(_ rows: [Row]) -> [Row] {
        let way = ["draft", "rejected", "queued", "sending", "unknown", "sent"]
        // Values may have any type until the new file's table has accepted them.
        func age(_ row: Row) -> (Double, Int) {
            let state = String.fromDatabaseValue(row["state"]).flatMap(way.firstIndex)
            return (Double.fromDatabaseValue(row["updated_at"]) ?? 0, state ?? -1)
        }
        let latest = Dictionary(rows.map { ($0["id"] as DatabaseValue, $0) }) { age($0) < age($1) ? $1 : $0 }
        return latest.values.sorted { ($0[keyColumn] as Int64) < ($1[keyColumn] as Int64) }
    }

    /// Read one by one, because a row that cannot be read must not hide those after it.
    private static func rows(of table: String, _ columns: String, _ db: Database) -> [Row] {
        var keys: [Int64] = []
        if let cursor = try? Int64.fetchCursor(db, sql: "SELECT rowid FROM \(table)") {
            while let key = try? cursor.next() { keys.append(key) }
        }
        return keys.compactMap {
            try? Row.fetchOne(db, sql: "SELECT \(columns), rowid AS \(keyColumn) FROM \(table) WHERE rowid = ?", arguments: [$0])
        }
    }

    /// A queued entry becomes a draft, because the damage may have changed its text. An entry that was being sent becomes
    /// unknown, so that the backend is asked first.
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
