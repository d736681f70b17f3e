import Foundation
import GRDB
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Sending corrections and removals")
struct ChangeSenderTests {
    private let scratch: Scratch
    private let transport = FakeTransport()
    private let outbox: Outbox
    private let cache: Cache
    private let entry = Samples.entry(title: "Posted")
    private var path: String { "ada/article/\(entry.id)" }

    init() throws {
        scratch = try Scratch()
        outbox = try Outbox(path: scratch.path("o.sqlite"), clock: scratch.clock)
        cache = try Cache(path: scratch.path("c.sqlite"), now: scratch.clock())
        _ = try outbox.save(entry)
        for state in [EntryState.queued, .sending] { try outbox.move(entry.id, to: state) }
        try outbox.move(entry.id, to: .sent) { $0.version = 1 }
    }

    private func begin(_ kind: EntryChange.Kind) throws {
        _ = try outbox.begin(kind, of: entry.id)
        guard kind == .correct else { return }
        _ = try outbox.save(entry.titled("Corrected"), replacing: [entry])
        try outbox.move(entry.id, to: .queued)
    }

    private func send() async throws -> OutboxEntry {
        let api = StageAPI(stage: Samples.stage, transport: transport, routes: cache, clock: scratch.clock) {
            _ throws(ClientError) in Secret("canary-1")
        }
        let sender = OutboxSender(outbox: outbox, api: api, cache: cache, clock: scratch.clock, words: { "\($0.kind)" })
        _ = try await sender.send([entry.id], as: "ada")
        transport.expectNothingLeft()
        return try #require(try outbox.entry(entry.id))
    }

    private func article(_ title: String, version: Int) -> String {
        String(Samples.articleJSON(entry.titled(title)).dropLast()) + #","template":"micro","version":\#(version)}"#
    }

    private func line(_ kind: EntryChange.Kind) -> String { "\(kind == .correct ? "PUT" : "DELETE") \(path)" }

    @Test func `a correction is sent with the version that it was made against, and the answer becomes the entry's version`() async throws {
        try begin(.correct)
        transport.expect(line(.correct), 200, article("Corrected", version: 2))
        let row = try await send()
        #expect(row.state == .sent && row.entry.title == "Corrected" && row.version == 2 && row.change == .post && row.lastError == nil)
        let request = try #require(transport.received.first)
        #expect(request.headers.contains(Header("If-Match", "\"1\"")) && request.authorization != nil)
        #expect(try JSONParser.read(request.body ?? []).object?["title"] == .string("Corrected"))
        #expect(try cache.articles(author: "ada", tag: nil).value.map(\.title) == ["Corrected"])
    }

