import FoundationEssentials
import GRDB
import GRDBSQLite
import HDOCModels

/// The history of the leaderboard. A new set of ranks is stored when the list of users was fetched and the ranks have changed.
extension Cache {
    /// The maximum number of users in one set of ranks. Lower ranks are not stored, so that the history stays small.
    static let ranksKept = 5000
    /// The number of sets of ranks that are kept. Older ones are deleted.
    static let snapshotsKept = 30

    /// The number of places that each user gained between the two latest sets of ranks; negative if the user lost places. The
    /// keys are `GitHubHandle.key` values.
    func leaderboardMovement() throws(StoreError) -> [String: Int] {
        try read { db in
            let times = try Double.fetchAll(db, sql: "SELECT DISTINCT taken_at FROM leaderboard ORDER BY taken_at DESC LIMIT 2")
            guard times.count == 2 else { return [:] }
            let sql = """
                SELECT lower(new.handle), old.rank - new.rank FROM leaderboard AS new
                JOIN leaderboard AS old ON old.taken_at = ?2 AND old.handle = new.handle WHERE new.taken_at = ?1
                """
            let rows = try Row.fetchCursor(db, sql: sql, arguments: [times[0], times[1]])
                .mapToArray { (try $0.decode(String.self, atIndex: 0), try $0.decode(Int.self, atIndex: 1)) }
            return Dictionary(rows) { first, _ in first }
        }
    }

    static func noteRanks(at instant: Date, _ db: Database) throws {
        let latest = try Double.fetchOne(db, sql: "SELECT max(taken_at) FROM leaderboard")
        // The casts are for a damaged file, whose numbers may not fit and whose names may be none.
        let best = """
            SELECT handle, CAST(\(CacheSchema.totalScore) AS INTEGER) AS score FROM journeyer
            WHERE \(CacheSchema.isScored) AND typeof(handle) = 'text' ORDER BY \(CacheSchema.totalScore) DESC, handle LIMIT \(ranksKept)
            """
        // The scores decide about the ranks.
        let isChanged = """
            WITH best AS (\(best))
            SELECT (SELECT count(*) FROM best) <> (SELECT count(*) FROM leaderboard WHERE taken_at = ?1)
                OR EXISTS (SELECT * FROM best EXCEPT SELECT handle, score FROM leaderboard WHERE taken_at = ?1)
            """
        // The first set needs no comparison, which would take as long as storing it.
        if let latest { guard try Bool.fetchOne(db, sql: isChanged, arguments: [latest]) ?? true else { return } }
        // If the system clock was set back, the new set must still have the latest time.
        let time = max(instant.timeIntervalSince1970, (latest ?? 0) + 0.001)
        guard try storeRanks(best, at: time, db) > 0 else { return }
        // SQLite does not report changed rows of a table without row ids.
        try db.notifyChanges(in: Table("leaderboard"))
        try db.execute(
            sql: """
                DELETE FROM leaderboard WHERE taken_at NOT IN
                    (SELECT DISTINCT taken_at FROM leaderboard ORDER BY taken_at DESC LIMIT ?)
                """, arguments: [snapshotsKept])
    }

    /// Stores the ranks of these users, and returns their number. Equal scores share a rank (1, 2, 2, 4).
    ///
    /// SQLite's `rank()` would sort the users again, which takes longer than all the rest.
    private static func storeRanks(_ best: String, at time: Double, _ db: Database) throws -> Int {
        let (users, row) = (
            try db.cachedStatement(sql: best), try db.cachedStatement(sql: insert("leaderboard", ["taken_at", "handle", "rank", "score"]))
        )
        let (from, to) = (users.sqliteStatement, row.sqliteStatement)
        defer { for statement in [from, to] { sqlite3_reset(statement) } }
        sqlite3_bind_double(to, 1, time)
        var (place, rank, last) = (0, 0, Int64.min)
        while try db.step(from) {
            let score = sqlite3_column_int64(from, 1)
            place += 1
            if score != last || place == 1 { (rank, last) = (place, score) }
            sqlite3_bind_value(to, 2, sqlite3_column_value(from, 0))
            sqlite3_bind_int64(to, 3, Int64(rank))
            sqlite3_bind_int64(to, 4, score)
            _ = try db.step(to)
            sqlite3_reset(to)
        }
        return place
    }
}
