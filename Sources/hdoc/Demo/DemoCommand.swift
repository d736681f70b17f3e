import ArgumentParser
import FoundationEssentials
import HDOCBackend
import HDOCClient

struct DemoCommand: HdocCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Try hdoc with an embedded backend and a sample community.",
        discussion: """
            No configuration is needed, and nothing leaves this machine. Without a terminal, the demo runs the main steps itself,
            in memory: sign in, sync, list, post, go offline, list again.
            """)

    @OptionGroup var backend: BackendOptionGroup

    @Flag(help: "Print plain lines instead of full screens, for screen readers and simple terminals.")
    var linear = false

    func run(in context: CommandContext) async throws -> ExitStatus {
        guard linear || (context.input.isTerminal && context.console.outputIsTerminal) else {
            return try await DemoWalk(context: context, options: try backend.options(database: nil)).run()
        }
        let files = DemoFiles(context)
        let server = try await files.open(try backend.options(database: try files.database(StageRules.demo)))
        // The backend makes new signing keys at every start, so an older session is invalid.
        files.forgetSession()
        if backend.reset { files.forgetAll() }
        let account = "The sample account is \(server.description.username), its password \(server.description.password)"
        context.console.say(account)
        let request = ScreensRequest(stage: Stage(demo: server.description), isOffline: false, isLinear: linear, notice: account)
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
