import GRDB

/// Searches the cached texts by the rule of `SearchText`, one text after the other. There is no index: it would be larger than the
/// texts, and the index of one long list would take seconds to write. The cache keeps 8 MB of other people's texts, and searching them
/// takes some hundredths of a second.
enum CacheSearch {
    /// The columns of each table that are searched.
    static let journeyerColumns = ["handle", "full_name", "bio"]
    static let articleColumns = ["title", "subtitle", "author", "tags", "body"]

    /// The row ids of `table` in whose columns all words of `text` occur, as a list in JSON for `json_each`. Nil if `text` has no
    /// words: all rows match.
    static func rows(of table: String, _ columns: [String], matching text: String, _ db: Database) throws -> String? {
        let words = SearchText.words(text)
        guard !words.isEmpty else { return nil }
        var found: [String] = []
        let rows = try Row.fetchCursor(db, sql: "SELECT rowid, \(Cache.list(columns)) FROM \(table)")
        while let row = try rows.next() {
            let parts = try (1...columns.count).compactMap { try row.decode(String?.self, atIndex: $0) }
            if SearchText.matches(SearchText.folded(parts), words) { found.append(String(try row.decode(Int64.self, atIndex: 0))) }
        }
        return "[\(found.joined(separator: ","))]"
    }

    /// Deletes the full-text indexes that earlier versions of hdoc kept.
    static func dropIndexes(_ db: Database) throws {
        for table in ["journeyer", "article"] {
            try db.dropFTS5SynchronizationTriggers(forTable: "\(table)_search")
            try db.execute(sql: "DROP TABLE IF EXISTS \(table)_search")
        }
        try db.execute(sql: "DROP INDEX IF EXISTS journeyer_beyond_ascii")
    }
}