    @Test func `a removal is sent without a body, and the article leaves the cache`() async throws {
        try cache.store([try #require(Article(json: JSONParser.read(article("Posted", version: 1).utf8)))], as: nil, at: scratch.clock())
        try begin(.remove)
        transport.expect(line(.remove), 204)
        let row = try await send()
        #expect(row.isRemoved && row.entry == entry && row.lastError == nil)
        let request = try #require(transport.received.first)
        #expect(request.headers.contains(Header("If-Match", "\"1\"")) && request.body == nil)
        #expect(try cache.articles(author: "ada", tag: nil).value.isEmpty)
    }

    @Test(arguments: [EntryChange.Kind.correct, .remove], [500, 502, 503, 429])
    func `a change that is refused temporarily waits for its next attempt`(kind: EntryChange.Kind, status: Int) async throws {
        try begin(kind)
        transport.expect(line(kind), status)
        let row = try await send()
        #expect(row.state == .queued && row.nextAttemptAt != nil && row.lastError != nil && row.change.kind == kind)
        #expect(row.change.base == PostedVersion(entry: entry, number: 1))
    }

    @Test(
        arguments: [EntryChange.Kind.correct, .remove],
        [
            (400, #"{"message":"Invalid","errors":[{"field":"title","reason":"too long"}]}"#), (409, #"{"message":"taken","id":"x"}"#),
            (403, #"{"Message":"The article was written by another user."}"#),
        ])
    func `a change that is refused permanently is rejected, and the posted text is kept`(kind: EntryChange.Kind, reply: (Int, String))
        async throws
    {
        try begin(kind)
        transport.expect(line(kind), reply.0, reply.1)
        let row = try await send()
        #expect(row.state == .rejected && row.lastError != nil && row.conflict == nil && row.change.base?.entry == entry)
    }

    @Test(
        arguments: [EntryChange.Kind.correct, .remove],
        [
            (403, #"{"message":"Missing Authentication Token"}"#), (404, #"{"message":"Not Found"}"#),
            (404, #"{"message":"no Route matched with those values"}"#),
        ])
    func `if the stage lacks the route, the change is kept, and the absence is remembered with its reason`(
        kind: EntryChange.Kind, reply: (Int, String)
    ) async throws {
        try begin(kind)
        transport.expect(line(kind), reply.0, reply.1)
        let row = try await send()
        #expect(row.state == .queued && row.nextAttemptAt == scratch.clock().addingTimeInterval(Backoff.longest))
        let status = try #require(try cache.routes().first { $0.route == (kind == .correct ? .correctArticle : .removeArticle) })
        guard case .absent(reply.0, let reason) = status.presence else { Issue.record("\(status)"); return }
        #expect(reply.1.contains(reason) && !reason.isEmpty)
        #expect(try await send().state == .queued, "no further request is sent")
    }

    @Test(arguments: [EntryChange.Kind.correct, .remove])
    func `if the session is refused, the change waits for a sign-in`(kind: EntryChange.Kind) async throws {
        try begin(kind)
        for _ in 0..<2 { transport.expect(line(kind), 401, #"{"message":"Unauthorized"}"#) }
        let row = try await send()
        #expect(row.state == .queued && row.change.kind == kind && row.change.base?.entry == entry)
    }

    @Test(arguments: [403, 404]) func `a page of a proxy decides nothing about a change`(status: Int) async throws {
        try begin(.remove)
        transport.expect(line(.remove), status, "<html><title>Blocked</title></html>")
        #expect(try await send().state == .queued)
    }

    @Test(arguments: [EntryChange.Kind.correct, .remove])
    func `after a 412 the change is rejected with both texts, and sent again only against the newer version`(kind: EntryChange.Kind)
        async throws
    {
        try begin(kind)
        transport.expect(line(kind), 412, article("Theirs", version: 2))
        let row = try await send()
        #expect(row.state == .rejected && row.lastError != nil)
        #expect(row.entry.title == (kind == .correct ? "Corrected" : "Posted") && row.change.base?.entry == entry)
        #expect(row.conflict?.current?.entry.title == "Theirs" && row.conflict?.current?.number == 2)
        try outbox.move(entry.id, to: .queued) { $0.overrideConflict() }
        transport.expect(line(kind), kind == .correct ? 200 : 204, kind == .correct ? article("Corrected", version: 3) : "")
        #expect(try await send().state == .sent)
        #expect(transport.received.last?.headers.contains(Header("If-Match", "\"2\"")) == true)
    }

    @Test func `a 412 whose article has the new text means that an earlier request arrived`() async throws {
        try begin(.correct)
        transport.expect(line(.correct), 412, article("Corrected", version: 2))
        let row = try await send()
        #expect(row.state == .sent && row.version == 2 && row.conflict == nil)
    }

    @Test func `a 412 whose article has the old text under a new version is no conflict`() async throws {
        try begin(.correct)
        transport.expect(line(.correct), 412, article("Posted", version: 3))
        let row = try await send()
        #expect(row.state == .queued && row.conflict == nil && row.change.base?.number == 3)
    }

    @Test func `after a 412 without an article, hdoc asks for it`() async throws {
        try begin(.correct)
        transport.expect(line(.correct), 412, #"{"message":"Precondition Failed"}"#)
        transport.expect("GET articles/\(entry.id)", 200, article("Theirs", version: 2))
        #expect(try await send().conflict?.current?.entry.title == "Theirs")
    }

    @Test func `a 404 for a correction is a conflict with a removal, and overriding it posts the day again with its id`() async throws {
        try begin(.correct)
        transport.expect(line(.correct), 404, #"{"message":"This stage has no such article."}"#)
        let row = try await send()
        #expect(row.state == .rejected && row.conflict == .removed && row.entry.title == "Corrected" && row.change.base?.entry == entry)
        try outbox.move(entry.id, to: .queued) { $0.overrideConflict() }
        transport.expect("POST ada/article", 201, article("Corrected", version: 1))
        #expect(try await send().state == .sent)
    }

    @Test func `a 404 for a removal means that the day is removed`() async throws {
        try begin(.remove)
        transport.expect(line(.remove), 404, #"{"message":"This stage has no such article."}"#)
        #expect(try await send().isRemoved)
    }

    // MARK: Lost responses

    @Test(arguments: [EntryChange.Kind.correct, .remove])
    func `after a lost response, the article itself says that the change arrived`(kind: EntryChange.Kind) async throws {
        try begin(kind)
        transport.expect(line(kind), fails: .interrupted, mayHaveArrived: true)
        switch kind {
        case .remove: transport.expect("GET articles/\(entry.id)", 404, #"{"message":"This stage has no such article."}"#)
        default: transport.expect("GET articles/\(entry.id)", 200, article("Corrected", version: 2))
        }
        let row = try await send()
        #expect(row.state == .sent && row.isRemoved == (kind == .remove))
    }

    @Test(arguments: [EntryChange.Kind.correct, .remove])
    func `after a lost response, an unchanged article means that the change is sent again later`(kind: EntryChange.Kind) async throws {
        try begin(kind)
        transport.expect(line(kind), 504, #"{"message": "Endpoint request timed out"}"#)
        transport.expect("GET articles/\(entry.id)", 200, article("Posted", version: 1))
        let row = try await send()
        #expect(row.state == .queued && row.nextAttemptAt.map { $0 > scratch.clock() } == true && row.lastError != nil)
    }

    @Test(arguments: [EntryChange.Kind.correct, .remove])
    func `after a lost response, another text is a conflict`(kind: EntryChange.Kind) async throws {
        try begin(kind)
        transport.expect(line(kind), fails: .timeout, mayHaveArrived: true)
        transport.expect("GET articles/\(entry.id)", 200, article("Theirs", version: 2))
        let row = try await send()
        #expect(row.state == .rejected && row.conflict?.current?.entry.title == "Theirs" && row.change.base?.entry == entry)
    }

    @Test(arguments: [EntryChange.Kind.correct, .remove])
    func `if the stage cannot be asked after a lost response, the change is unknown and is not sent again`(kind: EntryChange.Kind)
        async throws
    {
        try begin(kind)
        transport.expect(line(kind), fails: .timeout, mayHaveArrived: true)
        transport.expect("GET articles/\(entry.id)", 404, "<html>no such page</html>")
        #expect(try await send().state == .unknown)
        transport.expect("GET articles/\(entry.id)", fails: .refused, mayHaveArrived: false)
        #expect(try await send().state == .unknown)
    }

    @Test func `if the process was killed while it sent a change, the next one asks for the article first`() async throws {
        try begin(.correct)
        try outbox.move(entry.id, to: .sending)
        transport.expect("GET articles/\(entry.id)", 200, article("Corrected", version: 2))
        #expect(try await send().version == 2)
    }

    @Test func `a 200 for a removal proves nothing, because only a 204 is in the contract`() async throws {
        try begin(.remove)
        transport.expect(line(.remove), 200, "{}")
        transport.expect("GET articles/\(entry.id)", 200, article("Posted", version: 1))
        #expect(try await send().state == .queued)
    }

    // MARK: An unknown version

    private func forgetVersion() throws {
        try outbox.writer.write { try $0.execute(sql: "UPDATE entry SET version = NULL") }
    }

    @Test func `if the version is unknown, hdoc asks for it and compares the texts before it changes anything`() async throws {
        try forgetVersion()
        try begin(.correct)
        transport.expect("GET articles/\(entry.id)", 200, article("Posted", version: 7))
        transport.expect(line(.correct), 200, article("Corrected", version: 8))
        #expect(try await send().version == 8)
        #expect(transport.received.last?.headers.contains(Header("If-Match", "\"7\"")) == true)
    }

    @Test func `if the version is unknown and the text is another one, that is a conflict, and nothing is changed`() async throws {
        try forgetVersion()
        try begin(.remove)
        transport.expect("GET articles/\(entry.id)", 200, article("Theirs", version: 7))
        let row = try await send()
        #expect(row.state == .rejected && row.conflict?.current?.number == 7)
    }

    @Test func `if the version cannot be asked for, the change waits, because nothing was sent`() async throws {
        try forgetVersion()
        try begin(.correct)
        transport.expect("GET articles/\(entry.id)", fails: .timeout, mayHaveArrived: true)
        #expect(try await send().state == .queued)
        transport.expect("GET articles/\(entry.id)", 504)
        #expect(try await send().state == .queued)
    }
}

extension Entry {
    fileprivate func titled(_ title: String) -> Entry {
        var entry = self
        entry.title = title
        return entry
    }
}
