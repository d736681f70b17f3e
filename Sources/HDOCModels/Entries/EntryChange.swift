/// What an entry of the outbox does on the stage when it is sent. All changes pass through the same states.
public enum EntryChange: Sendable, Equatable {
    /// Posts the entry as a new article.
    case post
    /// Replaces the text of an article that is posted already.
    case correct(PostedVersion)
    /// Removes an article that is posted already.
    case remove(PostedVersion)

    /// The kinds of changes. The raw value is the text in the outbox database and in JSON.
    public enum Kind: String, Sendable, CaseIterable {
        case post, correct, remove
    }

    /// The kind of this change.
    public var kind: Kind {
        switch self {
        case .post: .post
        case .correct: .correct
        case .remove: .remove
        }
    }

    /// The version of the article that the change was made against; nil for a new article.
    public var base: PostedVersion? {
        switch self {
        case .post: nil
        case .correct(let base), .remove(let base): base
        }
    }

    /// The same kind of change, made against another version of the article.
    public func against(_ base: PostedVersion) -> EntryChange {
        switch self {
        case .post: .post
        case .correct: .correct(base)
        case .remove: .remove(base)
        }
    }
}

/// A version of the participant's own article, as the stage has it or had it.
public struct PostedVersion: Sendable, Equatable {
    /// The text.
    public var entry: Entry
    /// The number of the version, from 1. Nil if hdoc does not know it; it then asks the stage and compares the texts.
    public var number: Int?

    /// A version of an article.
    public init(entry: Entry, number: Int?) { (self.entry, self.number) = (entry, number) }

    /// The version that an article shows. Nil if the article has no day: it is not an entry of the challenge.
    /// - Parameter zone: the name of the time zone to store with the entry.
    public init?(_ article: Article, zone: String) {
        guard let entry = Entry(posted: article, zone: zone) else { return nil }
        self.init(entry: entry, number: article.version)
    }

    /// Whether an article has this version's text, whatever its number is.
    public func hasText(of other: PostedVersion) -> Bool { entry.hasContent(of: other.entry) }

    /// The text in the outbox database, and in JSON.
    public var json: JSONValue {
        guard case .object(var members) = entry.json else { return entry.json }
        members["subtitle"] = .optional(entry.subtitle)
        members["link"] = .optional(entry.link)
        members["version"] = .optional(number)
        return .object(members)
    }
}

/// Why a change of an article could not be made: the article is not as it was when the change was begun.
public enum EntryConflict: Sendable, Equatable {
    /// The stage has another text, for example from another machine.
    case changed(PostedVersion)
    /// The article was removed from the stage.
    case removed

    /// The word for it in JSON.
    public var name: String {
        switch self {
        case .changed: "changed"
        case .removed: "removed"
        }
    }

    /// What the stage has instead; nil if the article was removed.
    public var current: PostedVersion? { if case .changed(let version) = self { version } else { nil } }
}

extension Entry {
    /// The text of an article of the participant's own. Nil if the article has no day, or one that no entry can have.
    public init?(posted article: Article, zone: String) {
        guard let day = article.day, (1...EntryRules.largestDay).contains(day),
            let date = article.date ?? article.createdAt.map({ CalendarDay($0, in: .utc) })
        else { return nil }
        self.init(
            id: article.id, day: day, date: date, zone: zone, title: article.title ?? "", subtitle: article.subtitle,
            body: article.body ?? "", tags: article.tags, link: article.link,
            template: article.template.flatMap(ArticleTemplate.init(rawValue:)) ?? .micro)
    }

    /// Whether the stage would store the same content for both entries.
    public func hasContent(of other: Entry) -> Bool { json == other.json }
}
