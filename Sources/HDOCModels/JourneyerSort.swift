/// The orders a list of journeyers can be shown in: `hdoc users --sort KEY`, and the columns of the table.
public enum JourneyerSort: String, Sendable, CaseIterable {
    case handle, name, days, score
    case githubStreak = "github-streak"
    case twitterStreak = "twitter-streak"
    case lastEntry = "last-entry"
    case joined

    /// What one wants to see first: names from A, numbers and dates from the top.
    public var startsAscending: Bool { self == .handle || self == .name }

    /// Sorted by this key, by handle within it; what is unknown comes last in either direction.
    public func sorted(_ journeyers: [Journeyer], reversed: Bool = false) -> [Journeyer] {
        JourneyerOrder(journeyers).sorted(by: self, reversed: reversed).map { journeyers[Int($0)] }
    }
}
