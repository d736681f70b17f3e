import FoundationEssentials
import GRDB

/// The articles whose texts always stay in the cache: the participant's own.
struct OwnArticles: Sendable, Equatable {
    /// The participant's handle.
    var author: String?
    /// The ids of entries in the outbox.
    var ids: [String]

    init(author: String? = nil, ids: [String] = []) { (self.author, self.ids) = (author, ids) }
}

/// The texts of articles, which make up nearly all of a cache's size. The most recently opened ones stay; a dropped one is
/// fetched again when it is opened.
extension Cache {
    /// In seconds. A second opening within this time is not stored, because each write costs a commit.
    private static let readingInterval: Double = 600

    /// Notes that an article was opened.
    func noteReading(_ id: String, at instant: Date) throws(StoreError) {
        let known = try read { try Double.fetchOne($0, sql: "SELECT read_at FROM body_read WHERE article = ?", arguments: [id]) }
        // After a clock was set back, the opening must still be stored.
        if let known, abs(instant.timeIntervalSince1970 - known) < Self.readingInterval { return }
        try write { try Self.noteReading(id, at: instant, $0) }
    }

    static func noteReading(_ id: String, at instant: Date, _ db: Database) throws {
        let sql = upsert("body_read", ["article", "read_at"])
        try db.execute(sql: sql, arguments: [id, instant.timeIntervalSince1970])
    }

    /// Drops texts of other people until the rest fits: first those never opened, oldest first, then those opened longest ago.
    static func dropBodies(above limit: Int, sparing own: OwnArticles, _ db: Database) throws {
        let sql = """
            UPDATE article SET body = NULL WHERE rowid IN (
                SELECT rowid FROM (
                    SELECT article.rowid, sum(length(CAST(body AS BLOB))) OVER (
                        ORDER BY read_at DESC NULLS LAST, created_at DESC NULLS LAST, id DESC) AS total
                    FROM article LEFT JOIN body_read ON article = id
                    WHERE body IS NOT NULL AND (author IS NULL OR ?1 IS NULL OR author <> ?1)
                      AND id NOT IN (SELECT value FROM json_each(?2)))
                WHERE total > ?3)
            """
        try db.execute(sql: sql, arguments: [own.author, ListColumn.write(own.ids), limit])
    }
}
