import FoundationEssentials
import HDOCModels

/// The offline-first interface to one stage, for screens, commands and other programs.
///
/// Reads return cached data immediately, without using the network. `refresh` and `sync` update the cache. A new entry is first
/// stored durably in the outbox and sent afterwards. All methods may be called from any task or thread. Methods that are not
/// `async` block the caller for some milliseconds.
public protocol CommunityClient: Sendable {
    /// The stage that this client works on.
    var stage: Stage { get }

    // MARK: The cache

    /// Passes the cached users of a query to `body`, one after the other, until it returns false. `body` runs while the cache is being
    /// read, so it must not call the client.
    /// - Returns: the number of users that `body` got, and the age of the list.
    func journeyers(_ query: JourneyerQuery, _ body: (Journeyer) -> Bool) throws(StoreError) -> Snapshot<Int>
    /// All cached users in their packed form.
    /// - Parameter old: a list that was read before. The parts that are still the same share its memory.
    func packedJourneyers(sharing old: PackedJourneyers) throws(StoreError) -> Snapshot<PackedJourneyers>
    /// The first cached users by days and by score, which takes much less time than reading all.
    /// - Parameter limit: how many of each order.
    func firstJourneyers(_ limit: Int) throws(StoreError) -> Snapshot<FirstJourneyers>
    /// The cached user with this handle, ignoring case; nil if the cache has no such user.
    func journeyer(_ handle: String) throws(StoreError) -> Snapshot<Journeyer?>
    /// Passes cached articles to `body`, newest first, until it returns false. `body` runs while the cache is being read, so it must not
    /// call the client.
    /// - Parameters:
    ///   - author: nil means any author.
    ///   - tag: nil means any tag.
    ///   - text: only articles in whose title, subtitle, author, tags or body all words of this text occur. Nil: all.
    /// - Returns: the number of articles that `body` got, and the age of the list.
    func articles(
        author: String?, tag: String?, matching text: String?, _ body: (Article) -> Bool
    ) throws(StoreError) -> Snapshot<Int>
    /// Records that the user opened an article. When the cached texts exceed their size limit, the least recently opened ones
    /// are removed first.
    func noteReading(_ articleID: String) throws(StoreError)
    /// The cached tags, most used first.
    func tags() throws(StoreError) -> Snapshot<[Tag]>
    /// The number of places that each user gained between the two latest leaderboards that differ; negative if the user lost
    /// places. The keys are `GitHubHandle.key` values. Users who are missing from one of the two leaderboards are left out.
    func leaderboardMovement() throws(StoreError) -> [String: Int]
    /// The movement of the leaderboard since the last stored state before `date`, or since the oldest one. Nil if fewer than two states
    /// are stored.
    /// - Parameter limit: the largest number of users in the result.
    func leaderboardMovement(since date: Date, limit: Int) throws(StoreError) -> LeaderboardMovement?
    /// For each route, whether the stage supports it, in the order of the API contract.
    func routes() throws(StoreError) -> [RouteStatus]
    /// The size of the stage's cache and outbox files, in bytes.
    func storage() -> StorageReport

    // MARK: The network

    /// Fetches one resource and stores it in the cache. The thrown error names the operation of this resource, even if storing
    /// fails.
    func refresh(_ resource: Resource) async throws(ClientError) -> RefreshReport
    /// Fetches everything that the stage offers, including routes that were absent before. If one resource fails, the others
    /// are still fetched; the report contains the error.
    /// - Parameters:
    ///   - full: whether to fetch whole lists also if the stage can say what has changed, for example because it has said so
    ///     incompletely.
    ///   - progress: is called at the beginning of each resource, and up to ten times a second while a long list arrives.
    func sync(full: Bool, progress: @escaping @Sendable (SyncProgress) -> Void) async -> SyncReport
    /// Compares each route of the stage with the API contract. It changes nothing on the stage.
    /// - Throws: an error if the stage does not respond at all.
    func check(report: @escaping @Sendable (RouteCheck) -> Void) async throws(ClientError) -> StageCheckReport

    // MARK: Session and handle

