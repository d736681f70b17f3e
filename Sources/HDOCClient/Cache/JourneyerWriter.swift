import GRDB
import GRDBSQLite
import HDOCModels

/// Writes users to the table `journeyer`, within a transaction.
///
/// It binds the values of a batch with SQLite's own functions: GRDB would make an array of boxed values for each row and report each
/// changed row to the observers. The caller reports changes with `notifyChanges`.
///
/// The column `handle` compares without regard to case, because handles that differ only in case name the same account. The
/// backend's keys are case-sensitive, so a stage may have both.
struct JourneyerWriter {
    private let db: Database
    private let upsert: Statement
    private let spelling: Statement
    private let remove: Statement

    /// Removes the user with exactly this handle: a removal of `OCTO` must not remove `octo`.
    static let removal = "DELETE FROM journeyer WHERE handle = ?1 AND handle = ?1 COLLATE BINARY"

    /// Inserts a user, or updates the user with exactly this handle. An unchanged user costs no write.
    private static let insertion: String = {
        let columns = JourneyerBatch.columns
        let sets = columns.dropFirst().map { "\($0) = excluded.\($0)" }
        let differs = columns.dropFirst().map { "journeyer.\($0) IS NOT excluded.\($0)" }.joined(separator: " OR ")
        return """
            \(Cache.insert("journeyer", columns)) ON CONFLICT (handle) DO UPDATE SET \(Cache.list(sets))
            WHERE journeyer.handle = excluded.handle COLLATE BINARY AND (\(differs))
            """
    }()

    init(_ db: Database) throws {
        self.db = db
        upsert = try db.cachedStatement(sql: Self.insertion)
        spelling = try db.cachedStatement(sql: "SELECT handle FROM journeyer WHERE handle = ?1 AND handle <> ?1 COLLATE BINARY")
        remove = try db.cachedStatement(sql: Self.removal)
    }

    /// Stores all users of a batch.
    /// - Parameters:
    ///   - removing: whether a user that is marked as removed is removed from the table.
    ///   - spellings: the handles of the list so far. A user is left out, and noted there, if the list had another spelling of the
    ///     handle before. Nil: the last spelling counts.
    /// - Returns: whether the table has changed.
    func write(_ batch: JourneyerBatch, removing: Bool, _ spellings: inout HandleSpellings?) throws -> Bool {
        var isChanged = false
        try batch.texts.withUnsafeBufferPointer { texts in
            for index in 0..<batch.count {
                let row = batch.row(index)
                let changed =
                    removing && batch.removals[index]
                    ? try run(remove, row.prefix(1), texts) > 0 : try write(row, texts, &spellings)
                isChanged = changed || isChanged
            }
        }
        return isChanged
    }

    private func write(
        _ row: ArraySlice<JourneyerBatch.Value>, _ texts: UnsafeBufferPointer<UInt8>, _ spellings: inout HandleSpellings?
    ) throws -> Bool {
        guard case .text(let start, let count)? = row.first else { return false }
        let handle = UnsafeBufferPointer(rebasing: texts[Int(start)..<Int(start + count)])
        var isChanged = try run(upsert, row, texts) > 0
        if !isChanged, let stored = try String.fetchOne(spelling, arguments: [String(decoding: handle, as: UTF8.self)]) {
            if spellings?.contains(stored) == true {
                spellings?.leaveOut(String(decoding: handle, as: UTF8.self))
                return false
            }
            try db.execute(sql: Self.removal, arguments: [stored])
            isChanged = try run(upsert, row, texts) > 0
        }
        spellings?.insert(handle)
        return isChanged
    }

    /// Runs a statement with these values.
    /// - Returns: the number of rows that it changed.
    private func run(
        _ statement: Statement, _ values: ArraySlice<JourneyerBatch.Value>, _ texts: UnsafeBufferPointer<UInt8>
    ) throws -> Int {
        let (raw, before) = (statement.sqliteStatement, sqlite3_total_changes(db.sqliteConnection))
        var place: CInt = 0
        for value in values {
            place += 1
            switch value {
            case .null: sqlite3_bind_null(raw, place)
            case .integer(let number): sqlite3_bind_int64(raw, place, Int64(number))
            case .real(let number): sqlite3_bind_double(raw, place, number)
            case .text(let start, let count):
                // Without a destructor SQLite does not copy the text. It reads it before this function ends.
                let text = texts.baseAddress.map { UnsafeRawPointer($0 + Int(start)).assumingMemoryBound(to: CChar.self) }
                if text == nil { sqlite3_bind_text(raw, place, "", 0, nil) } else { sqlite3_bind_text(raw, place, text, count, nil) }
            }
        }
        defer {
            sqlite3_reset(raw)
            sqlite3_clear_bindings(raw)
        }
        // These statements return no rows.
        guard try !db.step(raw) else { throw DatabaseError(resultCode: .SQLITE_ROW) }
        return Int(sqlite3_total_changes(db.sqliteConnection) - before)
    }
}
