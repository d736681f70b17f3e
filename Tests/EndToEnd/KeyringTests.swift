import Foundation
import TestKit
import Testing

/// The desktop's keyring on a private session bus: available, missing, or without a reply.
@Suite("The desktop's keyring", .ownThreads, .timeLimit(.hang))
struct KeyringTests {
    private func onBus(_ world: World, _ script: String) throws -> Program {
        try Program.run(
            URL(fileURLWithPath: "/usr/bin/dbus-run-session"), ["--", "/bin/sh", "-c", script],
            environment: world.environment.merging(["HDOC": World.hdoc.path]) { $1 })
    }

    private static let unlocked = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "

    @Test func `the keyring stores the tokens if it is available, and signing out removes them`() throws {
        let world = try World()
        try world.startBackend("--users", "20")
        let tokens = world.path("state/hdoc/dev.tokens.json")
        let run = try onBus(
            world,
            Self.unlocked + """
                "$HDOC" login && "$HDOC" whoami --json && cat '\(tokens)' && "$HDOC" log 'Kept safely' && "$HDOC" whoami
                "$HDOC" logout && "$HDOC" whoami; echo "then $?"
                """)
        #expect(run.output.contains(#""token_store" : "keyring""#), "\(run)")
        #expect(run.output.contains("Tokens in the desktop's keyring") && run.output.contains("Kept safely"))
        #expect(run.output.contains(#""keyring" : true"#) && !run.output.contains("eyJ"), "the file must not contain a token")
        #expect(run.output.hasSuffix("then 4\n"), "\(run)")
        #expect(!FileManager.default.fileExists(atPath: tokens))
    }

    @Test func `without a keyring or with a locked one, a private file stores the tokens`() throws {
        let world = try World()
        try world.startBackend("--users", "20")
        let run = try onBus(world, #""$HDOC" login && "$HDOC" whoami --json"#)
        #expect(run.status == 0 && run.output.contains(#""token_store" : "file""#), "\(run)")
        let mode = try FileManager.default.attributesOfItem(atPath: world.path("state/hdoc/dev.tokens.json"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func `if the keyring does not reply, the file stores the tokens`() throws {
        let world = try World()
        try world.startBackend("--users", "20")
        let silent = try Companion(
            "/usr/bin/python3",
            [
                "-c",
                """
                import socket, sys
                server = socket.socket(socket.AF_UNIX)
                server.bind(sys.argv[1]); server.listen(16); print("ready", flush=True)
                kept = []
                while True: kept.append(server.accept())
                """, world.path("bus"),
            ], end: .kill)
        defer { silent.stop() }
        #expect(try silent.nextLine() == "ready")
        let environment = world.environment.merging(["DBUS_SESSION_BUS_ADDRESS": "unix:path=" + world.path("bus")]) { $1 }
        let login = try Program.run(World.hdoc, ["login"], environment: environment)
        #expect(login.status == 0, "\(login)")
        let who = try Program.run(World.hdoc, ["whoami", "--json"], environment: environment)
        #expect(who.output.contains(#""token_store" : "file""#), "\(who)")
    }
}
