import FoundationEssentials

/// A participant of the challenge, as a stage's `/users` or `/user` describes them.
///
/// Only `handle` is certain. Every other attribute is optional, because a stage stores whatever was written.
public struct Journeyer: Sendable, Equatable, Identifiable {
    /// The GitHub username, `github_username`: the key of a user.
    public var handle: String
    /// The name as the participant wrote it.
    public var fullName: String?
    /// A description in the participant's own words.
    public var bio: String?
    /// Days completed. May exceed 100.
    public var daysCompleted: Int?
    /// Points for work on GitHub.
    public var githubScore: Int?
    /// Points for announcements on Twitter.
    public var twitterScore: Int?
    /// Consecutive days on GitHub.
    public var githubStreak: Int?
    /// Consecutive days on Twitter.
    public var twitterStreak: Int?
    /// When the latest entry was posted.
    public var lastEntryAt: Date?
    /// When the participant joined the challenge.
    public var dateJoined: Date?
    /// `active` or another word. A boolean is read as `active` or `inactive`.
    public var status: String?
    /// The Twitter username, without `@`.
    public var twitterUsername: String?
    /// A URL or a LinkedIn handle.
    public var linkedinProfile: String?
    /// The URL of a picture.
    public var avatarImage: String?
    /// The URL of the participant's journey repository.
    public var githubJourneyURL: String?
    /// The URL of the participant's blog.
    public var personalBlogURL: String?
    /// Attributes that hdoc does not know, and known ones whose value it cannot read, under the name they came with.
    public var extra: [String: JSONValue] = [:]

    /// A participant of whom only the handle is known.
    public init(handle: String) { self.handle = handle }

    /// The handle.
    public var id: String { handle }

    /// GitHub score plus Twitter score, which the website calls "CloudCoins". Nil where neither is known.
    public var totalScore: Int? {
        githubScore == nil && twitterScore == nil ? nil : (githubScore ?? 0) + (twitterScore ?? 0)
    }
}

extension Journeyer {
    /// The contract's name of the key, and the name it had before.
    public static let keyNames = ["github_username", "githubProfile"]

    /// The contract's user attributes beside the key. Decoding, JSON output, the cache's columns, faults and the contract
    /// check are made from this table.
    ///
    /// To add an attribute, add the stored property above and a row at the end: the cache adds a column for each new row.
    public static let attributes: [JourneyerAttribute] = [
        .text("full_name", olderName: "name", \.fullName, isExpected: true),
        .text("bio", \.bio),
        .count("days_completed", olderName: "daysCompleted", \.daysCompleted, isExpected: true),
        .count("github_score", olderName: "githubScore", \.githubScore, isExpected: true),
        .count("twitter_score", olderName: "twitterScore", \.twitterScore),
        .count("github_streak", olderName: "githubStreak", \.githubStreak),
        .count("twitter_streak", olderName: "twitterStreak", \.twitterStreak),
        .instant("last_entry_at", olderName: "lastEntryAt", \.lastEntryAt, isExpected: true),
        .instant("date_joined", olderName: "dateJoined", \.dateJoined, isExpected: true),
        .status("status", \.status),
        .text("twitter_username", olderName: "twitterProfile", \.twitterUsername),
        .text("linkedin_profile", olderName: "linkedinProfile", \.linkedinProfile),
        .text("avatar_image", olderName: "avatarImage", \.avatarImage),
        .text("github_journey_url", \.githubJourneyURL),
        .text("personal_blog_url", \.personalBlogURL),
    ]
}