    /// The state of the session according to the token store. This does not use the network.
    func session() -> SessionStatus
    /// The participant's handle: the configured handle, or else a claim of the token if the cache has a user with that name.
    /// Nil if it is unknown; ask the participant then.
    func handle() -> String?
    /// Stores the participant's handle for this stage in the configuration.
    /// - Throws: an error if the configuration cannot be changed. The error `keptInMemory` means that the handle is used until
    ///   the process ends.
    func setHandle(_ handle: String) throws(ConfigurationWriteError)
    /// Signs in with the provider's hosted page and reports each step. Returns when the browser has returned to hdoc and the
    /// tokens are stored.
    /// - Throws: an error if the sign-in fails, the time limit is exceeded, or the task is cancelled.
    func signIn(_ options: SignInOptions, report: @escaping @Sendable (SignInStep) -> Void) async throws(ClientError) -> Identity
    /// Passes an address that the user copied from the browser to the waiting sign-in.
    /// - Returns: false if the address does not belong to that sign-in.
    func pasteBack(_ text: String) async -> Bool
    /// The place where this stage's tokens are stored, or where a sign-in would store them.
    func tokenPlace() -> TokenPlace
    /// Creates the participant's user on the stage, and stores the handle in the configuration.
    /// - Throws: `ClientError.Kind.invalidProfile`, without sending a request, if the profile breaks a rule.
    func signUp(_ profile: SignUpProfile) async throws(ClientError) -> Journeyer
    /// Deletes the tokens on this machine, and then revokes them at the provider.
    func signOut() async throws(ClientError) -> SignOutReport

    // MARK: Writing

    /// All entries, in the order in which they were created.
    func outbox() throws(OutboxError) -> [OutboxEntry]
    /// Throws the error that saving an entry would throw now. Call this before the user starts typing an entry.
    func checkWriting() throws(OutboxError)
    /// Stores an entry durably as a draft. If an entry with its id exists and may still be edited, its text is replaced.
    /// - Parameters:
    ///   - entry: the entry as it was written so far.
    ///   - known: the texts that the caller has seen of this entry; nil replaces any text.
    /// - Returns: the row of the outbox.
    /// - Throws: `OutboxError.changedElsewhere` if the outbox has another text, for example from a second window;
    ///   `OutboxError.notEditable` if the entry was sent.
    func saveDraft(_ entry: Entry, replacing known: [Entry]?) throws(OutboxError) -> OutboxEntry
    /// Moves an entry to `queued`, so that it will be sent. The change is on the disk when this returns.
    func queue(_ id: String) throws(OutboxError) -> OutboxEntry
    /// Makes a posted entry a correction in the state `draft`, whose text is changed by `saveDraft` and sent after `queue`. The entry
    /// may be one of the outbox, or an article that the participant posted from another machine.
    /// - Throws: `OutboxError.notPosted` if the stage does not have it; `OutboxError.textNotCached` if its text must be fetched first.
    func startCorrection(of id: String) throws(OutboxError) -> OutboxEntry
    /// Queues the removal of a posted entry. The change is on the disk when this returns. The text stays in the outbox.
    /// - Throws: the same errors as `startCorrection`.
    func queueRemoval(of id: String) throws(OutboxError) -> OutboxEntry
    /// Deletes an entry. If the entry is a correction or a removal that has not been made, it is `sent` again instead. An entry that
    /// is being sent cannot be discarded.
    func discard(_ id: String) throws(OutboxError)
    /// Resolves an entry in the state `unknown`: it becomes `sent` if it arrived, or `queued` to send it again.
    func settle(_ id: String, arrived: Bool) throws(OutboxError) -> OutboxEntry
    /// Sends all entries that are due, oldest first. If `ids` is not nil, exactly these entries are sent, even if they are not
    /// due. Only one process sends at a time. A rejected entry is not an error; the report contains its state.
    func send(_ ids: [String]?) async throws(ClientError) -> SendReport

    // MARK: Notices

    /// A stream of the changes to cache, outbox and session, made by this process or another. A slow listener receives several
    /// changes as one. The stream never ends by itself.
    func changes() -> AsyncStream<Change>
    /// Sends a request that a person composed, with the token of the session if there is one. Any response is a result, whatever its
    /// status. A write is sent once; only after a 401 it is sent again with a new token.
    /// - Throws: `.signInNeeded` for a write without a session, and `.transport` if there is no response.
    func send(_ request: ComposedRequest) async throws(ClientError) -> ComposedReply
    /// A stream of the stage's API requests: first the latest ones, then each request when it starts, progresses and ends. The
    /// traces contain no secrets. The stream never ends by itself.
    func requests() -> AsyncStream<RequestTrace>
}

