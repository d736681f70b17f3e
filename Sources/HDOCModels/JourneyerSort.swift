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
        let ascending = startsAscending != reversed
        return switch self {
        case .handle: order(journeyers, ascending) { $0.handle.lowercased() }
        case .name: order(journeyers, ascending) { $0.fullName?.lowercased() }
        case .days: order(journeyers, ascending, \.daysCompleted)
        case .score: order(journeyers, ascending, \.totalScore)
        case .githubStreak: order(journeyers, ascending, \.githubStreak)
        case .twitterStreak: order(journeyers, ascending, \.twitterStreak)
        case .lastEntry: order(journeyers, ascending, \.lastEntryAt)
        case .joined: order(journeyers, ascending, \.dateJoined)
        }
    }

    private func order<Key: Comparable>(
        _ journeyers: [Journeyer], _ ascending: Bool, _ key: (Journeyer) -> Key?
    ) -> [Journeyer] {
        // Keys are computed once each, not once for every comparison.
        let keyed = journeyers.map { (key: key($0), handle: $0.handle.lowercased(), journeyer: $0) }
        return keyed.sorted { a, b in
            switch (a.key, b.key) {
            case (nil, nil): return a.handle < b.handle
            case (nil, _): return false
            case (_, nil): return true
            case (let x?, let y?):
                if x == y { return a.handle < b.handle }
                return ascending ? x < y : y < x
            }
        }.map(\.journeyer)
    }
}

extension Journeyer {
    /// Whether every word of `query` occurs in handle, name or bio, in any case.
    public func matches(_ query: String) -> Bool {
        let haystack = [handle, fullName ?? "", bio ?? ""].joined(separator: "\n").lowercased()
        return query.lowercased().split(whereSeparator: \.isWhitespace).allSatisfy { haystack.contains($0) }
    }
}
