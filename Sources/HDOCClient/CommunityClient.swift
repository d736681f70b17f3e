import FoundationEssentials
import HDOCModels

/// What the screens and the commands use: the offline-first view of one stage.
///
/// Reads answer from the cache, at once and without a network; `refresh` and `sync` bring the cache up to date;
/// writing puts an entry durably into the outbox first and sends it afterwards.
public protocol CommunityClient: Sendable {
    var stage: Stage { get }

    // MARK: The cache. Synchronous, milliseconds, no network. Throw `StoreError`.

    func journeyers() throws -> Snapshot<[Journeyer]>
    /// Handles compare case-insensitively, as GitHub's do.
    func journeyer(_ handle: String) throws -> Snapshot<Journeyer?>
    /// Newest first. Nil means any.
    func articles(author: String?, tag: String?) throws -> Snapshot<[Article]>
    /// Those with every word of `text` in handle, name or bio, whatever the text.
    func journeyers(matching text: String) throws -> Snapshot<[Journeyer]>
    /// Newest first: those in which each word of `text` begins a word of title, subtitle, tags or text.
    func articles(author: String?, tag: String?, matching text: String) throws -> Snapshot<[Article]>
    /// An article was opened: where the cache has too many texts, others go first.
    func noteReading(_ articleID: String) throws
    func tags() throws -> Snapshot<[Tag]>
    /// By lowercased handle: places gained between the two latest fetched leaderboards that differ; negative where lost.
    /// Who was not in both is not in it.
    func leaderboardMovement() throws -> [String: Int]
    /// What is known of the stage's routes, in the contract's order.
    func routes() throws -> [RouteStatus]
    /// How much the stage's files take on this disk.
    func storage() -> StorageReport

    // MARK: The network. Throw `ClientError`.

    /// Fetches one resource into the cache.
    func refresh(_ resource: Resource) async throws -> RefreshReport
    /// Fetches everything the stage offers, also what it did not have when last asked; one resource failing does not stop the others.
    func sync(progress: @escaping @Sendable (SyncProgress) -> Void) async -> SyncReport

    /// Compares each route of the stage with the API contract. Only reads. Throws `ClientError` if the stage does not respond.
    func check(report: @escaping @Sendable (RouteCheck) -> Void) async throws -> StageCheckReport

    // MARK: Who I am

    /// What the token store says, without a network.
    func session() -> SessionStatus
    /// The participant's handle: configured, else from claims where the stage knows that user. Nil: must be asked.
    func handle() -> String?
    /// Remembers `handle` for this stage, also across runs.
    func setHandle(_ handle: String) throws
    /// Signs in through the hosted page; reports each step, and ends when the browser came back or the wait is over.
    func signIn(_ options: SignInOptions, report: @escaping @Sendable (SignInStep) -> Void) async throws -> Identity
    /// Hands over an address the browser ended at, pasted by the user, to the sign-in that waits. False: not one of ours.
    func pasteBack(_ text: String) async -> Bool
    /// Where the tokens of this stage are kept, or would be.
    func tokenPlace() -> TokenPlace
    /// Creates the participant's user on the stage, and remembers its handle. Throws `ProfileError` before anything is sent.
    func signUp(_ profile: Profile) async throws -> Journeyer
    /// Forgets the session here, and then revokes it at the provider.
    func signOut() async throws -> SignOutReport

    // MARK: Writing. Throw `StoreError`, `OutboxError`.

    func outbox() throws -> [OutboxEntry]
    /// Throws what saving an entry would throw now, so that nobody types what cannot be kept.
    func checkWriting() throws
    /// Keeps a draft durably; the id stays with it for ever.
    func saveDraft(_ entry: Entry) throws -> OutboxEntry
    /// Releases an entry to be sent. It is durable when this returns.
    func queue(_ id: String) throws -> OutboxEntry
    func discard(_ id: String) throws
    /// The writer's decision about an unknown entry: it arrived, or hdoc sends it again.
    func settle(_ id: String, arrived: Bool) throws -> OutboxEntry
    /// Sends what is due, oldest first (with `ids`: just those, due or not); one sender at a time.
    func send(_ ids: [String]?) async throws -> SendReport

