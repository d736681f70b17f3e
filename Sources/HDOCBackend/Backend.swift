import FoundationEssentials

/// The embedded backend of `hdoc demo` and `hdoc serve`: the community's API, its sign-in provider and a sample
/// community, on 127.0.0.1.
///
/// Every value runs its own listener and database, so several may run side by side in one process.
public final class Backend: Sendable {
    /// Where the stage is and how to sign in to it, as `hdoc serve` prints it.
    public let description: StageDescription
    private let listener: Listener
    private let log: RequestLog
    private let store: Store

    /// The requests answered so far, oldest first; at most the last 10,000. Holds no token, code or password.
    /// A request is recorded before its reply leaves, so whoever holds a reply finds its request here.
    public var requests: [LoggedRequest] { log.entries }

    /// Starts listening, opens the database and, where it is empty, fills it with the sample community.
    ///
    /// Listens before it touches the database: with a busy port, `reset` does not erase a running backend's file.
    /// - Throws: ``BackendError``
    public static func start(_ options: BackendOptions = BackendOptions()) async throws(BackendError) -> Backend {
        let listener = try await Listener.open(port: options.port)
        let log = RequestLog(onAppend: options.onRequest)
        let preparing = Task { try await Preparation.run(options, port: listener.port, log: log) }
        await listener.serve(ConnectionHandler(dispatcher: Task { try await preparing.value.dispatcher }))
        do {
            let ready = try await preparing.value
            return Backend(ready: ready, listener: listener, log: log)
        } catch {
            await listener.close()
            throw error as? BackendError ?? .preparation(String(describing: error))
        }
    }

    private init(ready: Preparation, listener: Listener, log: RequestLog) {
        self.description = ready.description
        self.listener = listener
        self.log = log
        self.store = ready.store
    }

    /// Closes the listener and every connection, also those that a fault keeps hanging, and then the database.
    public func stop() async {
        await listener.close()
        store.close()
    }
}

/// Why the backend could not start.
public enum BackendError: Error, Equatable, Sendable {
    /// Another program listens on this port of 127.0.0.1.
    case portInUse(UInt16)
    /// Listening failed for another reason, told by the system.
    case listening(String)
    /// The database could not be opened, erased or filled.
    case database(path: String?, reason: String)
    /// Making keys or the sample account failed.
    case preparation(String)
}

/// What must exist before the first request is answered.
struct Preparation: Sendable {
    let dispatcher: Dispatcher
    let description: StageDescription
    let store: Store

    static func run(_ options: BackendOptions, port: UInt16, log: RequestLog) async throws -> Preparation {
        let clock = BackendClock(now: options.clock, today: options.today)
        async let keys = options.sharesKeys ? SigningKeys.shared.value : SigningKeys.make()
        let store = try Store.open(path: options.databasePath, reset: options.reset)
        let password = options.password ?? Secrets.memorablePassword()
        do {
            try await Seeding(options: options, clock: clock, store: store, password: password).run()
        } catch {
            throw BackendError.database(path: options.databasePath, reason: String(describing: error))
        }
        let stage = StageDescription(port: port, options: options, password: password)
        let tokens = TokenIssuer(keys: try await keys, stage: stage, options: options, clock: clock)
        let services = Services(options: options, stage: stage, store: store, tokens: tokens, clock: clock)
        let dispatcher = Dispatcher(
            gateway: Gateway(services: services), provider: Provider(services: services),
            faults: FaultPlan(options.faults), log: log)
        return Preparation(dispatcher: dispatcher, description: stage, store: store)
    }
}

/// What the routes share.
struct Services: Sendable {
    let options: BackendOptions
    let stage: StageDescription
    let store: Store
    let tokens: TokenIssuer
    let clock: BackendClock
}
