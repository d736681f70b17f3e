import FoundationEssentials

/// The community's data: users, articles, and which account owns which user.
///
/// Each operation takes a bounded number of round trips to a remote database, and each write is one transaction: it checks
/// its conditions and either stores everything or reports the condition that failed. The store decides nothing else; the
/// service derives the reply from the result. The store has no clock either: the service passes every instant.
/// An error means that the outcome is not known, except for ``StoreFailure``.
package protocol CommunityStore: Sendable {
    /// The user with exactly this handle. Nil for a removed user as well.
    func user(_ handle: String) async throws -> StoredUser?

    /// The items of one scan, in arbitrary order, for the deployed layer `dev`. The scan stops after `limit` items or 1 MB
    /// (see ``ScanBudget``) and does not say that it stopped.
    func scanUsers(limit: Int?) async throws -> [StoredUser]

    /// One page of all users, in arbitrary order. A user who exists from the first page to the last is on exactly one page.
    func users(_ page: PageRequest) async throws -> StorePage<StoredUser>

    /// One page of the users whose item changed at `since` or later: the current item of each, or that it was removed.
    /// A change after `page.began` may be missing. A user who changes while the pages are read may be on several pages or
    /// on none: the next list of changes, which begins before `page.began`, has that user.
    func changedUsers(since: Date, _ page: PageRequest) async throws -> StorePage<UserChange>

    /// The handle of the user that the account with this subject owns.
    func handle(ofSubject subject: String) async throws -> String?

    /// The article with this id. The result includes every completed write, because a client that lost the reply to a post
    /// asks in this way whether the post arrived.
    func article(_ id: String) async throws -> StoredArticle?

    /// One page of the summaries (``StoredArticle/summary``) of articles, newest first. An article that is stored after
    /// `page.began` may be missing.
    func articles(_ filter: ArticleFilter, _ page: PageRequest) async throws -> StorePage<String>

    /// The tags, most used first; equally used tags are in alphabetical order.
    func tags(limit: Int) async throws -> [TagCount]

    /// The author's entries, in any order. The result includes every completed write.
    func entries(of author: String) async throws -> [AuthorEntry]

    /// Stores an article if its id and its author's day are free, and updates the author if the user object is
    /// still as expected. Checks in this order and reports the first condition that fails.
    func insert(_ article: StoredArticle, updating user: UserUpdate?) async throws -> ArticleInsertion

    /// Stores an article and its author's figures without reading anything first, if all of this is true: the account with this
    /// subject owns the author, the id and the day are free, and no entry of the author has a later date. The figures become those
    /// that the service would have calculated from all entries: one completed day more, the article's creation as the last entry,
    /// and the streak. Otherwise, and always in a store that has no faster way than ``insert(_:updating:)``, nothing is stored.
    func insertNext(_ article: StoredArticle, ownedBy subject: String, at instant: Date) async throws -> NextInsertion

    /// Replaces `article` with `correction`, which has the same id, author, day and creation time, if the stored article
    /// still has the author and the version of `article`; and updates the author if the user object is still as expected.
    /// Checks in this order and reports the first condition that fails.
    func replace(
        _ article: StoredArticle, with correction: StoredArticle, updating user: UserUpdate?
    ) async throws -> ArticleChange

    /// Removes an article and frees its day, under the same conditions as ``replace(_:with:updating:)``.
    func remove(_ article: StoredArticle, updating user: UserUpdate?) async throws -> ArticleChange

    /// Stores a user if the account owns none yet and the handle is free, ignoring upper and lower case. Checks in
    /// this order and reports the first condition that fails. The handle of a removed user is not free.
    func register(_ registration: UserRegistration) async throws -> RegistrationOutcome
}

extension CommunityStore {
    /// For a store whose reads are no round trips.
    package func insertNext(_ article: StoredArticle, ownedBy subject: String, at instant: Date) async throws -> NextInsertion {
        .notStored(conflict: nil, author: nil)
    }
}

/// A store that can be filled and cleaned up by a maintainer. No route of the API does this.
package protocol SeedableStore: CommunityStore {
    /// Adds users, articles and ownership to an empty store. They do not count as changes.
    func seed(_ community: SeedCommunity) async throws

    /// Replaces the user's item by a tombstone, which ``CommunityStore/changedUsers(since:_:)`` reports. The account keeps
    /// the handle, so nobody else can register it. The user's articles stay.
    func removeUser(_ handle: String, at instant: Date) async throws
}

/// Why a store did not carry out an operation. After any of these errors, nothing was stored.
package enum StoreFailure: Error, Equatable, Sendable {
    /// The position of a ``PageRequest`` is not one that this list returned.
    case invalidPosition
    /// The database refuses requests for now. The service answers 429.
    case throttled(retryAfter: Int?)
}