    /// Fires after every change of cache or outbox, by this process or another. Never finishes by itself.
    func changes() -> AsyncStream<Change>

    /// The latest calls of the stage's routes, then each as it begins, goes on and ends; nothing secret is in them.
    /// Never finishes by itself.
    func requests() -> AsyncStream<RequestTrace>
}

extension CommunityClient {
    /// A client that makes no calls.
    public func requests() -> AsyncStream<RequestTrace> { AsyncStream { $0.finish() } }
}

extension CommunityClient {
    /// The participant's days as far as they are known here: posted, and waiting in the outbox. The one answer to which
    /// day and which date has an entry.
    /// - Parameter id: an entry that asks for its own place, and is not in its own way.
    public func journey(today: CalendarDay, besides id: String? = nil) throws -> Journey {
        let posted = try handle().map { try articles(author: $0, tag: nil).value } ?? []
        return Journey(
            articles: posted.filter { $0.id != id }, outbox: try outbox().filter { $0.id != id }, today: today)
    }
}

public struct SignOutReport: Sendable, Equatable {
    /// The address that ends the browser's own session too.
    public var browserSignOut: String?
    /// Why the provider may still honour the tokens; they are forgotten here in any case.
    public var revocationFailure: ClientError?
    public init(browserSignOut: String? = nil, revocationFailure: ClientError? = nil) {
        (self.browserSignOut, self.revocationFailure) = (browserSignOut, revocationFailure)
    }
}

/// What changed, so that only what is shown is read again.
public enum Change: Sendable, Equatable { case cache, outbox, session }

public struct RefreshReport: Sendable, Equatable {
    public var resource: Resource
    public var received: Int
    public var unreadable: Int
    public var mayBePartial: Bool

    public init(resource: Resource, received: Int, unreadable: Int = 0, mayBePartial: Bool = false) {
        self.resource = resource
        self.received = received
        self.unreadable = unreadable
        self.mayBePartial = mayBePartial
    }
}

public struct SyncProgress: Sendable, Equatable {
    public var resource: Resource
    public var done: Int
    public var total: Int
}

public struct SyncReport: Sendable {
    public var refreshed: [RefreshReport] = []
    public var failed: [(resource: Resource, error: ClientError)] = []
    public init() {}
}

public struct SendReport: Sendable, Equatable {
    /// The entries that were tried, as they stand now.
    public var tried: [OutboxEntry] = []
    /// True where another hdoc is sending: nothing was tried here.
    public var otherSender = false
    /// True where the rest waits for somebody to sign in.
    public var needsSignIn = false
    public init(tried: [OutboxEntry] = [], otherSender: Bool = false) {
        (self.tried, self.otherSender) = (tried, otherSender)
    }
}

/// The files of a stage, in bytes with what SQLite keeps beside them; nil where there is none.
public struct StorageReport: Sendable, Equatable {
    public var cache: Int?
    public var outbox: Int?
    public init(cache: Int? = nil, outbox: Int? = nil) { (self.cache, self.outbox) = (cache, outbox) }
}

/// Whether a stage has a route, as last seen.
public struct RouteStatus: Sendable, Equatable, Identifiable {
    public enum Presence: Sendable, Equatable {
        case unknown, present
        /// With the status and the sanitised words it answered.
        case absent(status: Int, reason: String)
    }

    public var route: Route
    public var presence: Presence
    public var checkedAt: Date?
    public var id: String { route.rawValue }

    public init(route: Route, presence: Presence, checkedAt: Date? = nil) {
        (self.route, self.presence, self.checkedAt) = (route, presence, checkedAt)
    }
}
