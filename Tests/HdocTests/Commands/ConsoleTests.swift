import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct ConsoleTests {
    /// Contains ESC, the C1 controls CSI and NEL, BEL, CR, a bidi override, a zero-width space, a tag character and DEL.
    static let hostile = "a\u{1B}[31m\u{9B}2J\u{7}\rb\u{202E}c\u{200B}\u{E0041}\u{7F}\u{85}d"

    static func isClean(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || scalar == "\t"
                || (scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
                    && ![0x202E, 0x200B, 0xE0041].contains(scalar.value))
        }
    }

    private func world() throws -> CommandWorld {
        var hostile = Journeyer(handle: Self.hostile)
        hostile.fullName = Self.hostile
        hostile.extra = [Self.hostile: .string(Self.hostile)]
        let crash = ClientError(.serverFailed, operation: .listUsers, status: 502, serverText: Self.hostile)
        return try CommandWorld { script in
            script.journeyers = Samples.cached([hostile])
            script.journeyer["x"] = Samples.cached(hostile)
            for resource in [Resource.journeyers, .journeyer("x")] { script.refresh[resource] = .failure(crash) }
            var entry = OutboxCommandTests.draft
            (entry.entry.title, entry.entry.body, entry.lastError) = (Self.hostile, Self.hostile, Self.hostile)
            script.outbox = [entry]
        }
    }

    @Test(arguments: [
        ["users"], ["users", "--json"], ["user", "x"], ["user", "x", "--json"], ["leaderboard"], ["outbox"], ["outbox", "--json"],
        ["outbox", "show", "0"], ["announce"], [hostile], ["users", "--\(hostile)"], ["users", "--stage", hostile],
        ["outbox", "show", hostile],
    ])
    func `no control character from a server or an argument is written to the terminal`(_ arguments: [String]) async throws {
        let run = try await world().run(arguments)
        #expect(Self.isClean(run.out), "\(run.out.debugDescription)")
        #expect(Self.isClean(run.err), "\(run.err.debugDescription)")
        #expect(!(run.out + run.err).isEmpty)
    }

    @Test func `JSON output escapes unprintable characters, and parsing it gives the same text`() throws {
        let text = JSONOutput.document(.object(["b": .string(Self.hostile), "a": .string("👍🏽 é")]))
        #expect(Self.isClean(text))
        #expect(text.contains("\\u202e") && text.contains("\\udb40\\udc41") && text.contains("\\u009b"))
        #expect(try JSONProbe(text).object == ["b": .string(Self.hostile), "a": .string("👍🏽 é")])
        #expect(text.split(separator: "\n").map { $0.prefix(5) } == ["{", "  \"a\"", "  \"b\"", "}"])
    }

    @Test(arguments: [
        ["--help"], ["--version"], ["help", "log"], ["users", "--help"], ["--generate-completion-script", "bash"], ["users"],
    ])
    func `a command fails if its output cannot be written, and so do help and version`(_ arguments: [String]) async throws {
        let run = try await world().run(arguments, failure: .failed(detail: "No space left on device"))
        #expect(run.status == .failed)
        #expect(run.err.hasSuffix("hdoc: The output could not be written: No space left on device.\n"), "\(run.err)")
    }

    @Test func `a closed pipe is not an error, and a full disk is one`() async throws {
        #expect(try await world().run("outbox", failure: .closed).status == .done)
        let full = try await world().run("outbox", failure: .failed(detail: "No space left on device"))
        #expect(full.status == .failed)
        #expect(full.err == "hdoc: The output could not be written: No space left on device.\n")
    }

    @Test func `progress is shown only if the output is a terminal`() {
        let (out, err) = (CommandWorld.Sink(), CommandWorld.Sink(columns: 80))
        Console(output: out, errors: err).progress("x")
        #expect(err.text == "")
        Console(output: CommandWorld.Sink(columns: 80), errors: err).progress("x")
        #expect(err.text == "x\n")
    }
}
