import Foundation
import HDOCBackend
import HDOCModels
import HDOCService
import TestKit
import Testing

@testable import HDOCClient

@Suite("Corrections and removals against the embedded backend", .timeLimit(.hang))
struct CorrectionTests {
    private func signedIn(_ faults: String? = nil, layer: Layer = .planned) async throws -> (demo: DemoStage, client: Client) {
        let parsed = try faults.map(Fault.parse) ?? []
        let demo = try await DemoStage {
            $0.faults = parsed
            $0.layer = layer
        }
        let client = try demo.client()
        _ = try await client.signIn(SignInOptions()) { _ in }
        _ = try await client.refresh(.journeyer("ada"))
        return (demo, client)
    }

    private func post(_ demo: DemoStage, _ client: Client) async throws -> Entry {
        let entry = demo.entry(day: 90)
        _ = try client.saveDraft(entry)
        _ = try client.queue(entry.id)
        #expect(try await client.send(nil).tried.map(\.state) == [.sent])
        return entry
    }

    /// Queues a correction of the entry.
    private func correct(_ entry: Entry, _ title: String, _ client: Client) throws {
        var corrected = try client.startCorrection(of: entry.id).entry
        corrected.title = title
        _ = try client.saveDraft(corrected)
        _ = try client.queue(entry.id)
    }

    private func row(_ entry: Entry, _ client: Client) throws -> OutboxEntry {
        try #require(try client.outbox().first { $0.id == entry.id })
    }

    /// The article as the backend has it.
    private func article(_ entry: Entry, _ demo: DemoStage) async throws -> Article? {
        let request = Request(.get, demo.stage.api + "articles/\(entry.id)")
        let response = try await CurlTransport(userAgent: "test").send(request)
        return response.status == 200 ? Article(json: try JSONParser.read(response.body)) : nil
    }

    @Test func `a posted day is corrected, corrected again and removed, and its number can be used again`() async throws {
        let (demo, client) = try await signedIn()
        let entry = try await post(demo, client)
        let days = try await days(demo)
        for (number, title) in ["Once", "Twice"].enumerated() {
            try correct(entry, title, client)
            #expect(try await client.send(nil).kinds == [entry.id: .correct])
            #expect(try row(entry, client).state == .sent && row(entry, client).version == number + 2)
            #expect(try await article(entry, demo)?.title == title)
        }
        #expect(try client.queueRemoval(of: entry.id).state == .queued)
        #expect(try await client.send(nil).kinds == [entry.id: .remove])
        #expect(try row(entry, client).isRemoved && row(entry, client).entry.title == "Twice")
        #expect(try await article(entry, demo) == nil)
        #expect(try await self.days(demo) == days - 1, "the removed day does not count")
        #expect(try client.journey(today: entry.date).records[90] == nil)
        let again = demo.entry(day: 90, title: "Again")
        _ = try client.saveDraft(again)
        _ = try client.queue(again.id)
        #expect(try await client.send(nil).tried.map(\.state) == [.sent])
        await demo.backend.stop()
    }

    private func days(_ demo: DemoStage) async throws -> Int {
        let response = try await CurlTransport(userAgent: "test").send(Request(.get, demo.stage.api + "users/ada"))
        return try #require(Journeyer(json: try JSONParser.read(response.body))?.daysCompleted)
    }

