import Foundation
import TestKit
import Testing

/// Signs in, runs commands and screens, and searches everything that they print, start and write for the session's tokens.
@Suite("Secrecy of tokens", .ownThreads, .timeLimit(.hang))
struct CanaryTests {
    private func script(_ world: World, _ name: String, _ text: String) throws -> String {
        let path = world.path(name)
        try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    @Test func `no token appears in arguments, environments, output, JSON, logs, files or a crash`() async throws {
        let world = try World()
        try world.startBackend("--users", "20")
        #expect(try world.hdoc("login").status == 0)
        let canaries = try Canaries(of: world).texts
        #expect(canaries.count >= 7)

        var seen: [(String, String)] = []
        // The editor saves its environment; strace records the arguments and the environment of each program that hdoc starts.
        let editor = try script(world, "editor", "env >'\(world.path("editor-env"))'; printf 'Canary day\\n\\nText.\\n' >\"$1\"")
        let environment = world.environment.merging(["EDITOR": editor]) { $1 }
        let trace = world.path("trace")
        let commands = [
            ["log"], ["whoami"], ["whoami", "--json"], ["doctor"], ["doctor", "--json"], ["users", "--json"], ["user", "me", "--json"],
            ["articles", "--author", "me", "--json"], ["outbox", "--json"], ["sync", "--json"], ["stage", "list", "--json"],
            ["signup", "--github-username", "ada", "--json"], ["log", "--day", "999999"],
        ]
        for (number, arguments) in commands.enumerated() {
            let words =
                ["/usr/bin/strace", "-f", "-v", "-s", "100000", "-e", "trace=execve", "-o", "\(trace).\(number)", World.hdoc.path]
                + arguments
            // hdoc opens an editor only on a terminal; script(1) provides one.
            let program = number == 0 ? ["/usr/bin/script", "-qec", words.map { "'\($0)'" }.joined(separator: " "), "/dev/null"] : words
            let run = try Program.run(URL(fileURLWithPath: program[0]), Array(program.dropFirst()), environment: environment)
            seen += [("output of \(arguments)", run.output), ("errors of \(arguments)", run.errors)]
            seen.append(("processes of \(arguments)", try world.contents("trace.\(number)")))
        }
        #expect(seen.contains { $0.1.contains("editor") && $0.1.contains("execve") }, "strace must record the editor")
        #expect(try world.contents("editor-env").contains("HOME="))

        seen.append(("a crash", try await crash(world)))
        // All files that hdoc has written: cache, outbox, logs, drafts, configuration.
        for file in try FileManager.default.subpathsOfDirectory(atPath: world.directory) {
            // The token store holds tokens by design, and the backend's own files hold the grants that it issued.
            guard !file.hasSuffix("dev.tokens.json"), !file.contains("backend"),
                let bytes = FileManager.default.contents(atPath: world.path(file))
            else { continue }
            seen.append((file, String(decoding: bytes, as: UTF8.self)))
        }
        #expect(seen.contains { $0.0.hasSuffix(".outbox.sqlite") })
        for (place, text) in seen {
            #expect(!canaries.contains { text.contains($0) }, "a token is in: \(place)")
        }
        // Signing out prints no token either, and deletes the token store.
        let out = try world.hdoc("logout")
        #expect(!canaries.contains { (out.output + out.errors).contains($0) })
        #expect(!FileManager.default.fileExists(atPath: world.path(Canaries.store)))
    }

    /// Ends the screens with SIGABRT and returns what the terminal shows afterwards.
    private func crash(_ world: World) async throws -> String {
        let terminal = try world.terminal(columns: 200, rows: 50)
        try await terminal.wait(for: "@ada")
        let pid = try Program.run(
            URL(fileURLWithPath: "/bin/sh"),
            [
                "-c",
                """
                for process in /proc/[0-9]*; do
                  tr '\\0' '\\n' <"$process/environ" 2>/dev/null | grep -qx 'XDG_STATE_HOME=\(world.path("state"))' || continue
                  [ "$(readlink "$process/exe")" = '\(World.hdoc.path)' ] || continue
                  tr '\\0' ' ' <"$process/cmdline" | grep -q serve || basename "$process"
                done
                """,
            ]
        ).output.trimmingCharacters(in: .whitespacesAndNewlines)
        let number = try #require(Int32(pid), "expected exactly one hdoc process: \(pid)")
        kill(number, SIGABRT)
        return try await terminal.wait(for: "restored")
    }
}
