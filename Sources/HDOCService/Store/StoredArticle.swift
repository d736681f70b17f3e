import HDOCModels

/// An article as the store keeps it, with the values by which it can be found.
package struct StoredArticle: Sendable, Equatable {
    package let id: String
    package let author: String
    /// An author has at most one article for each day. Nil: the article belongs to no day.
    package let day: Int?
    /// `2026-11-23`.
    package let date: String?
    package let createdAt: String
    /// 1 for a new article; each correction adds 1.
    package let version: Int
    /// The posted fields, to distinguish a repeated request from a conflict. Nil for sample articles.
    package let content: String?
    /// The article as it is sent.
    package let json: String
    /// The article as lists contain it: without `body`.
    package let summary: String
    /// In any order. A store keeps each once.
    package let tags: [String]

    package init(
        id: String, author: String, day: Int?, date: String?, createdAt: String, version: Int = 1, content: String?, json: String,
        summary: String, tags: [String]
    ) {
        (self.id, self.author, self.day, self.date) = (id, author, day, date)
        (self.createdAt, self.version, self.content) = (createdAt, version, content)
        (self.json, self.summary, self.tags) = (json, summary, tags)
    }
}

extension StoredArticle {
    /// The summary of an article that is sent as `json`.
    package static func summary(of json: RawJSON) -> String { json.setting("body", nil).text }

    /// The summary of an article whose JSON is known as text. A text that is not JSON is its own summary.
    package static func summary(ofText json: String) -> String { (try? JSONReader.read(json.utf8)).map(summary(of:)) ?? json }
}

/// What a user's progress is calculated from: one of the author's articles.
package struct AuthorEntry: Sendable, Equatable {
    package let id: String
    package let day: Int?
    package let date: CalendarDay?
    /// ``StoredArticle/createdAt``.
    package let createdAt: String

    package init(id: String, day: Int?, date: CalendarDay?, createdAt: String) {
        (self.id, self.day, self.date, self.createdAt) = (id, day, date, createdAt)
    }
}

/// How ``CommunityStore/insert(_:updating:)`` ended.
package enum ArticleInsertion: Sendable, Equatable {
    case stored
    /// An article with this id exists.
    case idExists(StoredArticle)
    /// The author has an article for this day, with this id.
    case dayExists(id: String)
    /// The user object is not as expected any more. Nothing was stored.
    case userChanged
}

/// How ``CommunityStore/insertNext(_:ownedBy:at:)`` ended.
package enum NextInsertion: Sendable, Equatable {
    case stored
    /// Nothing was stored. The service must check the owner before it uses what the store found.
    /// - Parameters:
    ///   - conflict: the article that the id or the day belongs to.
    ///   - author: the user as it was at this time, if the store happens to know.
    case notStored(conflict: ArticleInsertion?, author: StoredUser?)
}

/// How a replacement or a removal of an article ended. Except for `stored`, nothing was changed.
package enum ArticleChange: Sendable, Equatable {
    case stored
    /// The article has another version or another author, or it is gone.
    case articleChanged
    /// The user object is not as expected any more.
    case userChanged
}

/// A tag and the number of its articles.
package struct TagCount: Sendable, Equatable {
    package let tag: String
    package let count: Int

    package init(tag: String, count: Int) { (self.tag, self.count) = (tag, count) }
}
