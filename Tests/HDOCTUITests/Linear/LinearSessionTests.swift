import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

/// The linear mode with a scripted client at a fixed moment, on a real terminal.
@Suite("A session of the linear mode", .timeLimit(.minutes(2)))
struct LinearSessionTests {
    /// The lines that are typed in the session of the README.
    private static let typed = ["2", "next", "open 1", "back", "/lam", "5", "discard 1", "no", "quit"]

    private static func session(_ lines: [String]) async throws -> Teletype {
        let teletype = try Teletype()
        var options = Screens.Options(services: .fake())
        (options.zone, options.clock, options.isOffline) = (Sample.zone, { Sample.now }, true)
        let own = Linear.Options(
            opening: ["hdoc, linear mode. Type quit to leave. Without --linear, hdoc shows screens."], runCommand: { _ in })
        let (client, slave) = (ScriptedClient(Sample.model()), teletype.slave)
        async let ending = Linear.run(client, options, own, input: slave, output: DescriptorSink(descriptor: slave))
        // The typing blocks its thread, which must not be one of the task pool. Nothing else uses the teletype meanwhile.
        nonisolated(unsafe) let terminal = teletype
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread {
                done.resume(
                    with: Result {
                        try terminal.awaitPrompt(from: 0)
                        for line in lines.dropLast() { try terminal.type(line) }
                        try terminal.send((lines.last ?? "quit") + "\n")
                    })
            }
        }
        _ = try await ending
        try terminal.readRest()
        return teletype
    }

    @Test func `the session of the README is what hdoc prints`() async throws {
        let teletype = try await Self.session(Self.typed)
        #expect(Teletype.violations(in: teletype.record).isEmpty, "\(Teletype.violations(in: teletype.record))\n\(teletype.text())")
        let text = teletype.text().split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
        let file = Checkout.root.appendingPathComponent("README.md")
        let readme = try String(contentsOf: file, encoding: .utf8)
        let parts = ["<!-- linear session -->\n", "<!-- end of the session -->\n"]
        let begin = try #require(readme.range(of: parts[0])), end = try #require(readme.range(of: parts[1]))
        let wanted = "\n" + text + "\n"
        if ProcessInfo.processInfo.environment["HDOC_RECORD"] != nil {
            try Data(readme.replacingCharacters(in: begin.upperBound..<end.lowerBound, with: wanted).utf8).write(to: file)
        }
        #expect(String(readme[begin.upperBound..<end.lowerBound]) == wanted)
    }

    @Test func `each screen and each dialog is plain lines`() async throws {
        let lines = [
            "1", "open 1", "more", "back", "2", "open 1", "open 1", "back", "back", "f", "3", "n", "4", "t", "more", "1", "a", "back",
            "open 1", "links", "1", "o", "back", "back", "5", "open 1", "back", "u", "no", "6", "x", "j", "y", "back", ":", "theme", "back",
            "?",
            "more", "back", "i", "again", "nonsense", "w", "T", "E", ".", "change title", "A title", "save", "quit",
        ]
        let teletype = try await Self.session(lines)
        #expect(Teletype.violations(in: teletype.record).isEmpty, "\(Teletype.violations(in: teletype.record))\n\(teletype.text())")
    }
}
