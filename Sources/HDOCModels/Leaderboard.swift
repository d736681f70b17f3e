/// Journeyers by total score, with ties sharing a rank (1, 2, 2, 4).
public struct Leaderboard: Sendable, Equatable {
    public struct Row: Sendable, Equatable, Identifiable {
        public let rank: Int
        public let journeyer: Journeyer
        public var id: String { journeyer.handle }

        public var json: JSONValue {
            guard case .object(var members) = journeyer.json else { return .null }
            members["rank"] = .number(Double(rank))
            return .object(members)
        }
    }

    public let rows: [Row]

    /// Who has no score at all is not ranked: nothing is known of them.
    public init(_ journeyers: [Journeyer]) {
        let ranked = journeyers
            .compactMap { journeyer in journeyer.totalScore.map { (score: $0, journeyer: journeyer) } }
            .sorted { ($1.score, $0.journeyer.handle.lowercased()) < ($0.score, $1.journeyer.handle.lowercased()) }
        var rows: [Row] = []
        rows.reserveCapacity(ranked.count)
        for (index, element) in ranked.enumerated() {
            let isTie = index > 0 && ranked[index - 1].score == element.score
            rows.append(Row(rank: isTie ? rows[index - 1].rank : index + 1, journeyer: element.journeyer))
        }
        self.rows = rows
    }
}
