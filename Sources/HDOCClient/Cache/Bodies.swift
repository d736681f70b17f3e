import FoundationEssentials
import GRDB

/// The participant's own articles, whose body texts are never removed from the cache.
struct OwnArticles: Sendable, Equatable {
    /// The participant's handle; nil if it is unknown.
    var author: String?
    /// The ids of the entries in the outbox.
    var ids: [String]

    init(author: String? = nil, ids: [String] = []) { (self.author, self.ids) = (author, ids) }
}

/// The body texts of articles. They make up nearly all of the cache's size. The most recently opened texts are kept; a removed
/// text is fetched again when the article is opened.
extension Cache {
    /// In seconds. Opening an article again within this time is not recorded, because each record costs a commit.
    private static let readingInterval: Double = 600

    /// Records that an article was opened.
    func noteReading(_ id: String, at instant: Date) throws(StoreError) {
        let known = try read { try Double.fetchOne($0, sql: "SELECT read_at FROM body_read WHERE article = ?", arguments: [id]) }
        // `abs`, so that the opening is also recorded after the system clock was set back.
        if let known, abs(instant.timeIntervalSince1970 - known) < Self.readingInterval { return }
        try write { try Self.noteReading(id, at: instant, $0) }
    }

    static func noteReading(_ id: String, at instant: Date, _ db: Database) throws {
        let sql = upsert("body_read", ["article", "read_at"])
        try db.execute(sql: sql, arguments: [id, instant.timeIntervalSince1970])
    }

    /// Removes other authors' texts until the rest fits into `limit` bytes: first texts that were never opened, starting with
    /// the oldest article, then the least recently opened texts.
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
