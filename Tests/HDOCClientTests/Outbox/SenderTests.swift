import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("An entry is delivered exactly once, or marked as unknown")
struct SenderTests {
    private let scratch: Scratch
    private let transport = FakeTransport()
    private let outbox: Outbox
    private let cache: Cache
    private let entry = Samples.entry()

    init() throws {
        scratch = try Scratch()
        outbox = try Outbox(path: scratch.path("o.sqlite"), clock: scratch.clock)
        cache = try Cache(path: scratch.path("c.sqlite"), now: scratch.clock())
        _ = try outbox.save(entry)
        try outbox.move(entry.id, to: .queued)
    }

    private func sender() -> OutboxSender {
        let api = StageAPI(stage: Samples.stage, transport: transport, routes: cache, clock: scratch.clock) {
            _ throws(ClientError) in Secret("token")
        }
        return OutboxSender(outbox: outbox, api: api, cache: cache, clock: scratch.clock, words: { "\($0.kind)" })
    }

    private func send(_ ids: [String]? = nil) async throws -> OutboxEntry {
        let report = try await sender().send(ids, as: "ada")
        transport.expectNothingLeft()
        return try #require(try outbox.entry(report.tried.last?.id ?? entry.id))
    }

    @Test(arguments: [200, 201])
    func `after a 200 or 201 response the entry is marked as sent and its article is in the cache`(status: Int) async throws {
        transport.expect("POST ada/article", status, Samples.articleJSON(entry))
        let row = try await send()
        #expect(row.state == .sent && row.attempts == 1 && row.lastError == nil)
        #expect(row.articleURL == "https://api.example/Prod/articles/\(entry.id)")
        #expect(try cache.articles(author: "ada", tag: nil).value.map(\.id) == [entry.id])
    }

