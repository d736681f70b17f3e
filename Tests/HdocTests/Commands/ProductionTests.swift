import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite("Commands on a production stage")
struct ProductionTests {
    static let prod = Stage(name: "prod", api: "https://a.example/", issuer: "https://i.example", clientID: "c")
    static let draft = Samples.entry("0198c0de-2222-7000-8000-000000000002", day: 5, .draft)

    private func world(_ answer: String? = nil) throws -> CommandWorld {
        let dialogue = CommandWorld.Dialogue(answer.map { [(after: "type yes:", line: $0)] } ?? [])
        return try CommandWorld(stage: Self.prod, input: .init(isTerminal: answer != nil, dialogue: dialogue)) { script in
            script.session = Samples.signedIn
            script.signOut = SignOutReport()
            script.outbox = [Self.draft]
        }
    }

    @Test(arguments: [["outbox", "discard", "0198"], ["logout"]])
    func `without a terminal, a destructive command on a production stage needs --yes`(command: [String]) async throws {
        let refused = try world()
        let run = try await refused.run(command)
        #expect(run.status == .failed)
        #expect(run.err.hasPrefix("hdoc: prod is a production stage, so hdoc asks for confirmation first. To "))
        #expect(refused.client.entries == [Self.draft])
        let done = try world()
        #expect(try await done.run(command + ["--yes"]).status == .done)
        #expect(done.client.entries.isEmpty == command.contains("discard"))
    }

    @Test(arguments: [("yes", true), ("Y", true), ("", false), ("no", false), ("yesterday", false)])
    func `at a terminal, a destructive command on a production stage needs the answer yes`(answer: String, goesOn: Bool) async throws {
        let world = try world(answer)
        let run = try await world.run("outbox", "discard", "0198")
        #expect(run.status == (goesOn ? .done : .cancelled))
        #expect(run.err.hasPrefix("prod is a production stage. To discard day 5, “Day 5's title”, type yes:\n"))
        #expect(world.client.entries.isEmpty == goesOn)
    }

    @Test func `on another stage no confirmation is needed`() async throws {
        let world = try CommandWorld { $0.outbox = [Self.draft] }
        #expect(try await world.run("outbox", "discard", "0198").status == .done)
    }
}
