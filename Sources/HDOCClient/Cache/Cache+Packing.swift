import GRDB
import GRDBSQLite
import HDOCModels

/// Reads the whole list of journeyers in its packed form, from the memory of SQLite and without making values of them.
extension Cache {
    /// All cached journeyers and the age of the list. It ends early if the task is cancelled.
    /// - Parameter old: a list that was read before. Its blocks are used again where they are the same.
    package func packedJourneyers(sharing old: PackedJourneyers) throws(StoreError) -> Snapshot<PackedJourneyers> {
        try scan { db in
            let statement = try db.makeStatement(sql: "SELECT rowid, \(Self.list(Journeyer.columns)) FROM journeyer ORDER BY rowid")
            let row = PackedFields(statement)
            var builder = PackedJourneyersBuilder(sharing: old, fold: SearchText.folded)
            while try db.step(statement.sqliteStatement) {
                builder.append(try row.fields(), key: row.id)
                if builder.count & 0x3FF == 0, Task.isCancelled { break }
            }
            return builder.finish()
        }
    }

    /// The journeyers that the screens show first.
    package func firstJourneyers(_ limit: Int) throws(StoreError) -> Snapshot<FirstJourneyers> {
        try scan { db in
            var first = FirstJourneyers()
            for sort in FirstJourneyers.sorts {
                let rows = try JourneyerRows(JourneyerQuery(sort: sort, limit: limit), db)
                while let journeyer = try rows.next() { first.add(journeyer) }
            }
            first.count = try Int.fetchOne(db, sql: "SELECT count(*) FROM journeyer") ?? 0
            first.ranked = try Int.fetchOne(db, sql: "SELECT count(*) FROM journeyer WHERE \(CacheSchema.isScored)") ?? 0
            first.limit = limit
            return first
        }
    }

    /// Runs `body`, which reads each page of the table once. Keeping these pages in memory would be of no use.
    private func scan<Value: Sendable>(_ body: (Database) throws -> Value) throws(StoreError) -> Snapshot<Value> {
        try snapshot(.journeyers) { db in
            let usual = try Int.fetchOne(db, sql: "PRAGMA cache_size") ?? -2000
            try db.execute(sql: "PRAGMA cache_size = -256")
            defer {
                try? db.execute(sql: "PRAGMA cache_size = \(usual)")
                sqlite3_db_release_memory(db.sqliteConnection)
            }
            return try body(db)
        }
    }
}

/// The rows of a statement that selects the row id and the columns of a journeyer.
private struct PackedFields {
    private let owner: Statement
    /// Valid as long as its owner.
    private var statement: OpaquePointer? { owner.sqliteStatement }
    /// SQLite's type of each column.
    private static let types: [CInt] =
        [SQLITE_TEXT]
        + Journeyer.attributes.map { attribute in
            switch attribute.property {
            case .text: SQLITE_TEXT
            case .count: SQLITE_INTEGER
            case .instant: SQLITE_FLOAT
            }
        } + [SQLITE_TEXT]

    init(_ statement: Statement) { owner = statement }

    var id: Int { Int(sqlite3_column_int64(statement, 0)) }

    /// The values of the current row. The texts are valid until the next one.
    /// - Throws: damage, if a value has a type that its column does not allow, or if the handle is missing.
    func fields() throws -> [PackedField] {
        var fields: [PackedField] = []
        fields.reserveCapacity(Self.types.count)
        for (index, expected) in Self.types.enumerated() {
            let place = CInt(index + 1)
            let type = sqlite3_column_type(statement, place)
            guard type == expected || (type == SQLITE_NULL && index > 0) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "type of a value")
            }
            switch type {
            case SQLITE_TEXT:
                let text = sqlite3_column_text(statement, place)
                fields.append(.text(UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, place)))))
            case SQLITE_INTEGER: fields.append(.integer(Int(sqlite3_column_int64(statement, place))))
            case SQLITE_FLOAT: fields.append(.real(sqlite3_column_double(statement, place)))
            default: fields.append(.unknown)
            }
        }
        return fields
    }
}
