import FoundationEssentials

/// Something wrong with a journeyer's attributes, as whoever keeps the table wants to know it.
public enum JourneyerFault: Sendable, Equatable {
    /// An attribute of the contract that is there, in a shape nobody can read.
    case unreadable(String)
    /// One that everybody should have, and that is not there.
    case missing(String)
    /// One whose value cannot be: a negative count, or a date that is still to come.
    case implausible(String)

    public var attribute: String {
        switch self {
        case .unreadable(let name), .missing(let name), .implausible(let name): name
        }
    }
}

extension Journeyer {
    /// The contract's names, in both spellings, as far as they are read.
    private static let known: Set<String> = [
        "full_name", "name", "bio", "days_completed", "daysCompleted", "github_score", "githubScore", "twitter_score", "twitterScore",
        "github_streak", "githubStreak", "twitter_streak", "twitterStreak", "last_entry_at", "lastEntryAt", "date_joined", "dateJoined",
        "status", "twitter_username", "twitterProfile", "linkedin_profile", "linkedinProfile", "avatar_image", "avatarImage",
        "github_journey_url", "personal_blog_url",
    ]

    /// Everything wrong with it; empty for a journeyer as the website expects them.
    public func faults(now: Date) -> [JourneyerFault] {
        let unreadable = extra.isEmpty ? [] : extra.keys.filter(Self.known.contains).sorted()
        let wanted: [(name: String, isThere: Bool)] = [
            ("full_name", fullName != nil), ("days_completed", daysCompleted != nil), ("github_score", githubScore != nil),
            ("last_entry_at", lastEntryAt != nil), ("date_joined", dateJoined != nil),
        ]
        let missing = wanted.filter { !$0.isThere && !unreadable.contains($0.name) }.map(\.name)
        let counts = [
            ("days_completed", daysCompleted), ("github_score", githubScore), ("twitter_score", twitterScore),
            ("github_streak", githubStreak), ("twitter_streak", twitterStreak),
        ]
        let negative = counts.filter { ($0.1 ?? 0) < 0 }.map(\.0)
        // Clocks differ a little.
        let tomorrow = now.addingTimeInterval(86_400)
        let ahead = [("last_entry_at", lastEntryAt), ("date_joined", dateJoined)].filter { ($0.1 ?? .distantPast) > tomorrow }.map(\.0)
        return unreadable.map(JourneyerFault.unreadable) + (negative + ahead).map(JourneyerFault.implausible)
            + missing.map(JourneyerFault.missing)
    }
}
