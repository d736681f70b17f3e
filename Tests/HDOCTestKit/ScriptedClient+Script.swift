import HDOCClient
import HDOCModels

extension ScriptedClient {
    /// The answers of the client. A call whose answer is nil or missing fails the test.
    public struct Script: Sendable {
        // MARK: The cache

        public var journeyers: Snapshot<[Journeyer]>?
        public var journeyer: [String: Snapshot<Journeyer?>] = [:]
        public var articles: Snapshot<[Article]>?
        /// The answer to a request for the articles of one author, whoever it is. If nil, the answer is `articles`.
        public var mine: Snapshot<[Article]>?
        public var tags: Snapshot<[Tag]>?
        public var routes: [RouteStatus]?
        public var movement: [String: Int]?
        public var storage: StorageReport?
        /// Whether the test expects that articles are opened.
        public var opensArticles = false

        // MARK: The network

        public var refresh: [Resource: Result<RefreshReport, ClientError>] = [:]
        /// Whether each answer in `refresh` is given only once.
        public var refreshesOnce = false
        /// The cached articles after a successful refresh.
        public var refreshedArticles: Snapshot<[Article]>?
        public var sync: SyncReport?
        public var check: Result<StageCheckReport, ClientError>?
        /// The responses to composed requests, in order. The log has each request.
        public var replies: [ComposedReply] = []

        // MARK: Session and handle

        public var session = SessionStatus.signedOut
        /// The error of `setHandle`, which keeps the handle nevertheless.
        public var setHandleFailure: ConfigurationWriteError?
        public var handle: String?
        /// The handle after a journeyer has been fetched. If nil, the handle does not change.
        public var confirmedHandle: String?
        public var signIn: Result<Identity, SignInError>?
        public var signInSteps: [SignInStep] = []
        /// The address that must be pasted to complete the sign-in. If nil, the sign-in completes at once.
        public var signInEndsWith: String?
        /// The session after a successful sign-in. If nil, the session does not change.
        public var sessionAfterSignIn: SessionStatus?
        /// The handle after a successful sign-in. If nil, the handle does not change.
        public var handleAfterSignIn: String?
        public var signOut: SignOutReport?
        public var signUp: (@Sendable (SignUpProfile) throws(ClientError) -> Journeyer)?
        public var tokenPlace = TokenPlace.file

        // MARK: Writing

        public var outbox: [OutboxEntry] = []
        /// The error that `checkWriting` and every change of the outbox throw.
        public var storeError: StoreError?
        /// The error that `queue` throws.
        public var queueError: OutboxError?
        /// Simulates sending an entry: changes its state, or throws.
        public var send: (@Sendable (inout OutboxEntry) throws(ClientError) -> Void)?
        /// Whether another process is sending.
        public var otherSender = false

        // MARK: Recorded calls

        var log: [String] = []
        var sentIDs: [[String]?] = []
        var reads: [String: Int] = [:]

        init() {}
    }
}
