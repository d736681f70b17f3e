import FoundationEssentials
import HDOCModels
import Synchronization

/// The one implementation of `CommunityClient`: cache, outbox, session and transport of a stage, joined.
/// Opening it reads two local files; nothing connects and nothing authenticates until it is asked to.
public final class Client: CommunityClient {
    public let stage: Stage
    let cache: Cache
    /// A disk that cannot be written stops writing, not viewing.
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

    public init(stage: Stage, settings: ClientSettings, transport: any Transport) throws {
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
        // Around the stage's routes only: what the sign-in exchanges is not to be looked at.
        let traced = TracingTransport(base: transport, traces: traces, clock: clock)
        api = StageAPI(stage: stage, transport: traced, routes: cache, clock: clock) {
            (refused) async throws(ClientError) in try await keeper.bearer(replacing: refused)
        }
        cache.observe { [hub, path = cache.path] writer in hub.observe(writer, at: path, as: .cache) }
        if case .success(let outbox) = outboxStore { hub.observe(outbox.writer, at: outbox.path, as: .outbox) }
    }

    public func changes() -> AsyncStream<Change> { hub.stream() }

    public func requests() -> AsyncStream<RequestTrace> { traces.stream() }

    /// What the user should know about the local files: a damaged one set aside, a disk that cannot be written.
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
    public var paths: Paths
    public var environment: [String: String]
    public var clock: @Sendable () -> Date
    /// One sentence for an error, kept with an entry that could not be sent.
    public var words: @Sendable (ClientError) -> String
    /// Writes the participant's handle into the configuration.
    public var rememberHandle: @Sendable (_ handle: String) throws -> Void

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
