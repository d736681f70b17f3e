/// A user's item as the table holds it.
package struct StoredUser: Sendable, Equatable {
    /// The item as it is sent, so that numbers keep their spelling.
    package let json: String
    /// Whether the item contains a DynamoDB string set, on which the deployed handlers crash.
    package let holdsSet: Bool

    package init(json: String, holdsSet: Bool = false) { (self.json, self.holdsSet) = (json, holdsSet) }
}

/// A tag and the number of its articles.
package struct TagCount: Sendable, Equatable {
    package let tag: String
    package let count: Int

    package init(tag: String, count: Int) { (self.tag, self.count) = (tag, count) }
}

/// An article to be stored, with the values by which it can be found.
package struct NewArticle: Sendable, Equatable {
    package let id: String
    package let author: String
    package let day: Int?
    /// `2026-11-23`.
    package let date: String?
    package let createdAt: String
    /// The posted fields, to distinguish a repeated post from a conflict. Nil for sample articles.
    package let content: String?
    /// The article as it is sent.
    package let json: String
    package let tags: [String]

    package init(
        id: String, author: String, day: Int?, date: String?, createdAt: String, content: String?, json: String, tags: [String]
    ) {
        (self.id, self.author, self.day, self.date) = (id, author, day, date)
        (self.createdAt, self.content, self.json, self.tags) = (createdAt, content, json, tags)
    }
}

/// The part of a stored article that distinguishes a repeated post from a conflict.
package struct ExistingArticle: Sendable, Equatable {
    package let author: String
    package let content: String?
    package let json: String

    package init(author: String, content: String?, json: String) {
        (self.author, self.content, self.json) = (author, content, json)
    }
}

/// A change of a user object that applies only while the object is as expected.
package struct UserUpdate: Sendable, Equatable {
    package let handle: String
    /// The item's JSON when it was read.
    package let expected: String
    package let updated: String

    package init(handle: String, expected: String, updated: String) {
        (self.handle, self.expected, self.updated) = (handle, expected, updated)
    }
}

/// How ``CommunityStore/insert(_:updating:)`` ended.
package enum ArticleInsertion: Sendable, Equatable {
    case stored
    /// An article with this id exists.
    case idExists(ExistingArticle)
    /// The author has an article for this day, with this id.
    case dayExists(id: String)
    /// The user object is not as expected any more. Nothing was stored.
    case userChanged
}

/// A new user and the account that will own it.
package struct UserRegistration: Sendable, Equatable {
    package let subject: String
    package let handle: String
    /// The user object as it is sent.
    package let json: String
    package let idempotencyKey: String?

    package init(subject: String, handle: String, json: String, idempotencyKey: String?) {
        (self.subject, self.handle, self.json, self.idempotencyKey) = (subject, handle, json, idempotencyKey)
    }
}

/// How ``CommunityStore/register(_:)`` ended.
package enum RegistrationOutcome: Sendable, Equatable {
    case stored
    /// The account owns a user, which was registered with this idempotency key.
    case subjectOwns(handle: String, idempotencyKey: String?)
    case handleExists
}

/// A whole community to fill a store with.
package struct SeedCommunity: Sendable, Equatable {
    package var users: [SeedUser]
    package var articles: [NewArticle]
    /// Handles by the subject of the account that owns them.
    package var owners: [String: String]

    package init(users: [SeedUser] = [], articles: [NewArticle] = [], owners: [String: String] = [:]) {
        (self.users, self.articles, self.owners) = (users, articles, owners)
    }
}

/// A user's item to fill a store with.
package struct SeedUser: Sendable, Equatable {
    /// Nil for a malformed item without a key, which only a scan returns.
    package let handle: String?
    package let json: RawJSON
    package var holdsSet: Bool

    package init(handle: String?, json: RawJSON, holdsSet: Bool = false) {
        (self.handle, self.json, self.holdsSet) = (handle, json, holdsSet)
    }
}

/// The rest of the 1 MB that DynamoDB reads in one scan or query before it stops.
package struct ScanBudget: Sendable {
    private var bytesLeft = 1_048_576

    package init() {}

    /// Subtracts the size of an item. Returns false if the item no longer fits; the scan then stops before this item.
    package mutating func takes(_ item: String) -> Bool {
        bytesLeft -= item.utf8.count
        return bytesLeft >= 0
    }
}
