import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Entries for the demo are never sent to another stage")
struct DemoStaysTests {
    private let scratch: Scratch
    private let transport = FakeTransport()

    init() throws { scratch = try Scratch() }

    private func client(_ stage: Stage) throws -> Client {
        try Client(
            stage: stage,
            settings: ClientSettings(
                paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" },
                rememberHandle: { _ in }), transport: transport)
    }

    private static let demo = Stage(name: "demo", api: "http://127.0.0.1:9/", handle: "ada", isDemo: true)
    private static let prod = Stage(name: "prod", api: "https://api.example/Prod/", handle: "ada")

    @Test func `an outbox of the demo that was copied to another stage can neither send its entries nor queue new ones`() async throws {
        let entry = Samples.entry()
        let first = try client(Self.demo)
        _ = try first.saveDraft(entry)
        #expect(try first.queue(entry.id).state == .queued)
        try FileManager.default.copyItem(atPath: scratch.paths.outbox("demo"), toPath: scratch.paths.outbox("prod"))
        let second = try client(Self.prod)
        await #expect(throws: ClientError(.outbox(.demoOnly), operation: .postEntry)) { try await second.send(nil) }
        _ = try second.saveDraft(Samples.entry("0198c0de-0000-7000-8000-000000000002", day: 12))
        #expect(throws: OutboxError.demoOnly) { try second.queue("0198c0de-0000-7000-8000-000000000002") }
        #expect(transport.received.isEmpty)
        #expect(try second.outbox().count == 2, "both entries are kept")
    }

    @Test func `a demo stage whose address is not on this machine cannot queue an entry`() throws {
        var away = Self.demo
        away.api = Self.prod.api
        let client = try client(away)
        _ = try client.saveDraft(Samples.entry())
        #expect(throws: OutboxError.demoOnly) { try client.queue(Samples.entry().id) }
    }

    @Test func `a normal stage queues its entries, and the demo does not send them`() async throws {
        let client = try client(Self.prod)
        _ = try client.saveDraft(Samples.entry())
        #expect(try client.queue(Samples.entry().id).state == .queued)
        var disguised = Self.demo
        disguised.name = "prod"
        await #expect(throws: ClientError(.outbox(.demoOnly), operation: .postEntry)) { try await self.client(disguised).send(nil) }
    }
}
