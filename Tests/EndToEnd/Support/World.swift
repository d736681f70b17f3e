import Foundation
import TestKit
import Testing

/// A user's environment in a temporary directory: the built `hdoc`, its own XDG directories, and a backend that can be stopped.
final class World {
    /// What answers as the stage `dev`.
    enum Kind: CaseIterable {
        /// `hdoc serve`.
        case embedded
        /// `Tests/Support/gateway`: the functions and templates that are deployed, on this machine. It has no `--layer`.
        case deployed
    }

    let directory: String
    private let kind: Kind
    private var backend: Companion?
    private(set) var stage: StageLine?

    init(_ kind: Kind = .embedded) throws {
        self.kind = kind
        directory = NSTemporaryDirectory() + "hdoc-e2e-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit {
        stopBackend()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// A world whose backend has three journeyers, in which the user has signed in as ada and synced.
    static func signedIn() throws -> World {
        let world = try World()
        try world.startBackend("--users", "3")
        #expect(try world.hdoc("login", "--handle", "ada").status == 0)
        #expect(try world.hdoc("sync").status == 0)
        return world
    }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// The program under test. It is in the same directory as the test bundle.
    static let hdoc = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("hdoc")
    static let support = Checkout.support

    var environment: [String: String] { environment(in: directory) }

    /// The environment of a user whose files are in this directory. All users have the same configuration.
    func environment(in home: String) -> [String: String] {
        var environment = [
            "HOME": home, "XDG_CONFIG_HOME": path("config"), "XDG_CACHE_HOME": home + "/cache",
            "XDG_DATA_HOME": home + "/data", "XDG_STATE_HOME": home + "/state", "TZ": "UTC", "LC_ALL": "C.UTF-8",
            // A shell that ends with the test must not write its history into the directory that is being removed.
            "HISTFILE": "",
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        ]
        if let stage {
            environment["BROWSER"] = "'\(Self.support.path)/browser' \(stage.username) \(stage.password) %s"
        }
        return environment
    }

    func hdoc(_ arguments: String..., input: String = "") throws -> Program {
        try Program.run(Self.hdoc, arguments, environment: environment, input: input)
    }

    /// Starts the backend and configures it as the stage `dev`. A restarted backend gets its previous port and data again.
    func startBackend(_ options: String...) throws {
        let callback = try ["--callback-port", "\(FreePort.find())"]
        let backend =
            switch kind {
            case .embedded: try startEmbedded(callback + options)
            case .deployed: try startDeployed(callback + options)
            }
        self.backend = backend
        let stage = try backend.nextValue(StageLine.self)
        self.stage = stage
        let ports = stage.callback_ports.map(String.init).joined(separator: ", ")
        try FileManager.default.createDirectory(atPath: path("config/hdoc"), withIntermediateDirectories: true)
        try Data(
            """
            stage = "dev"
            [stages.dev]
            api = "\(stage.api)"
            issuer = "\(stage.issuer)"
            client_id = "\(stage.client_id)"
            callback_ports = [\(ports)]

            """.utf8
        ).write(to: URL(fileURLWithPath: path("config/hdoc/config.toml")))
    }

    private func startEmbedded(_ options: [String]) throws -> Companion {
        let known = stage?.api.split(separator: "/")[1].split(separator: ":").last.map(String.init)
        let port = try known ?? String(FreePort.find())
        return try Companion(Self.hdoc.path, ["serve", "--port", port] + options, environment: environment, end: .kill)
    }

    private func startDeployed(_ options: [String]) throws -> Companion {
        let built = Checkout.root.appendingPathComponent(".build-deploy/built")
        try #require(FileManager.default.fileExists(atPath: built.path), "\(built.path) is missing: script/test makes it")
        let bootstrap = Self.hdoc.deletingLastPathComponent().appendingPathComponent("bootstrap")
        let programs = ["--built", built.path, "--bootstrap", bootstrap.path, "--hdoc", Self.hdoc.path]
        return try Companion(
            support: "gateway", programs + ["--state", path("gateway"), "--log", path("functions.log")] + options,
            environment: environment)
    }

    /// Stops the backend and returns when its process has ended.
    func stopBackend() {
        backend?.stop()
        backend = nil
    }

    /// Runs `hdoc` in a real terminal, and writes the terminal's settings to the files `before` and `after`.
    func terminal(
        columns: Int = 80, rows: Int = 24, _ arguments: String = "", environment extra: [String: String] = [:], term: String = "$TERM"
    ) throws -> Tmux {
        let script = """
            trap : INT; stty -a >'\(path("before"))'; \
            TERM=\(term) '\(Self.hdoc.path)' \(arguments); echo $? >'\(path("status"))'; \
            stty -a >'\(path("after"))'; echo restored; exec cat
            """
        return try Tmux(
            in: self, columns: columns, rows: rows, environment: environment.merging(extra) { $1 },
            command: "sh -c \(quoted(script))")
    }

    private func quoted(_ text: String) -> String { "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'" }

    /// The exit status of the `hdoc` that ran in `terminal`. Available when the terminal shows "restored".
    func statusAfterTerminal() throws -> String { try contents("status").trimmingCharacters(in: .newlines) }

    func contents(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
}
