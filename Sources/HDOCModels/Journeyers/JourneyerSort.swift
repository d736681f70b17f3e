/// The orders in which a list of journeyers can be shown: `hdoc users --sort KEY`, and the columns of the table.
public enum JourneyerSort: String, Sendable, CaseIterable {
    /// By handle, without regard to case.
    case handle
    /// By full name, without regard to case.
    case name
    /// By days completed.
    case days
    /// By total score.
    case score
    /// By the streak on GitHub.
    case githubStreak = "github-streak"
    /// By the streak on Twitter.
    case twitterStreak = "twitter-streak"
    /// By the time of the latest entry.
    case lastEntry = "last-entry"
    /// By the time of joining.
    case joined

    /// Whether the natural order is ascending: handles and names start at A, numbers and dates start at the highest.
    public var startsAscending: Bool { self == .handle || self == .name }

    /// The journeyers sorted by this key, equal ones by handle. Unknown values come last in both directions.
    /// - Parameters:
    ///   - journeyers: the journeyers in any order.
    ///   - reversed: whether to reverse the natural order.
    public func sorted(_ journeyers: [Journeyer], reversed: Bool = false) -> [Journeyer] {
        JourneyerOrder(journeyers).sorted(by: self, reversed: reversed).map { journeyers[Int($0)] }
    }
}
