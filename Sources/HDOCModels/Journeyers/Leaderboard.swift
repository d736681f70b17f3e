/// The journeyers ranked by total score. Equal scores share a rank (1, 2, 2, 4).
public struct Leaderboard: Sendable, Equatable {
    /// The ranked journeyers, best first. Journeyers without any score are not ranked.
    public let rows: [LeaderboardRow]

    /// Ranks `journeyers`.
    public init(_ journeyers: [Journeyer]) {
        rows = JourneyerOrder(journeyers).ranking.map { LeaderboardRow(rank: Int($0.rank), journeyer: journeyers[Int($0.index)]) }
    }
}

/// A journeyer with their rank.
public struct LeaderboardRow: Sendable, Equatable, Identifiable {
    /// The rank, from 1.
    public let rank: Int
    /// The journeyer with this rank.
    public let journeyer: Journeyer
    /// The journeyer's handle.
    public var id: String { journeyer.handle }

    /// A row of a leaderboard.
    public init(rank: Int, journeyer: Journeyer) { (self.rank, self.journeyer) = (rank, journeyer) }

    /// The journeyer's JSON with `rank` added.
    public var json: JSONValue {
        guard case .object(var members) = journeyer.json else { return .null }
        members["rank"] = .number(JSONNumber(rank))
        return .object(members)
    }
}
