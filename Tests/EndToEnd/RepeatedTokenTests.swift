import Foundation
import TestKit
import Testing

/// A stage and a sign-in provider that repeat the session's tokens wherever they can.
@Suite("Tokens that a server repeats", .ownThreads, .timeLimit(.hang))
struct RepeatedTokenTests {
    /// The tokens of the session, and a search for their runs.
    private struct HeldRuns {
        private var runs: Set<[UInt8]> = []

        init(_ world: World) throws {
            struct TokenFile: Decodable {
                struct LiveTokens: Decodable { var idToken, accessToken, refreshToken: String }
                var live: LiveTokens
            }
            let file = URL(fileURLWithPath: world.path(Canaries.store))
            let live = try JSONDecoder().decode(TokenFile.self, from: Data(contentsOf: file)).live
            for token in [live.idToken, live.accessToken, live.refreshToken].map({ Array($0.utf8) }) {
                for start in 0...token.count - 16 { runs.insert(Array(token[start..<start + 16])) }
            }
        }

        /// Whether a text contains a run of 16 characters of a token, also if invisible characters are between them.
        func isIn(_ text: Data) -> Bool {
            let bytes = Array(text).filter { 0x20 < $0 && $0 < 0x7F }
            guard bytes.count >= 16 else { return false }
            return (0...bytes.count - 16).contains { runs.contains(Array(bytes[$0..<$0 + 16])) }
        }
    }

    private func curl(_ port: String, _ path: String) throws {
        let url = "http://127.0.0.1:\(port)/case/\(path)"
        #expect(try Program.run(URL(fileURLWithPath: "/usr/bin/curl"), ["-sfd", "", url]).status == 0)
    }

    @Test(arguments: ["raw", "escaped", "truncated", "joined"])
    func `no output and no file contains 16 characters of a token that the stage or the provider repeats`(form: String) throws {
        let world = try World.signedIn()
        let held = try HeldRuns(world)
        let server = try Companion(
            "/usr/bin/python3", [World.support.appendingPathComponent("repeating_server.py").path, world.path(Canaries.store), form],
            end: .kill)
        defer { server.stop() }
        let port = try server.nextLine()
        let configuration = world.path("config/hdoc/config.toml")
        let lines = try String(contentsOfFile: configuration, encoding: .utf8).split(separator: "\n").map(String.init)
        let changed = lines.map { $0.hasPrefix("api =") ? "api = \"http://127.0.0.1:\(port)/\"\nauth = \"http://127.0.0.1:\(port)\"" : $0 }
        try changed.joined(separator: "\n").appending("\n").write(toFile: configuration, atomically: true, encoding: .utf8)

        var seen: [(String, Data)] = []
        func run(_ arguments: String...) throws -> Program {
            let environment = world.environment.merging(["HDOC_LOG": "trace"]) { $1 }
            let run = try Program.run(World.hdoc, arguments, environment: environment)
            seen.append(("\(arguments)", Data((run.output + run.errors).utf8)))
            return run
        }
        func readAll() throws {
            for arguments in [["users"], ["user", "ada"], ["leaderboard"], ["articles"], ["tags"], ["articles", "--author", "me"]] {
                let environment = world.environment
                for more in [[], ["--json"]] {
                    let run = try Program.run(World.hdoc, arguments + more, environment: environment)
                    seen.append(("\(arguments + more)", Data((run.output + run.errors).utf8)))
                }
            }
        }
        try readAll()
        #expect(try run("users").output.contains("(secret)"), "the stage must have repeated the tokens")
        for status in ["400", "403", "409", "500", "502"] {
            try curl(port, "read/\(status)")
            for command in ["users", "articles", "sync"] { _ = try run(command, "--json") }
            _ = try run("stage", "check")
        }
        try curl(port, "read/200")
        var day = 10
        for status in ["400", "401", "403", "404", "409", "413", "429", "500", "502", "504", "201"] {
            try curl(port, "post/\(status)")
            day += 1
            _ = try run("log", "--day", "\(day)", "--yes", "Entry \(status)", "--json")
            _ = try run("signup", "--github-username", "ada\(day)", "--json")
        }
        _ = try run("outbox")
        _ = try run("outbox", "--json")
        // The refresh fails with a description that contains the refresh token.
        let store = world.path(Canaries.store)
        let expired = try String(contentsOfFile: store, encoding: .utf8).replacing(/("(?:id|access)Expires" : )[0-9.]+/) { "\($0.1)1000" }
        try expired.write(toFile: store, atomically: false, encoding: .utf8)
        _ = try run("log", "--day", "50", "--yes", "Entry after the session", "--json")
        _ = try run("outbox", "--json")
        _ = try run("logout")

        for file in try FileManager.default.subpathsOfDirectory(atPath: world.directory) {
            // The token store holds tokens by design, and the backend's own files hold the grants that it issued.
            guard !file.hasSuffix("dev.tokens.json"), !file.contains("backend") else { continue }
            if let bytes = FileManager.default.contents(atPath: world.path(file)) { seen.append((file, bytes)) }
        }
        #expect(seen.contains { $0.0.hasSuffix(".outbox.sqlite") } && seen.contains { $0.0.hasSuffix("hdoc.log") })
        let leaks = seen.filter { held.isIn($0.1) }.map { "\($0.0): \(String(decoding: $0.1.prefix(2000), as: UTF8.self))" }
        #expect(leaks == [])
    }
}
