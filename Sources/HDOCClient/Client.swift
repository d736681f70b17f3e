import FoundationEssentials
import HDOCModels
import Synchronization

/// The implementation of `CommunityClient`. It combines a stage's cache, outbox, session and transport.
///
/// The initialiser reads local files only. The client connects and authenticates only when a method needs it. All methods may
/// be called from any task or thread.
public final class Client: CommunityClient {
    /// The stage that this client works on.
    public let stage: Stage
    let cache: Cache
    /// The outbox, or the error if it could not be opened; nil before it is needed. Reading the cache works without an outbox.
    private let openedOutbox = Mutex<Result<Outbox, StoreError>?>(nil)
    let api: StageAPI
    let keeper: SessionKeeper
    let store: any TokenStore
    private let tokenFile: FileTokenStore
    private let tokenWarnings: TokenWarnings
    let hub = ChangeHub()
    private let traces = RequestTraces()
    let settings: ClientSettings
    /// The handle set by `setHandle` in this process. It takes precedence over the stage's configured handle.
    let chosenHandle = Mutex<String?>(nil)

    /// Opens the cache and the outbox of a stage.
    /// - Parameter opensOutbox: false opens the outbox, of which every page is checked, only when something needs it. Changes of it before
    ///   that are not announced.
    /// - Throws: an error only if not even a cache in memory can be opened.
    public init(
        stage: Stage, settings: ClientSettings, transport: any Transport, opensOutbox: Bool = true
    ) throws(StoreError) {
        self.stage = stage
        self.settings = settings
        let clock = settings.clock
        cache = try Cache(path: settings.paths.cache(stage.name), now: clock())
        let tokens = settings.paths.tokens(stage.name)
        let tightened = TokenWarnings()
        let file = FileTokenStore(path: tokens) { tightened.note($0) }
        let keyring = Libsecret.ofDesktop(settings.environment)
        tokenFile = file
        if let keyring {
            store = KeyringTokenStore(file: file, keyring: keyring, stage: stage.name)
        } else {
            store = file
        }
        tokenWarnings = tightened
        let held = HeldTokens(path: tokens) { [store] in (try? store.load())?.live }
        let transport = RedactingTransport(base: transport, tokens: held)
        let keeper = SessionKeeper(
            stage: stage, transport: transport, store: store, lockPath: tokens + ".lock", clock: clock,
            environment: settings.environment, held: held)
        self.keeper = keeper
        // Only the stage's routes are traced. Requests of the sign-in are not, because they hold secrets.
        let traced = TracingTransport(base: transport, traces: traces, clock: clock)
        api = StageAPI(stage: stage, transport: traced, routes: cache, clock: clock) {
            (refused) async throws(ClientError) in try await keeper.bearer(replacing: refused)
        }
        cache.observe { [hub, path = cache.path] writer in hub.observe(writer, at: path, whole: .wholeCache) }
        if opensOutbox { _ = outboxStore }
    }

    /// The outbox, which is opened now if it was not needed before.
    var outboxStore: Result<Outbox, StoreError> {
        openedOutbox.withLock { opened in
            if let opened { return opened }
            let store: Result<Outbox, StoreError>
            do throws(StoreError) {
                let outbox = try Outbox(path: settings.paths.outbox(stage.name), isDemo: stage.isDemo, clock: settings.clock)
                hub.observe(outbox.writer, at: outbox.path, whole: .wholeOutbox)
                store = .success(outbox)
            } catch {
                store = .failure(error)
            }
            opened = store
            return store
        }
    }

    public func changes() -> AsyncStream<Change> {
        // Changes of the outbox count as well.
        _ = outboxStore
        return hub.stream()
    }

    public func requests() -> AsyncStream<RequestTrace> { traces.stream() }

    /// Problems with local files that the user should know: a damaged file was set aside, a file cannot be written, or other
    /// users could read the tokens.
    public var notices: [StoreError] { cacheNotices + outboxNotices + tokenNotices }

    /// `notices` without those of the outbox, which need not be opened for it.
    public var readingNotices: [StoreError] { cacheNotices + tokenNotices }

    private var cacheNotices: [StoreError] {
        var notices: [StoreError] = []
        if let aside = cache.setAside { notices.append(.damaged(path: cache.path, setAside: aside)) }
        if let reason = cache.inMemoryBecause { notices.append(reason) }
        return notices
    }

    private var outboxNotices: [StoreError] {
        switch outboxStore {
        case .success(let outbox):
            var notices: [StoreError] = outbox.wasEmptied ? [.emptied(path: outbox.path)] : []
            if let repair = outbox.repair {
                notices.append(.damaged(path: outbox.path, setAside: repair.setAside, salvaged: repair.salvaged))
            }
            return notices
        case .failure(let error): return [error]
        }
    }

    private var tokenNotices: [StoreError] {
        _ = try? tokenFile.document()  // reading the file corrects its permissions and notes a warning
        return tokenWarnings.notices
    }
}

/// Dependencies that the surrounding process passes to a `Client`.
public struct ClientSettings: Sendable {
    /// The paths of configuration, cache, outbox and tokens.
    public var paths: Paths
    /// The environment variables of the process, used to open a browser and to find the desktop's keyring.
    public var environment: [String: String]
    /// Returns the current time.
    public var clock: @Sendable () -> Date
    /// Describes an error in one sentence. The sentence is stored with an entry that could not be sent, so it must not contain
    /// secrets.
    public var words: @Sendable (ClientError) -> String
    /// Writes the participant's handle to the configuration. It may throw any error; `Client` converts it to a
    /// `ConfigurationWriteError`.
    public var rememberHandle: @Sendable (_ handle: String) throws -> Void
    /// The delay in seconds before the next attempt to send an entry, after this number of attempts. A simulation replaces it.
    var retryDelay: @Sendable (_ attempts: Int) -> TimeInterval = { Backoff.delay(attempts: $0) }

    /// Creates the settings.
    public init(
        paths: Paths, environment: [String: String], clock: @escaping @Sendable () -> Date,
        words: @escaping @Sendable (ClientError) -> String,
        rememberHandle: @escaping @Sendable (_ handle: String) throws -> Void
    ) {
        self.paths = paths
        self.environment = environment
        self.clock = clock
        self.words = words
        self.rememberHandle = rememberHandle
    }
}
