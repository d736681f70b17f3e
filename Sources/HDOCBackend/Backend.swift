import FoundationEssentials
import HDOCService

/// The embedded backend of `hdoc demo` and `hdoc serve`: the community's API, its sign-in provider and a sample
/// community, on 127.0.0.1.
///
/// Each value has its own listener and database, so that several can run side by side in one process.
package final class Backend: Sendable {
    /// Where the stage is and how to sign in to it, as `hdoc serve` prints it.
    package let description: StageDescription
    private let serving: Task<Void, Never>
    private let log: RequestLog
    private let database: BackendDatabase

    /// The latest 10,000 answered requests, oldest first. They hold no token, code or password.
    /// A request is recorded before its reply is sent, so that a client that has the reply finds its request here.
    package var requests: [LoggedRequest] { log.entries }

    /// Starts listening, opens the database and, if it is empty, fills it with the sample community.
    ///
    /// Listens before it touches the database: if the port is in use, `reset` must not erase the file of the backend
    /// that already runs.
    /// - Throws: ``BackendError``
    package static func start(_ options: BackendOptions = BackendOptions()) async throws(BackendError) -> Backend {
        let listener = try Listener.open(port: options.port, limits: options.limits, executor: options.executor)
        let log = RequestLog(onAppend: options.onRequest)
        let preparing = Task(executorPreference: options.executor) { try await Preparation.run(options, port: listener.port, log: log) }
        let serving = listener.serve(Task { try await preparing.value.dispatcher })
        do {
            return Backend(ready: try await preparing.value, serving: serving, log: log)
        } catch {
            serving.cancel()
            await serving.value
            throw error as? BackendError ?? .preparation(String(describing: error))
        }
    }

    private init(ready: Preparation, serving: Task<Void, Never>, log: RequestLog) {
        self.description = ready.description
        self.serving = serving
        self.log = log
        self.database = ready.database
    }

    /// Closes the listener and every connection, including those that a fault keeps open, and then the database.
    package func stop() async {
        serving.cancel()
        await serving.value
        database.close()
    }
}

/// Why the backend could not start.
package enum BackendError: Error, Equatable, Sendable {
    /// Another program listens on this port of 127.0.0.1.
    case portInUse(UInt16)
    /// Listening failed for another reason. The text is the system's error message.
    case listening(String)
    /// The database could not be opened, erased or filled.
    case database(path: String?, reason: String)
    /// The signing keys or the sample account could not be created.
    case preparation(String)
}

/// Everything that the backend creates before it answers the first request.
struct Preparation: Sendable {
    let dispatcher: Dispatcher
    let description: StageDescription
    let database: BackendDatabase

    static func run(_ options: BackendOptions, port: UInt16, log: RequestLog) async throws -> Preparation {
        let clock = BackendClock(now: options.clock, today: options.today)
        async let keys = options.sharesKeys ? SigningKeys.shared.value : SigningKeys.make()
        let database = try BackendDatabase.open(path: options.databasePath, reset: options.reset)
        let password = options.password ?? Secrets.memorablePassword()
        do {
            try await SampleSeeding(options: options, clock: clock, database: database, password: password).run()
        } catch {
            throw BackendError.database(path: options.databasePath, reason: String(describing: error))
        }
        let stage = StageDescription(port: port, options: options, password: password)
        let tokens = TokenIssuer(keys: try await keys, stage: stage, options: options, clock: clock)
        let context = ProviderContext(
            options: options, stage: stage, accounts: database.accounts, community: database.community, tokens: tokens,
            clock: clock)
        let gateway = Gateway(
            service: CommunityService(store: database.community, now: { clock.community }), layer: options.layer,
            authorizer: TokenAuthorizer(tokens: tokens, use: options.token, accounts: database.accounts))
        let dispatcher = Dispatcher(
            gateway: gateway, provider: SignInProvider(context: context), faults: FaultPlan(options.faults), log: log)
        return Preparation(dispatcher: dispatcher, description: stage, database: database)
    }
}
