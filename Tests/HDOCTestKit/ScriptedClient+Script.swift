import HDOCClient
import HDOCModels

extension ScriptedClient {
    /// What the client answers. A call whose answer is nil or missing fails the test.
    public struct Script: Sendable {
        // MARK: The cache

        public var journeyers: Snapshot<[Journeyer]>?
        public var journeyer: [String: Snapshot<Journeyer?>] = [:]
        public var articles: Snapshot<[Article]>?
        /// The articles of whichever author is asked for; nil answers with `articles`.
        public var mine: Snapshot<[Article]>?
        public var tags: Snapshot<[Tag]>?
        public var routes: [RouteStatus]?
        public var movement: [String: Int]?
        public var storage: StorageReport?
        /// Whether articles may be opened.
        public var opensArticles = false

        // MARK: The network

        public var refresh: [Resource: Result<RefreshReport, ClientError>] = [:]
        /// Whether each answer of `refresh` is given once only.
        public var refreshesOnce = false
        /// The cached articles after a successful refresh.
        public var refreshedArticles: Snapshot<[Article]>?
        public var sync: SyncReport?
        public var check: Result<StageCheckReport, ClientError>?

        // MARK: Who I am

        public var session = SessionStatus.signedOut
        public var handle: String?
        /// The handle after a journeyer was fetched successfully; nil leaves it as it is.
        public var confirmedHandle: String?
        public var signIn: Result<Identity, SignInError>?
        public var signInSteps: [SignInStep] = []
        /// The address that must be pasted for the sign-in to end; nil ends it at once.
        public var signInEndsWith: String?
        /// The session after a successful sign-in; nil leaves it as it is.
        public var sessionAfterSignIn: SessionStatus?
        /// The handle after a successful sign-in; nil leaves it as it is.
        public var handleAfterSignIn: String?
        public var signOut: SignOutReport?
        public var signUp: (@Sendable (SignUpProfile) throws(ClientError) -> Journeyer)?
        public var tokenPlace = TokenPlace.file

        // MARK: Writing

        public var outbox: [OutboxEntry] = []
        /// Thrown by `checkWriting` and every change of the outbox.
        public var storeError: StoreError?
        /// Thrown by `queue`.
        public var queueError: OutboxError?
        /// Changes an entry as sending it would, or throws.
        public var send: (@Sendable (inout OutboxEntry) throws(ClientError) -> Void)?
        /// Whether another process is sending.
        public var otherSender = false

        // MARK: What happened

        var log: [String] = []
        var sentIDs: [[String]?] = []
        var reads: [String: Int] = [:]

        init() {}
    }
}
