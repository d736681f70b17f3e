import FoundationEssentials
import GRDB
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
        let scored = """
            SELECT handle, github_score, twitter_score FROM journeyer
            WHERE github_score IS NOT NULL OR twitter_score IS NOT NULL
            """
        let journeyers = try Row.fetchCursor(db, sql: scored).mapToArray { row in
            var journeyer = Journeyer(handle: try row.decode(atIndex: 0))
            (journeyer.githubScore, journeyer.twitterScore) = (try row.decode(atIndex: 1), try row.decode(atIndex: 2))
            return journeyer
        }
        let ranks = Leaderboard(journeyers).rows.prefix(ranksKept)
            .map { Standing(handle: $0.journeyer.handle, rank: $0.rank, score: $0.journeyer.totalScore ?? 0) }
        let latest = try Double.fetchOne(db, sql: "SELECT max(taken_at) FROM leaderboard")
        let sql = "SELECT handle, rank, score FROM leaderboard WHERE taken_at = ?"
        let known = try Row.fetchCursor(db, sql: sql, arguments: [latest])
            .mapToArray {
                Standing(handle: try $0.decode(atIndex: 0), rank: try $0.decode(atIndex: 1), score: try $0.decode(atIndex: 2))
            }
        guard Set(known) != Set(ranks) else { return }
        // If the system clock was set back, the new set must still have the latest time.
        let time = max(instant.timeIntervalSince1970, (latest ?? 0) + 0.001)
        let insert = try db.cachedStatement(sql: insert("leaderboard", ["taken_at", "handle", "rank", "score"]))
        for row in ranks { try insert.execute(arguments: [time, row.handle, row.rank, row.score]) }
        // SQLite does not report changed rows of a table without row ids.
        try db.notifyChanges(in: Table("leaderboard"))
        try db.execute(
            sql: """
                DELETE FROM leaderboard WHERE taken_at NOT IN
                    (SELECT DISTINCT taken_at FROM leaderboard ORDER BY taken_at DESC LIMIT ?)
                """, arguments: [snapshotsKept])
    }

    private struct Standing: Hashable {
        let handle: String
        let rank: Int
        let score: Int
    }
}
