import Foundation
import HDOCBackend
import HDOCClient
import HDOCModels
import Synchronization
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

/// A user's machine with directories, a clock and a time zone of its own. It runs the real commands with the real client against the
/// embedded backend, over real sockets. Every command opens its files again, as a separate process does.
final class Machine {
    struct Run {
        var status: ExitStatus
        var out: String
        var err: String
    }

    let directory: String
    /// The backend uses this clock too.
    private let clock: MachineClock
    private(set) var backend: Backend
    /// The deployable backend, if that is the stage. Then `backend` is not used.
    private let deployed: DeployedStage?
    private var options: BackendOptions
    private let stage: StageLine
    var zone: LocalZone

    init(
        at instant: String? = nil, zone: String = "UTC", deployed: DeployedStage? = nil,
        _ change: (inout BackendOptions) throws -> Void = { _ in }
    ) async throws {
        self.deployed = deployed
        directory = FileManager.default.temporaryDirectory.path + "/hdoc-machine-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        clock = MachineClock(try instant.map { try #require(Timestamp.parse($0)) } ?? Date())
        self.zone = LocalZone(try #require(TimeZone(identifier: zone)))
        options = BackendOptions()
        let callbackPort = try FreePort.find()
        (options.users, options.sharesKeys, options.callbackPorts) = (3, true, [callbackPort])
        (options.databasePath, options.password) = ("\(directory)/backend.sqlite", "correct horse")
        (options.clock, options.port) = (clock.read, try FreePort.find())
        options.executor = OwnThreads.executor
        try change(&options)
        backend = try await Backend.start(options)
        let own = backend.description
        let stage =
            deployed?.line
            ?? StageLine(
                api: own.api, issuer: own.issuer, client_id: own.clientID, callback_ports: [Int(callbackPort)], username: own.username,
                password: own.password)
        self.stage = stage
        let text = """
            stage = "dev"
            [stages.dev]
            api = "\(stage.api)"
            issuer = "\(stage.issuer)"
            client_id = "\(stage.client_id)"
            callback_ports = \(stage.callback_ports)
            handle = "ada"
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/config.toml"))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Adds a line to the section of the stage in the configuration.
    func configure(_ line: String) throws {
        let path = "\(directory)/config.toml"
        try Data((try String(contentsOfFile: path, encoding: .utf8) + "\n\(line)").utf8).write(to: URL(fileURLWithPath: path))
    }

    var now: Date { clock.read() }
    func advance(_ seconds: TimeInterval) { clock.set(now + seconds) }
    /// - Parameter instant: like `2026-11-23T22:59:30Z`.
    func travel(to instant: String, in zone: String) throws {
        clock.set(try #require(Timestamp.parse(instant)))
        self.zone = LocalZone(try #require(TimeZone(identifier: zone)))
    }

    // MARK: The backend

    func stopBackend() async { await backend.stop() }

    /// Restarts the backend on the same port and with the same database.
    func restartBackend(_ change: (inout BackendOptions) -> Void = { _ in }) async throws {
        await backend.stop()
        change(&options)
        backend = try await Backend.start(options)
    }

    /// How many posts of entries the backend has received since its last start.
    func posts() throws -> Int {
        if let deployed { return try deployed.received().posts }
        return backend.requests.count { $0.method == "POST" && $0.path.hasSuffix("/ada/article") }
    }

    /// How many requests the backend has received since its last start.
    func requests() throws -> Int { try deployed?.received().requests ?? backend.requests.count }

    /// The ids of the backend's articles with this title.
    func copies(_ title: String) async throws -> [String] {
        let request = Request(.get, stage.api + "articles?author=ada&limit=500")
        let response = try await CurlTransport(userAgent: "test").send(request)
        let list = try JSONParser.read(response.body).array ?? []
        return list.compactMap(Article.init(json:)).filter { $0.title == title }.map(\.id)
    }

    // MARK: hdoc

    private func context(_ out: CommandWorld.Sink, _ err: CommandWorld.Sink, _ input: CommandWorld.Input) -> CommandContext {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let environment = [
            "HOME": directory, "HDOC_CONFIG": "\(directory)/config.toml", "XDG_DATA_HOME": "\(directory)/data",
            "XDG_STATE_HOME": "\(directory)/state", "XDG_CACHE_HOME": "\(directory)/cache",
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "BROWSER": "'\(tests.path)/Support/browser' \(stage.username) '\(stage.password)' %s",
        ]
        return CommandContext(
            environment: environment, console: Console(output: out, errors: err), input: input, zone: zone,
            now: clock.read, openClient: Wiring.openClient, runProgram: { try CommandWorld.Program.none.run($0) },
            runScreens: { _, _ in .failed })
    }

    @discardableResult
    func hdoc(_ arguments: String..., input: CommandWorld.Input = CommandWorld.Input(), columns: Int? = nil) async -> Run {
        await hdoc(arguments, input: input, columns: columns)
    }

    @discardableResult
    func hdoc(_ arguments: [String], input: CommandWorld.Input = CommandWorld.Input(), columns: Int? = nil) async -> Run {
        let (out, err) = (CommandWorld.Sink(columns: columns), CommandWorld.Sink(columns: columns))
        input.dialogue.heard.withLock { $0 = err }
        let status = await Hdoc.run(arguments, in: context(out, err, input))
        return Run(status: status, out: out.text, err: err.text)
    }

    /// A client as the screens have it, for actions that the screens start by themselves.
    func client() throws -> any CommunityClient {
        let context = context(CommandWorld.Sink(), CommandWorld.Sink(), CommandWorld.Input())
        return try Wiring.client(try context.configuration().select(option: nil, environment: [:]), Wiring.transport(context), context)
    }

    /// The entry in the outbox that has this title.
    func entry(_ title: String) throws -> OutboxEntry {
        try #require(try client().outbox().first { $0.entry.title == title })
    }
}

/// A clock that changes only when it is set.
private final class MachineClock: Sendable {
    private let date: Mutex<Date>
    init(_ date: Date) { self.date = Mutex(date) }
    func set(_ new: Date) { date.withLock { $0 = new } }
    var read: @Sendable () -> Date { { [self] in date.withLock { $0 } } }
}
