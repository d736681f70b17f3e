import FoundationEssentials

/// A user's item as the table holds it.
package struct StoredUser: Sendable, Equatable {
    /// The item as it is sent, so that numbers keep their spelling.
    package let json: String
    /// Whether the item contains a DynamoDB string set, on which the deployed handlers crash.
    package let holdsSet: Bool
    /// By what the store recognises this state of the item, if it does not compare ``json``.
    package let revision: String?

    package init(json: String, holdsSet: Bool = false, revision: String? = nil) {
        (self.json, self.holdsSet, self.revision) = (json, holdsSet, revision)
    }
}

/// A change of a user object that applies only while the object is as expected.
package struct UserUpdate: Sendable, Equatable {
    package let handle: String
    /// The item when it was read.
    package let expected: StoredUser
    /// The item's JSON after the change.
    package let updated: String
    /// When the change happens, for ``CommunityStore/changedUsers(since:_:)``.
    package let instant: Date
    /// The user's latest entries after the change, for ``CommunityStore/insertNext(_:ownedBy:at:)``. Nil: not known.
    package let run: EntryRun?

    package init(handle: String, expected: StoredUser, updated: String, instant: Date, run: EntryRun? = nil) {
        (self.handle, self.expected, self.updated, self.instant) = (handle, expected, updated, instant)
        self.run = run
    }
}

/// A new user and the account that will own it.
package struct UserRegistration: Sendable, Equatable {
    package let subject: String
    package let handle: String
    /// The user object as it is sent.
    package let json: String
    package let idempotencyKey: String?
    /// When the user registers, for ``CommunityStore/changedUsers(since:_:)``.
    package let instant: Date

    package init(subject: String, handle: String, json: String, idempotencyKey: String?, instant: Date) {
        (self.subject, self.handle, self.json) = (subject, handle, json)
        (self.idempotencyKey, self.instant) = (idempotencyKey, instant)
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
    package var articles: [StoredArticle]
    /// Handles by the subject of the account that owns them.
    package var owners: [String: String]

    package init(users: [SeedUser] = [], articles: [StoredArticle] = [], owners: [String: String] = [:]) {
        (self.users, self.articles, self.owners) = (users, articles, owners)
    }
}

/// A user's item to fill a store with.
package struct SeedUser: Sendable, Equatable {
    /// Nil for a malformed item without a key, which only lists return. DynamoDB cannot hold such an item; a store on it
    /// leaves the item out.
    package let handle: String?
    package let json: RawJSON
    package var holdsSet: Bool

    package init(handle: String?, json: RawJSON, holdsSet: Bool = false) {
        (self.handle, self.json, self.holdsSet) = (handle, json, holdsSet)
    }
}
