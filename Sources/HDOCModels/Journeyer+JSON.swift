import FoundationEssentials

extension Journeyer {
    /// Reads a user object in either spelling. Nil where it has no usable key; nothing else is fatal.
    public init?(json: JSONValue) {
        guard let attributes = json.object else { return nil }
        var reader = AttributeReader(attributes)
        guard let handle = reader.text("github_username", "githubProfile"), !handle.isEmpty,
            handle.utf8.count <= Self.longestHandle
        else { return nil }
        self.init(handle: handle)
        fullName = reader.text("full_name", "name")
        bio = reader.text("bio")
        daysCompleted = reader.integer("days_completed", "daysCompleted")
        githubScore = reader.integer("github_score", "githubScore")
        twitterScore = reader.integer("twitter_score", "twitterScore")
        githubStreak = reader.integer("github_streak", "githubStreak")
        twitterStreak = reader.integer("twitter_streak", "twitterStreak")
        lastEntryAt = reader.instant("last_entry_at", "lastEntryAt")
        dateJoined = reader.instant("date_joined", "dateJoined")
        status = reader.status("status")
        twitterUsername = reader.text("twitter_username", "twitterProfile")
        linkedinProfile = reader.text("linkedin_profile", "linkedinProfile")
        avatarImage = reader.text("avatar_image", "avatarImage")
        githubJourneyURL = reader.text("github_journey_url")
        personalBlogURL = reader.text("personal_blog_url")
        extra = reader.rest
    }

    /// DynamoDB's own limit for a partition key, in bytes.
    private static let longestHandle = 2048

    /// The object that `--json` prints: the contract's names, null where unknown, the unknown under `extra`.
    public var json: JSONValue {
        .object([
            "github_username": .string(handle), "full_name": .optional(fullName), "bio": .optional(bio),
            "days_completed": .optional(daysCompleted), "github_score": .optional(githubScore),
            "twitter_score": .optional(twitterScore), "total_score": .optional(totalScore),
            "github_streak": .optional(githubStreak), "twitter_streak": .optional(twitterStreak),
            "last_entry_at": .optional(lastEntryAt.map(Timestamp.format)),
            "date_joined": .optional(dateJoined.map(Timestamp.format)),
            "status": .optional(status), "twitter_username": .optional(twitterUsername),
            "linkedin_profile": .optional(linkedinProfile), "avatar_image": .optional(avatarImage),
            "github_journey_url": .optional(githubJourneyURL),
            "personal_blog_url": .optional(personalBlogURL), "extra": .object(extra),
        ])
    }
}

/// Takes known attributes out of an object; what nobody took, or could not be read, is the rest.
struct AttributeReader {
    private(set) var rest: [String: JSONValue]

    init(_ attributes: [String: JSONValue]) { rest = attributes }

    mutating func text(_ names: String...) -> String? { take(names, \.text) }
    mutating func integer(_ names: String...) -> Int? { take(names, \.integer) }
    mutating func instant(_ names: String...) -> Date? { take(names) { $0.text.flatMap(Timestamp.parse) } }
    mutating func day(_ names: String...) -> CalendarDay? { take(names) { $0.text.flatMap { CalendarDay($0) } } }

    mutating func status(_ names: String...) -> String? {
        take(names) { if case .bool(let flag) = $0 { flag ? "active" : "inactive" } else { $0.text } }
    }

    /// One string, or a list of them; a string is split at commas and spaces.
    mutating func tags(_ names: String...) -> [String] {
        take(names) { value in
            if let elements = value.array { return elements.compactMap(\.text) }
            return value.text?.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
        } ?? []
    }

    /// The first of `names` that reads as wanted wins; a null is forgotten, an unreadable value stays in the rest.
    private mutating func take<Value>(_ names: [String], _ read: (JSONValue) -> Value?) -> Value? {
        var found: Value?
        for name in names {
            guard let raw = rest[name] else { continue }
            if raw == .null {
                rest[name] = nil
            } else if found == nil, let value = read(raw) {
                found = value
                rest[name] = nil
            }
        }
        return found
    }
}
