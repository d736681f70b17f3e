import FoundationEssentials
import HDOCModels
import Synchronization

/// The one implementation of `CommunityClient`: it joins a stage's cache, outbox, session and transport.
///
/// Opening it reads local files only. It connects and authenticates only when a method needs that. It may be used from any
/// task or thread.
public final class Client: CommunityClient {
    /// The stage that it works on.
    public let stage: Stage
    let cache: Cache
    /// Why the outbox could not be opened, where it could not: viewing works without it.
    let outboxStore: Result<Outbox, StoreError>
    let api: StageAPI
    let keeper: SessionKeeper
    let store: any TokenStore
    private let tokenFile: FileTokenStore
    private let tokenWarnings: TokenWarnings
    let hub = ChangeHub()
    private let traces = RequestTraces()
    let settings: ClientSettings
    /// A handle chosen during this run, before the configuration is read again.
    let chosenHandle = Mutex<String?>(nil)

    /// Opens the files of a stage. Throws where not even a cache in memory can be made.
    public init(stage: Stage, settings: ClientSettings, transport: any Transport) throws(StoreError) {
        self.stage = stage
        self.settings = settings
        let clock = settings.clock
        cache = try Cache(path: settings.paths.cache(stage.name), now: clock())
        do throws(StoreError) {
            outboxStore = .success(try Outbox(path: settings.paths.outbox(stage.name), isDemo: stage.isDemo, clock: clock))
        } catch {
            outboxStore = .failure(error)
        }
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
        let keeper = SessionKeeper(
            stage: stage, transport: transport, store: store, lockPath: tokens + ".lock", clock: clock,
            environment: settings.environment)
        self.keeper = keeper
        // Around the stage's routes only, so that nothing of the sign-in is traced.
        let traced = TracingTransport(base: transport, traces: traces, clock: clock)
        api = StageAPI(stage: stage, transport: traced, routes: cache, clock: clock) {
            (refused) async throws(ClientError) in try await keeper.bearer(replacing: refused)
        }
        cache.observe { [hub, path = cache.path] writer in hub.observe(writer, at: path, whole: .wholeCache) }
        if case .success(let outbox) = outboxStore { hub.observe(outbox.writer, at: outbox.path, whole: .wholeOutbox) }
    }

    public func changes() -> AsyncStream<Change> { hub.stream() }

    public func requests() -> AsyncStream<RequestTrace> { traces.stream() }

    /// What the user should know about the local files: a damaged one was set aside, a disk cannot be written, or others could
    /// read the tokens.
    public var notices: [StoreError] {
        var notices: [StoreError] = []
        if let aside = cache.setAside { notices.append(.damaged(path: cache.path, setAside: aside)) }
        if let reason = cache.inMemoryBecause { notices.append(reason) }
        switch outboxStore {
        case .success(let outbox):
            if outbox.wasEmptied { notices.append(.emptied(path: outbox.path)) }
            if let repair = outbox.repair {
                notices.append(.damaged(path: outbox.path, setAside: repair.setAside, salvaged: repair.salvaged))
            }
        case .failure(let error): notices.append(error)
        }
        _ = try? tokenFile.document()  // reading it is what tightens it
        return notices + tokenWarnings.notices
    }
}

/// What a client needs from the process around it.
public struct ClientSettings: Sendable {
    /// Where the files are.
    public var paths: Paths
    /// The process's environment, for the browser and the desktop's keyring.
    public var environment: [String: String]
    /// The present.
    public var clock: @Sendable () -> Date
    /// One sentence for an error, stored with an entry that could not be sent. It must hold no secret.
    public var words: @Sendable (ClientError) -> String
    /// Writes the participant's handle into the configuration. May throw any error: `Client` wraps it.
    public var rememberHandle: @Sendable (_ handle: String) throws -> Void

    /// Settings of a client.
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
