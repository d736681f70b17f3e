import ArgumentParser
import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct UsageTests {
    @Test(arguments: [
        ["--stage"], ["users", "--limit", "0"], ["users", "--limit", "x"], ["users", "--sort", "size"], ["users", "extra"],
        ["user"], ["user", " "], ["log", "a", "--file", "b"], ["log", "a", "--tag", "Bad Tag"], ["log", "a", "--day", "0"],
        ["log", "a", "--link", "javascript:x"], ["log", "a", "--date", "2026-02-30"], ["log", "a", "--title", " "],
        ["log", "a", "--title", "one\ntwo"], ["log", "a", "--title", "one\u{2028}two"],
        ["outbox", "show"], ["outbox", "edit", "x", "--day", "0"], ["sync", "--offline"], ["login", "--offline"],
        ["login", "--handle", ""], ["stage", "add", "x"], ["demo", "--users", "0"], ["demo", "--fault", "nonsense"],
        ["serve", "--layer", "x"], ["serve", "--today", "soon"], ["bogus"], ["--bogus"], ["help", "x", "--y"],
    ])
    func `a usage error exits with status 64, and is written only to stderr`(_ arguments: [String]) async throws {
        let run = try await CommandWorld().run(list: arguments)
        #expect(run.status == .usage)
        #expect(run.out == "")
        #expect(!run.err.isEmpty)
    }

    @Test func `each command has the name by which it is found, and the help has them all`() {
        #expect(CommandName.allCases.allSatisfy { $0.type._commandName == $0.rawValue })
        #expect(Hdoc.configuration.subcommands.map { $0._commandName } == CommandName.allCases.map(\.rawValue))
    }

    @Test func `the error for an unknown command suggests the most similar name`() async throws {
        #expect(try await CommandWorld().run("user s").err == "hdoc: Unknown command “user s”. Did you mean users?\n")
    }

    @Test func `arguments that are not UTF-8 are refused with the place of the first bad byte`() throws {
        let good = ["log", "Grüße 雲 👍🏽", "e\u{301}\r\n"]
        #expect(try CommandArguments.decode(good.map { Array($0.utf8) }).map { Array($0.utf8) } == good.map { Array($0.utf8) })
        let bad: [UInt8] = Array("Gr".utf8) + [0xFC, 0xDF]
        let error = #expect(throws: CommandError.self) { try CommandArguments.decode([Array("log".utf8), bad]) }
        let sentence = ErrorDescriber().sentence(try #require(error))
        #expect(sentence.hasPrefix("Argument 2 is not UTF-8 text: byte 3 is invalid."), "\(sentence)")
        #expect(error.map { ExitStatus(for: $0) } == .usage)
    }

    @Test(arguments: [
        ("help", "demo serve login"), ("help stage", "list use add remove"), ("help outbox", "list send show edit discard"),
        ("help users", ""),
    ])
    func `bash completes the names of commands after hdoc help`(_ line: String, _ expected: String) async throws {
        let script = try await CommandWorld().run("--generate-completion-script", "bash").out
        let words = line.split(separator: " ").map { "'\($0)'" }.joined(separator: " ")
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = [
            "-c",
            script + "\nCOMP_WORDS=(hdoc \(words) ''); COMP_CWORD=\(line.split(separator: " ").count + 1); COMP_LINE='hdoc \(line) '"
                + "\nCOMP_POINT=${#COMP_LINE}; _hdoc hdoc '' ${COMP_WORDS[COMP_CWORD - 1]}; echo ${COMPREPLY[*]}",
        ]
        process.standardOutput = output
        try process.run()
        let found = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).trimmed
        process.waitUntilExit()
        #expect(expected.isEmpty ? found.isEmpty : found.hasPrefix(expected), "\(found)")
        #expect(!found.contains("screens"), "the hidden command")
    }

    @Test(arguments: [("zsh", "'1:command:(demo serve login"), ("fish", "\"hdoc help\" -eq 1' -fka 'demo serve login")])
    func `zsh and fish complete the names of commands after hdoc help`(_ shell: String, _ expected: String) async throws {
        #expect(try await CommandWorld().run("--generate-completion-script", shell).out.contains(expected))
    }

    @Test(arguments: [["stage", "use"], ["stage", "check"], ["users"], ["log"]])
    func `completion scripts ask hdoc for the names of stages`(_ command: [String]) async throws {
        let script = try await CommandWorld().run("--generate-completion-script", "bash").out
        #expect(script.contains("---completion \(command.joined(separator: " ")) -- "))
    }

    @Test(arguments: [["--help"], ["help"], ["help", "log"], ["log", "--help"], ["--version"], ["--generate-completion-script", "bash"]])
    func `help, version and completion scripts are written to stdout`(_ arguments: [String]) async throws {
        let run = try await CommandWorld().run(list: arguments)
        #expect(run.status == .done)
        #expect(!run.out.isEmpty && run.err == "")
    }

    @Test func `the help lists every command`() async throws {
        let help = try await CommandWorld().run("--help").out
        for name in [
            "demo", "serve", "login", "logout", "whoami", "users", "user", "leaderboard", "articles", "tags", "log",
            "outbox", "sync", "announce", "journey", "status", "stage", "doctor",
        ] {
            #expect(help.contains("\n  \(name) "))
        }
    }
}

extension CommandWorld {
    func run(list arguments: [String]) async throws -> Run {
        let (out, err) = (Sink(), Sink())
        let context = CommandContext(
            environment: ["HDOC_CONFIG": "\(directory)/config.toml"], console: Console(output: out, errors: err), input: input,
            zone: .utc, now: { Self.now },
            openClient: { [client] _, _, _ in client }, runProgram: { _ in 1 }, runScreens: { _, _ in .failed })
        let status = await Hdoc.run(arguments, in: context)
        return Run(status: status, out: out.text, err: err.text)
    }
}
