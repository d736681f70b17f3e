/// Journeyers by total score, with ties sharing a rank (1, 2, 2, 4).
public struct Leaderboard: Sendable, Equatable {
    public struct Row: Sendable, Equatable, Identifiable {
        public let rank: Int
        public let journeyer: Journeyer
        public var id: String { journeyer.handle }

        public init(rank: Int, journeyer: Journeyer) { (self.rank, self.journeyer) = (rank, journeyer) }

        public var json: JSONValue {
            guard case .object(var members) = journeyer.json else { return .null }
            members["rank"] = .number(JSONNumber(rank))
            return .object(members)
        }
    }

    public let rows: [Row]

    /// Who has no score at all is not ranked: nothing is known of them.
    public init(_ journeyers: [Journeyer]) {
        rows = JourneyerOrder(journeyers).ranking().map { Row(rank: Int($0.rank), journeyer: journeyers[Int($0.index)]) }
    }
}