    @Test func `two machines correct the same day: the second one sees both texts, and its decision wins`() async throws {
        let (demo, first) = try await signedIn()
        let entry = try await post(demo, first)
        let other = try Scratch(now: Date())
        let second = try machine(of: demo, other, like: first)
        _ = try await second.refresh(.articles(author: "ada", tag: nil))
        #expect(throws: OutboxError.textNotCached(id: entry.id)) { try second.startCorrection(of: entry.id) }
        let begun = try await second.fetchingText { () throws(OutboxError) in try second.startCorrection(of: entry.id) }
        #expect(begun.entry.hasContent(of: entry) && begun.state == .draft, "a day posted elsewhere is taken up with its text")
        try correct(entry, "From the first", first)
        _ = try await first.send(nil)
        try correct(entry, "From the second", second)
        _ = try await second.send(nil)
        let conflict = try row(entry, second)
        #expect(conflict.state == .rejected && conflict.entry.title == "From the second")
        #expect(conflict.conflict?.current?.entry.title == "From the first" && conflict.change.base?.entry.title == "Queues")
        #expect(try await article(entry, demo)?.title == "From the first")
        _ = try second.queue(entry.id)
        _ = try await second.send(nil)
        #expect(try await article(entry, demo)?.title == "From the second")
        // The first machine does not know that, so its removal is a conflict; it takes the other text.
        _ = try first.queueRemoval(of: entry.id)
        _ = try await first.send(nil)
        #expect(try row(entry, first).conflict?.current?.entry.title == "From the second")
        try first.discard(entry.id)
        #expect(try row(entry, first).state == .sent && row(entry, first).entry.title == "From the second")
        #expect(try await article(entry, demo) != nil)
        await demo.backend.stop()
    }

    /// Another machine of the same participant, with the same session.
    private func machine(of demo: DemoStage, _ scratch: Scratch, like client: Client) throws -> Client {
        let settings = ClientSettings(
            paths: scratch.paths, environment: scratch.environment, clock: { Date() }, words: { "\($0.kind)" }, rememberHandle: { _ in })
        let machine = try Client(stage: demo.stage, settings: settings, transport: CurlTransport(userAgent: "hdoc/test"))
        try machine.store.save(try #require(try client.store.load()))
        try machine.setHandle("ada")
        return machine
    }

    @Test(arguments: ["PUT /*/article/*: drop, once", "PUT /*/article/*: 504, once", "PUT /*/article/*: 503, once"])
    func `a correction whose response is lost or refused is made once`(fault: String) async throws {
        let (demo, client) = try await signedIn(fault)
        let entry = try await post(demo, client)
        try correct(entry, "Corrected", client)
        _ = try await client.send(nil)
        // A correction that has not arrived waits for its next attempt.
        if try row(entry, client).state != .sent { _ = try await client.send([entry.id]) }
        #expect(try row(entry, client).state == .sent)
        let article = try #require(try await article(entry, demo))
        #expect(article.title == "Corrected" && article.version == 2)
        await demo.backend.stop()
    }

    @Test func `a removal whose response is lost is made, and hdoc knows it`() async throws {
        let (demo, client) = try await signedIn("DELETE /*/article/*: drop, once")
        let entry = try await post(demo, client)
        _ = try client.queueRemoval(of: entry.id)
        _ = try await client.send(nil)
        #expect(try row(entry, client).isRemoved)
        #expect(try await article(entry, demo) == nil)
        await demo.backend.stop()
    }

    @Test func `a correction cannot change the day, and a day of somebody else or without a number cannot be corrected`() async throws {
        let (demo, client) = try await signedIn()
        let entry = try await post(demo, client)
        var corrected = try client.startCorrection(of: entry.id).entry
        corrected.day = 91
        _ = try client.saveDraft(corrected)
        #expect(throws: OutboxError.dayFixed(day: 90)) { try client.queue(entry.id) }
        try client.discard(entry.id)
        #expect(try row(entry, client).entry.day == 90)
        _ = try await client.refresh(.articles(author: nil, tag: nil))
        let foreign = try #require(try client.articles(author: nil, tag: nil).value.first { $0.author != "ada" })
        #expect(throws: OutboxError.noSuchEntry(foreign.id)) { try client.startCorrection(of: foreign.id) }
        #expect(throws: OutboxError.noSuchEntry(foreign.id)) { try client.queueRemoval(of: foreign.id) }
        await demo.backend.stop()
    }
}
