import GRDB

/// Searches the cached texts by the rule of `SearchText`, one text after the other. There is no index: it would be larger than the
/// texts, and the index of one long list would take seconds to write. The cache keeps 8 MB of other people's texts, and searching them
/// takes some hundredths of a second.
enum CacheSearch {
    /// The columns of each table that are searched.
    static let journeyerColumns = ["handle", "full_name", "bio"]
    static let articleColumns = ["title", "subtitle", "author", "tags", "body"]

    /// The positions of searched columns among those of a row.
    static func indices(of searched: [String], in columns: [String]) -> [Int] { searched.compactMap(columns.firstIndex) }

    /// Whether all of the folded `words` occur in the columns of a row with these indices.
    static func matches(_ row: Row, _ indices: [Int], _ words: [String]) throws -> Bool {
        if words.isEmpty { return true }
        let parts = try indices.compactMap { try row.decode(String?.self, atIndex: $0) }
        return SearchText.matches(SearchText.folded(parts), words)
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