extension CommunityClient {
    /// Fetches everything that the stage offers; of lists only what has changed, if the stage can say so.
    public func sync(progress: @escaping @Sendable (SyncProgress) -> Void) async -> SyncReport {
        await sync(full: false, progress: progress)
    }

    /// All cached users in their packed form, for implementations that have them as values.
    public func packedJourneyers(sharing old: PackedJourneyers) throws(StoreError) -> Snapshot<PackedJourneyers> {
        var builder = PackedJourneyersBuilder(sharing: old, fold: SearchText.folded)
        let list = try journeyers(JourneyerQuery()) {
            builder.append($0)
            return !Task.isCancelled
        }
        return list.with(builder.finish())
    }

    /// The first cached users by days and by score, for implementations that have all as values.
    public func firstJourneyers(_ limit: Int) throws(StoreError) -> Snapshot<FirstJourneyers> {
        let all = try journeyers(JourneyerQuery())
        return all.with(FirstJourneyers(of: all.value, limit))
    }

    /// All cached users, in no particular order.
    public func journeyers() throws(StoreError) -> Snapshot<[Journeyer]> { try journeyers(JourneyerQuery()) }

    /// The cached users whose handle, name or bio contains every word of `text`. `SearchText` defines the rule.
    public func journeyers(matching text: String) throws(StoreError) -> Snapshot<[Journeyer]> {
        try journeyers(JourneyerQuery(text: text))
    }

    /// The cached users of a query.
    public func journeyers(_ query: JourneyerQuery) throws(StoreError) -> Snapshot<[Journeyer]> {
        var all: [Journeyer] = []
        return try journeyers(query) {
            all.append($0)
            return true
        }.with(all)
    }

    /// The cached articles by this author and with this tag, newest first. Nil means any author or any tag.
    /// - Parameter text: only articles in whose title, subtitle, author, tags or body all words of this text occur.
    public func articles(author: String?, tag: String?, matching text: String? = nil) throws(StoreError) -> Snapshot<[Article]> {
        var all: [Article] = []
        return try articles(author: author, tag: tag, matching: text) {
            all.append($0)
            return true
        }.with(all)
    }

    /// No movement, for implementations that store no states of the leaderboard.
    public func leaderboardMovement(since date: Date, limit: Int) throws(StoreError) -> LeaderboardMovement? { nil }

    /// An empty stream that ends immediately, for implementations that do not trace requests.
    public func requests() -> AsyncStream<RequestTrace> { AsyncStream { $0.finish() } }

    /// The participant's days, from the cached articles and the outbox. It answers which days and dates have an entry, and
    /// which day is free.
    /// - Parameters:
    ///   - today: the current date in the participant's time zone.
    ///   - id: an entry to leave out, so that its day and date count as free.
    public func journey(today: CalendarDay, besides id: String? = nil) throws(OutboxError) -> Journey {
        let posted = try OutboxError.wrapping { () throws(StoreError) in
            guard let handle = handle() else { return [Article]() }
            return try articles(author: handle, tag: nil).value
        }
        return Journey(articles: posted, outbox: try outbox(), today: today, besides: id)
    }

    /// Stores an entry durably as a draft. It replaces any text that the outbox has for its id.
    public func saveDraft(_ entry: Entry) throws(OutboxError) -> OutboxEntry { try saveDraft(entry, replacing: nil) }

    /// Runs `begin`, which is `startCorrection` or `queueRemoval`. If the cache lacks the text of the article, fetches it first.
    public func fetchingText(_ begin: @Sendable () throws(OutboxError) -> OutboxEntry) async throws -> OutboxEntry {
        do throws(OutboxError) {
            return try begin()
        } catch {
            guard case .textNotCached(let id) = error else { throw error }
            _ = try await refresh(.article(id))
            return try begin()
        }
    }

    /// Whether a handle is the participant's own handle, ignoring case.
    public func isMe(_ handle: String) -> Bool { GitHubHandle.isSame(handle, self.handle()) }
}