    @Test(arguments: [#"{"id": 1}"#, #"{"id": "ID", "author": "mallory"}"#, #"{"id": "ID"}"#])
    func `a response with another id or author, or without an author, does not show that an entry was sent`(reply: String) async throws {
        let reply = reply.replacing("ID", with: entry.id)
        transport.expect("POST ada/article", 200, reply)
        transport.expect("GET articles/\(entry.id)", 200, reply)
        #expect(try await send().state == .unknown)
        #expect(try cache.articles(author: nil, tag: nil).value.isEmpty)
    }

    @Test func `after a lost response, an entry that the backend has is marked as sent`() async throws {
        transport.expect("POST ada/article", fails: .interrupted, mayHaveArrived: true)
        transport.expect("GET articles/\(entry.id)", 200, Samples.articleJSON(entry))
        #expect(try await send().state == .sent)
    }

    @Test func `after a lost response, an entry that the backend does not have waits for its next attempt`() async throws {
        transport.expect("POST ada/article", 504, #"{"message": "Endpoint request timed out"}"#)
        transport.expect("GET articles/\(entry.id)", 404, "ERROR: article not found!")
        let row = try await send()
        #expect(row.state == .queued && row.nextAttemptAt.map { $0 > scratch.clock() } == true)
        #expect(try await sender().send(nil, as: "ada").tried.isEmpty, "the entry is not sent before its next attempt")
        scratch.advance(10)
        transport.expect("POST ada/article", 201, Samples.articleJSON(entry))
        #expect(try await send().attempts == 2)
    }

    @Test func `if the backend cannot say whether it has the entry, the entry is unknown and is not posted again`() async throws {
        transport.expect("POST ada/article", fails: .timeout, mayHaveArrived: true)
        transport.expect("GET articles/\(entry.id)", 403, #"{"message":"Missing Authentication Token"}"#)
        let row = try await send()
        #expect(row.state == .unknown && row.lastError != nil)
        scratch.advance(1000)
        #expect(try await send().state == .unknown, "the entry is only looked up, and the absent route is not requested")
    }

    @Test func `an unknown entry that the user queues again is posted under the same id`() async throws {
        transport.expect("POST ada/article", fails: .timeout, mayHaveArrived: true)
        transport.expect("GET articles/\(entry.id)", 403, #"{"message":"Missing Authentication Token"}"#)
        #expect(try await send().state == .unknown)
        try outbox.move(entry.id, to: .queued) { $0.nextAttemptAt = nil }
        transport.expect("POST ada/article", 200, Samples.articleJSON(entry))
        #expect(try await send().state == .sent)
        let keys = transport.received.compactMap { request in request.headers.first { $0.name == "Idempotency-Key" }?.value }
        #expect(keys == [entry.id, entry.id])
    }

    @Test func `several queued entries are posted in the order of creation`() async throws {
        var ids = [entry.id]
        for day in 12...14 {
            scratch.advance(1)
            let next = Samples.entry("0198c0de-0000-7000-8000-0000000000\(day)", day: day)
            _ = try outbox.save(next)
            try outbox.move(next.id, to: .queued)
            ids.append(next.id)
        }
        for id in ids {
            transport.expect("POST ada/article") { request in
                .success(Response(status: 201, body: Data(#"{"id":"\#(id)","author":"ada"}"#.utf8)))
            }
        }
        _ = try await send()
        let sent = transport.received.compactMap { request in request.headers.first { $0.name == "Idempotency-Key" }?.value }
        #expect(sent == ids)
    }

    @Test func `setting the clock back by a year does not delay an entry by a year`() async throws {
        transport.expect("POST ada/article", 503)
        #expect(try await send().state == .queued)
        scratch.advance(-365 * 86_400)
        transport.expect("POST ada/article", 201, Samples.articleJSON(entry))
        #expect(try await send().state == .sent)
    }

    @Test func `after an empty 200 response the sender looks the entry up`() async throws {
        transport.expect("POST ada/article", 200, "")
        transport.expect("GET articles/\(entry.id)", 200, Samples.articleJSON(entry))
        #expect(try await send().state == .sent)
    }

    @Test func `an entry that a crash left as sending is looked up before it is posted again`() async throws {
        try outbox.move(entry.id, to: .sending) { $0.attempts = 1 }
        transport.expect("GET articles/\(entry.id)", 404, "ERROR: article not found!")
        transport.expect("POST ada/article", 201, Samples.articleJSON(entry))
        #expect(try await send().state == .sent)
    }

    @Test(arguments: [
        (400, #"{"message":"no","errors":[{"field":"title","reason":"too long"}]}"#), (409, #"{"message":"taken","id":"x"}"#),
        (413, "HTTP content length exceeded"), (403, #"{"Message":"User is not authorized to access this resource"}"#),
    ])
    func `an entry that is refused permanently is rejected with the reason, and the next entry is sent`(status: Int, body: String)
        async throws
    {
        scratch.advance(1)
        let other = Samples.entry("0198c0de-0000-7000-8000-000000000002", day: 12)
        _ = try outbox.save(other)
        try outbox.move(other.id, to: .queued)
        transport.expect("POST ada/article", status, body)
        transport.expect("POST ada/article", 201, Samples.articleJSON(other))
        #expect(try await send().id == other.id)
        let refused = try #require(try outbox.entry(entry.id))
        #expect(refused.state == .rejected && refused.lastError != nil && refused.nextAttemptAt == nil)
    }

    @Test(arguments: [500, 502, 503, 429])
    func `an entry that is refused temporarily waits for its next attempt`(status: Int) async throws {
        transport.expect("POST ada/article", status)
        let row = try await send()
        #expect(row.state == .queued && row.nextAttemptAt != nil && row.lastError != nil)
    }

    @Test(arguments: [400, 403, 404])
    func `an entry answered by a proxy's web page stays queued and is not rejected`(status: Int) async throws {
        transport.expect("POST ada/article", status, "<html><title>Blocked</title></html>")
        let row = try await send()
        #expect(row.state == .queued && row.nextAttemptAt != nil && row.lastError != nil)
    }

    @Test(arguments: [
        (403, #"{"message":"Forbidden"}"#), (403, "Blocked by policy"), (404, "404 page not found"), (404, #"{"message":"Not Found"}"#),
        (404, ""),
    ])
    func `an entry that a firewall, a proxy or a gateway stops stays queued and is sent later`(status: Int, body: String) async throws {
        transport.expect("POST ada/article", status, body)
        let row = try await send()
        #expect(row.state == .queued && row.nextAttemptAt != nil && row.lastError != nil)
        scratch.advance(1000)
        transport.expect("POST ada/article", 201, Samples.articleJSON(entry))
        #expect(try await send().state == .sent)
    }

    @Test(arguments: [
        "<!doctype html><title>Not found</title>", "404 page not found", "", #"{"message":"Not Found"}"#, #"{"error":"no such page"}"#,
    ])
    func `a 404 of a proxy does not mean that the backend lacks the entry`(page: String) async throws {
        transport.expect("POST ada/article", fails: .interrupted, mayHaveArrived: true)
        transport.expect("GET articles/\(entry.id)", 404, page)
        #expect(try await send().state == .unknown)
    }

    @Test func `the next attempt is at the time that Retry-After asks for`() async throws {
        transport.expect("POST ada/article", 429, "", headers: [Header("Retry-After", "120")])
        #expect(try await send().nextAttemptAt == scratch.clock().addingTimeInterval(120))
    }

    @Test func `without a network the entry stays queued`() async throws {
        transport.expect("POST ada/article", fails: .refused, mayHaveArrived: false)
        #expect(try await send().state == .queued)
    }

    @Test func `if the session is refused, the sender stops after one entry and all entries stay queued`() async throws {
        scratch.advance(1)
        let other = Samples.entry("0198c0de-0000-7000-8000-000000000002", day: 12)
        _ = try outbox.save(other)
        try outbox.move(other.id, to: .queued)
        for _ in 0..<2 { transport.expect("POST ada/article", 401, #"{"message":"Unauthorized"}"#) }
        let row = try await send()
        #expect(row.id == entry.id && row.state == .queued)
        // Signing in sends all queued entries at once. Without a sign-in, nothing is sent before this time.
        #expect(row.nextAttemptAt == scratch.clock().addingTimeInterval(Backoff.longest))
        #expect(try outbox.entry(other.id)?.attempts == 0)
    }

    @Test func `a sender does nothing while another sender holds the lock`() async throws {
        let lock = try #require(try FileLock.tryAcquire(outbox.path + ".lock"))
        #expect(try await sender().send(nil, as: "ada").otherSender)
        lock.release()
    }
}
