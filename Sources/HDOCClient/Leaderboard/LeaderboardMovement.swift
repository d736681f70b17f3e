import FoundationEssentials
import GRDB
import HDOCModels

/// The movement of the leaderboard between two of its stored states.
public struct LeaderboardMovement: Sendable, Equatable {
    /// A user who has another rank now.
    public struct Mover: Sendable, Equatable {
        /// The user's handle.
        public let handle: String
        /// The rank now, from 1.
        public let rank: Int
        /// The number of places gained; negative if the user lost places.
        public let gained: Int
    }

    /// When the compared states were stored.
    public let from: Date
    public let to: Date
    /// How many users moved.
    public let count: Int
    /// Those who moved most, at most as many as asked for.
    public let movers: [Mover]
}

extension Cache {
    /// The movement since the last state of the leaderboard that was stored before `date`, or since the oldest stored one. Nil if fewer
    /// than two states are stored.
    func leaderboardMovement(since date: Date, limit: Int) throws(StoreError) -> LeaderboardMovement? {
        try read { db in
            let latest = try Double.fetchOne(db, sql: "SELECT max(taken_at) FROM leaderboard")
            let sql = "SELECT coalesce(max(CASE WHEN taken_at <= ? THEN taken_at END), min(taken_at)) FROM leaderboard"
            let first = try Double.fetchOne(db, sql: sql, arguments: [date.timeIntervalSince1970])
            guard let latest, let first, first < latest else { return nil }
            let moved = """
                FROM leaderboard AS new JOIN leaderboard AS old ON old.taken_at = ?2 AND old.handle = new.handle
                WHERE new.taken_at = ?1 AND new.rank <> old.rank
                """
            let times: StatementArguments = [latest, first]
            let count = try Int.fetchOne(db, sql: "SELECT count(*) \(moved)", arguments: times) ?? 0
            let order = "ORDER BY abs(old.rank - new.rank) DESC, new.rank, new.handle LIMIT \(max(0, limit))"
            let movers = try Row.fetchCursor(
                db, sql: "SELECT new.handle, new.rank, old.rank - new.rank \(moved) \(order)", arguments: times
            ).mapToArray { row in
                LeaderboardMovement.Mover(
                    handle: try row.decode(atIndex: 0), rank: try row.decode(atIndex: 1), gained: try row.decode(atIndex: 2))
            }
            return LeaderboardMovement(
                from: Date(timeIntervalSince1970: first), to: Date(timeIntervalSince1970: latest), count: count, movers: movers)
        }
    }
}
