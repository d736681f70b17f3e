import FoundationEssentials
import GRDB

/// The articles whose texts stay in the cache, however many there are: the participant's own.
public struct OwnArticles: Sendable, Equatable {
    public var author: String?
    /// Of entries in the outbox.
    public var ids: [String]

    public init(author: String? = nil, ids: [String] = []) { (self.author, self.ids) = (author, ids) }
}

/// The texts of articles, nearly all that a cache weighs. Those opened last stay; one that was dropped is fetched again
/// when it is opened.
extension Cache {
    /// Closer together than this, two openings are one: each noted one wakes whoever watches the cache.
    private static let readingInterval: Double = 600

    /// Notes that an article was opened.
    public func noteReading(_ id: String, at instant: Date) throws(StoreError) {
        let known = try read { try Double.fetchOne($0, sql: "SELECT read_at FROM body_read WHERE article = ?", arguments: [id]) }
        // A clock set back must not keep it from being noted again.
        if let known, abs(instant.timeIntervalSince1970 - known) < Self.readingInterval { return }
        try write { try Self.noteReading(id, at: instant, $0) }
    }

    static func noteReading(_ id: String, at instant: Date, _ db: Database) throws {
        let sql = upsert("body_read", ["article", "read_at"])
        try db.execute(sql: sql, arguments: [id, instant.timeIntervalSince1970])
    }

    /// Drops texts until what is left of other people's fits: first those never opened, the oldest first, then those
    /// opened longest ago.
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
