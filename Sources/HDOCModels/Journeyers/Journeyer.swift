import FoundationEssentials

/// A participant of the challenge, as a stage's routes `/users` and `/user` describe them.
///
/// Every attribute except `handle` is optional, because a stage does not check what it stores.
public struct Journeyer: Sendable, Equatable, Identifiable {
    /// The GitHub username, `github_username`: the key of a user.
    public var handle: String
    /// The participant's name, as they wrote it.
    public var fullName: String?
    /// A description in the participant's own words.
    public var bio: String?
    /// The number of completed days. It may exceed 100.
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
    /// `active` or another word. A boolean in the response is read as `active` (true) or `inactive` (false).
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
    /// Attributes that hdoc does not know, and known attributes whose value it cannot read, by the name in the response.
    public var extra: [String: JSONValue] = [:]

    /// A participant of whom only the handle is known.
    public init(handle: String) { self.handle = handle }

    /// The handle.
    public var id: String { handle }

    /// GitHub score plus Twitter score; the website calls the sum "CloudCoins". Nil if neither score is known. A sum that does not
    /// fit is the largest or smallest integer.
    public var totalScore: Int? { Self.totalScore(githubScore, twitterScore) }

    static func totalScore(_ github: Int?, _ twitter: Int?) -> Int? {
        guard github != nil || twitter != nil else { return nil }
        let (sum, overflows) = (github ?? 0).addingReportingOverflow(twitter ?? 0)
        return overflows ? (sum < 0 ? .max : .min) : sum
    }
}

extension Journeyer {
    /// The name of the key attribute in the API contract, and its older name.
    public static let keyNames = ["github_username", "githubProfile"]

    /// All user attributes of the API contract except the key. Decoding, JSON output, the columns of the cache, the search for
    /// faults and the contract check use this table.
    ///
    /// To add an attribute, add a stored property above and a row at the end of this table. The cache adds a column for each new
    /// row.
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
