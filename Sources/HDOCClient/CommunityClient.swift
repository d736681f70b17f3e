import FoundationEssentials
import HDOCModels

/// What the screens, the commands and other programs use: the offline-first view of one stage.
///
/// Reads answer from the cache, at once and without a network. `refresh` and `sync` bring the cache up to date. Writing stores
/// an entry durably in the outbox first and sends it afterwards. All methods may be called from any task or thread; those that
/// are not `async` take milliseconds and block for that long.
public protocol CommunityClient: Sendable {
    /// The stage that it works on.
    var stage: Stage { get }

    // MARK: The cache

    /// All users that the cache knows, in no particular order.
    func journeyers() throws(StoreError) -> Snapshot<[Journeyer]>
    /// The user with this handle, without regard to case; nil where the cache knows none.
    func journeyer(_ handle: String) throws(StoreError) -> Snapshot<Journeyer?>
    /// The users whose handle, name or bio contains every word of `text`, by the rule of `SearchText`.
    func journeyers(matching text: String) throws(StoreError) -> Snapshot<[Journeyer]>
    /// The articles of an author with a tag, newest first. Nil means any.
    func articles(author: String?, tag: String?) throws(StoreError) -> Snapshot<[Article]>
    /// The articles in which each word of `text` begins a word of title, subtitle, tags or text, newest first.
    func articles(author: String?, tag: String?, matching text: String) throws(StoreError) -> Snapshot<[Article]>
    /// Says that an article was opened. Where the cache holds too many texts, the least recently opened ones go first.
    func noteReading(_ articleID: String) throws(StoreError)
    /// The tags in use, most used first.
    func tags() throws(StoreError) -> Snapshot<[Tag]>
    /// Places gained between the two latest leaderboards that differ, by `GitHubHandle.key`; negative where places were lost.
    /// A user who was not in both is not in it.
    func leaderboardMovement() throws(StoreError) -> [String: Int]
    /// What is known about the stage's routes, in the contract's order.
    func routes() throws(StoreError) -> [RouteStatus]
    /// The size of the stage's files.
    func storage() -> StorageReport

    // MARK: The network

    /// Fetches one resource into the cache. The error names the resource's own operation, also where the cache fails.
    func refresh(_ resource: Resource) async throws(ClientError) -> RefreshReport
    /// Fetches everything that the stage offers, and asks again for routes that were absent. A resource that fails does not
    /// stop the others.
    func sync(progress: @escaping @Sendable (SyncProgress) -> Void) async -> SyncReport
    /// Compares each route of the stage with the contract. It only reads. Throws where nothing answers.
    func check(report: @escaping @Sendable (RouteCheck) -> Void) async throws(ClientError) -> StageCheckReport

    // MARK: Who I am

    /// The session as the token store has it, without a network.
    func session() -> SessionStatus
    /// The participant's handle: the configured one, else one of the token's claims where the stage knows such a user. Nil where
    /// the participant must be asked.
    func handle() -> String?
    /// Remembers the participant's handle on this stage, also for later runs.
    func setHandle(_ handle: String) throws(ConfigurationWriteError)
    /// Signs in through the hosted page, and reports each step. Returns when the browser came back; throws also when the wait is
    /// over or the task was cancelled.
    func signIn(_ options: SignInOptions, report: @escaping @Sendable (SignInStep) -> Void) async throws(ClientError) -> Identity
    /// Hands an address that the browser ended at, pasted by the user, to the sign-in that waits.
    /// - Returns: false where the address does not belong to that sign-in.
    func pasteBack(_ text: String) async -> Bool
    /// Where the tokens of this stage are kept, or would be.
    func tokenPlace() -> TokenPlace
    /// Creates the participant's user on the stage, and remembers its handle. A profile that breaks rules is not sent:
    /// `ClientError.Kind.invalidProfile`.
    func signUp(_ profile: SignUpProfile) async throws(ClientError) -> Journeyer
    /// Forgets the session here, and then revokes it at the provider.
    func signOut() async throws(ClientError) -> SignOutReport

    // MARK: Writing

    /// All entries in the order in which they were begun.
    func outbox() throws(OutboxError) -> [OutboxEntry]
    /// Throws what saving an entry would throw now, so that nobody types a text that cannot be kept.
    func checkWriting() throws(OutboxError)
    /// Stores a draft durably under its id, or replaces the text of an entry that may still be edited.
    func saveDraft(_ entry: Entry) throws(OutboxError) -> OutboxEntry
    /// Releases an entry to be sent. The change is durable when this returns.
    func queue(_ id: String) throws(OutboxError) -> OutboxEntry
    /// Deletes an entry that is not being sent.
    func discard(_ id: String) throws(OutboxError)
    /// Records what the writer says of an `unknown` entry: it has arrived (`sent`), or is to be sent again (`queued`).
    func settle(_ id: String, arrived: Bool) throws(OutboxError) -> OutboxEntry
    /// Sends what is due, oldest entry first; with `ids` exactly those entries, due or not. One process sends at a time. An entry
    /// that is refused is no error: the report has its state.
    func send(_ ids: [String]?) async throws(ClientError) -> SendReport

    // MARK: Notices

    /// What changed, after every change of cache, outbox or session, by this process or another. A listener that is slow gets
    /// several changes as one. The stream never ends by itself.
    func changes() -> AsyncStream<Change>
    /// The latest calls of the stage's routes, then each as it begins, progresses and ends. They hold no secret. The stream never
    /// ends by itself.
    func requests() -> AsyncStream<RequestTrace>
}

extension CommunityClient {
    /// An empty stream, for a client that makes no calls.
    public func requests() -> AsyncStream<RequestTrace> { AsyncStream { $0.finish() } }

    /// The participant's days as far as this machine knows them: those posted, and those in the outbox. Use it to find out which
    /// days and dates have an entry, and which day is free.
    /// - Parameters:
    ///   - today: the current date in the participant's time zone.
    ///   - id: an entry to leave out, so that its own day and date count as free.
    public func journey(today: CalendarDay, besides id: String? = nil) throws(OutboxError) -> Journey {
        let posted = try OutboxError.wrapping { () throws(StoreError) in
            guard let handle = handle() else { return [Article]() }
            return try articles(author: handle, tag: nil).value
        }
        return Journey(articles: posted, outbox: try outbox(), today: today, besides: id)
    }

    /// Whether a handle is the participant's own.
    public func isMe(_ handle: String) -> Bool { GitHubHandle.isSame(handle, self.handle()) }
}
