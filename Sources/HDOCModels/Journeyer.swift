import FoundationEssentials

/// A participant of the challenge, as a stage's `/users` or `/user` describes them.
/// Only `handle` is certain: every other attribute is whatever was written, or nothing.
public struct Journeyer: Sendable, Equatable, Identifiable {
    /// `github_username`, the key.
    public var handle: String
    public var fullName: String?
    public var bio: String?
    /// May exceed 100: a bar is clamped, the number is not.
    public var daysCompleted: Int?
    public var githubScore: Int?
    public var twitterScore: Int?
    /// In days.
    public var githubStreak: Int?
    public var twitterStreak: Int?
    public var lastEntryAt: Date?
    public var dateJoined: Date?
    /// `active`, … ; a boolean is read as `active` or `inactive`.
    public var status: String?
    public var twitterUsername: String?
    /// A URL or a handle.
    public var linkedinProfile: String?
    public var avatarImage: String?
    public var githubJourneyURL: String?
    public var personalBlogURL: String?
    /// Attributes that hdoc does not know, or known ones in a shape it cannot read, under the name they came with.
    public var extra: [String: JSONValue] = [:]

    public init(handle: String) { self.handle = handle }

    public var id: String { handle }

    /// GitHub + Twitter, the website's "CloudCoins"; nil where neither is known.
    public var totalScore: Int? {
        githubScore == nil && twitterScore == nil ? nil : (githubScore ?? 0) + (twitterScore ?? 0)
    }
}

/// A tag and the number of articles that carry it.
public struct Tag: Sendable, Equatable, Identifiable {
    public var tag: String
    public var count: Int
    public var id: String { tag }

    public init(tag: String, count: Int) { (self.tag, self.count) = (tag, count) }
}
