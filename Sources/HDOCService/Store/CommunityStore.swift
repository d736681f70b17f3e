import HDOCModels

/// The community's data: users, articles, and which account owns which user.
///
/// Each operation can be one round trip to a remote database, and each write is one transaction: it checks its
/// conditions and either stores everything or reports the condition that failed. The store decides nothing else; the
/// service derives the reply from the result. An error means that the outcome is not known.
package protocol CommunityStore: Sendable {
    /// The user with exactly this handle.
    func user(_ handle: String) async throws -> StoredUser?

    /// The items of one scan, in arbitrary order. The scan stops after `limit` items or 1 MB (see ``ScanBudget``)
    /// and does not say that it stopped.
    func scanUsers(limit: Int?) async throws -> [StoredUser]

    /// The handle of the user that the account with this subject owns.
    func handle(ofSubject subject: String) async throws -> String?

    /// The JSON of the article with this id. The result includes every completed write, because a client that lost
    /// the reply to a post asks in this way whether the post arrived.
    func article(_ id: String) async throws -> String?

    /// The JSON of articles by this author and with this tag (nil: any), newest first. Stops like ``scanUsers(limit:)``.
    func articles(author: String?, tag: String?, limit: Int?) async throws -> [String]

    /// The tags, most used first; equally used tags are in alphabetical order.
    func tags(limit: Int?) async throws -> [TagCount]

    /// The dates for which this author has an article.
    func entryDates(of author: String) async throws -> Set<CalendarDay>

    /// Stores an article if its id and its author's day are free, and updates the author if the user object is
    /// still as expected. Checks in this order and reports the first condition that fails.
    func insert(_ article: NewArticle, updating user: UserUpdate?) async throws -> ArticleInsertion

    /// Stores a user if the account owns none yet and the handle is free, ignoring upper and lower case. Checks in
    /// this order and reports the first condition that fails.
    func register(_ registration: UserRegistration) async throws -> RegistrationOutcome
}

/// A store that can be filled with a community at once.
package protocol SeedableStore: CommunityStore {
    /// Adds users, articles and ownership to an empty store, in one transaction.
    func seed(_ community: SeedCommunity) async throws
}
