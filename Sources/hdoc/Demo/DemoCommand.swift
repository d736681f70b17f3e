import ArgumentParser
import FoundationEssentials
import HDOCBackend
import HDOCClient
import HDOCTUI

struct DemoCommand: HdocCommand {
    static let configuration = CommandConfiguration.hdoc(
        .demo, abstract: "Try hdoc with an embedded backend and a sample community.",
        discussion: """
            No configuration is needed, and nothing leaves this machine. Without a terminal, the demo runs the main steps itself,
            in memory: sign in, sync, list, post, go offline, list again.
            """)

    @OptionGroup var backend: BackendOptionGroup

    @Flag(help: "Print plain lines instead of full screens, for screen readers and simple terminals.")
    var linear = false

    var handlesSignals: Bool { true }

    @Flag(help: "Show the main things by themselves, for two minutes, with data of their own. Any key ends the tour.")
    var tour = false

    func validate() throws {
        guard !tour || !linear else { throw ValidationError("Pass either --tour or --linear, not both.") }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        // The tour is made of screens.
        let reason = tour ? nil : LinearReason.of(option: linear, context.environment, try context.configuration())
        let isOnTerminal = context.input.isTerminal && context.console.outputIsTerminal
        // Without a terminal, only the option asks for a conversation.
        guard isOnTerminal || reason == .option else {
            return try await DemoWalk(context: context, options: try backend.options(database: nil)).run()
        }
        guard tour else { return try await open(reason, in: context) }
        return try await DemoDirectory.use { try await open(reason, in: $0.environment(of: context)) }
    }

    private func open(_ reason: LinearReason?, in context: CommandContext) async throws -> ExitStatus {
        let files = DemoFiles(context)
        let server = try await files.open(try backend.options(database: try files.database(StageRules.demo)))
        // The backend makes new signing keys at every start, so an older session is invalid.
        files.forgetSession()
        if backend.reset { files.forgetAll() }
        let account = "The sample account is \(server.description.username), its password \(server.description.password)"
        if !tour, reason == nil { context.console.say(account) }
        let request = ScreensRequest(
            stage: Stage(demo: server.description), isOffline: false, linear: reason,
            notice: tour ? nil : account + (reason == nil ? "" : "."),
            sampleAccount: SampleAccount(server.description, opensBrowser: !tour), beginsTour: tour)
        do {
            let status = try await context.runScreens(request, context)
            await server.stop()
            return status
        } catch {
            await server.stop()
            throw error
        }
    }
}

extension SampleAccount {
    /// The account that the embedded backend describes.
    init(_ description: StageDescription, opensBrowser: Bool) {
        self.init(opensBrowser: opensBrowser) { address in
            var visitor = HostedPageVisitor(transport: CurlTransport(userAgent: "hdoc-demo/\(Version.current)"))
            try await visitor.signIn(at: address, username: description.username, password: description.password)
        }
    }
}

/// A temporary directory for all files of a demo that keeps nothing.
struct DemoDirectory {
    private let path: String

    /// Deletes the directory after `body`.
    static func use<Result>(_ body: (DemoDirectory) async throws -> Result) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.path + "/hdoc-demo-\(UUID().uuidString)"
        do throws(FileError) { try PrivateDirectory.make(path) } catch { throw StoreError(error) }
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(DemoDirectory(path: path))
    }

    func environment(of context: CommandContext) -> CommandContext {
        var own = context
        own.environment["HDOC_CONFIG"] = "\(path)/config.toml"
        for name in ["CACHE", "DATA", "STATE"] { own.environment["XDG_\(name)_HOME"] = "\(path)/\(name.lowercased())" }
        return own
    }
}

extension Stage {
    /// The stage of an embedded backend.
    init(demo description: StageDescription) {
        self.init(
            name: StageRules.demo, api: description.api, issuer: description.issuer, clientID: description.clientID,
            callbackPorts: description.callbackPorts.map(Int.init), isDemo: true)
    }
}

/// The files of the embedded backend and its stage.
struct DemoFiles {
    private let paths: Paths

    init(_ context: CommandContext) { paths = context.paths }

    /// The path of the backend's database. Creates its directory if it is missing.
    func database(_ name: String) throws(StoreError) -> String {
        do throws(FileError) { try PrivateDirectory.make(paths.stateDirectory) } catch { throw StoreError(error) }
        return "\(paths.stateDirectory)/\(name).backend.sqlite"
    }

    /// Opens the backend. If root does, for example with sudo, the database belongs to the owner of its directory.
    func open(_ options: BackendOptions) async throws -> Backend {
        let backend = try await Backend.open(options)
        if let path = options.databasePath { Ownership.inherit(path) }
        return backend
    }

    func forgetSession() { remove(paths.tokens(StageRules.demo)) }

    /// Deletes cache and outbox, because their community no longer exists.
    func forgetAll() {
        for path in [paths.cache(StageRules.demo), paths.outbox(StageRules.demo)] {
            for suffix in ["", "-wal", "-shm", "-journal"] { remove(path + suffix) }
        }
    }

    private func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
