import GRDB
import GRDBSQLite

/// SQL statements that are generated from the columns of a table.
extension Cache {
    static func list(_ columns: [String]) -> String { columns.joined(separator: ", ") }

    static func insert(_ table: String, _ columns: [String]) -> String {
        let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        return "INSERT INTO \(table) (\(list(columns))) VALUES (\(marks))"
    }

    /// Inserts a row. If a row with the same first column exists and differs, it is updated. An unchanged row costs no write
    /// and no index update. `REPLACE` is not used, because it writes unchanged rows, too.
    /// - Parameter kept: a column that keeps its old value if the new value is NULL.
    static func upsert(_ table: String, _ columns: [String], keeping kept: String? = nil) -> String {
        let changes = columns.map { (column: $0, new: $0 == kept ? "coalesce(excluded.\($0), \(table).\($0))" : "excluded.\($0)") }
        let sets = changes.map { "\($0.column) = \($0.new)" }
        let differs = changes.map { "\(table).\($0.column) COLLATE BINARY IS NOT \($0.new)" }.joined(separator: " OR ")
        return "\(insert(table, columns)) ON CONFLICT (\(columns[0])) DO UPDATE SET \(list(sets)) WHERE \(differs)"
    }
}

extension Cursor {
    func mapToArray<Value>(_ transform: (Element) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        while let element = try next() { values.append(try transform(element)) }
        return values
    }
}

extension Database {
    /// Runs a statement up to its next row. Returns false if there is none, so that the statement has ended.
    func step(_ statement: OpaquePointer?) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage)
        }
    }
}
