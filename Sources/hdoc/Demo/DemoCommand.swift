import HDOCTUI
import TerminalKit
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
        let server = try await Backend.open(try backend.options(database: try files.database(StageRules.demo)))
        // Its keys are new at every start, so no older session can be good.
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

/// What the embedded backend and its stage keep on this machine.
struct DemoFiles {
    private let paths: Paths

    init(_ context: CommandContext) { paths = context.paths }

    /// The backend's own file; its directory is made where it is missing.
    func database(_ name: String) throws(EditorError) -> String {
        do throws(FileError) { try PrivateDirectory.make(paths.stateDirectory) } catch { throw EditorError(error) }
        return "\(paths.stateDirectory)/\(name).backend.sqlite"
    }

    func forgetSession() { remove(paths.tokens(StageRules.demo)) }

    /// Cache and outbox of a community that no longer exists.
    func forgetAll() {
        for path in [paths.cache(StageRules.demo), paths.outbox(StageRules.demo)] {
            for suffix in ["", "-wal", "-shm", "-journal"] { remove(path + suffix) }
        }
    }

    private func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
