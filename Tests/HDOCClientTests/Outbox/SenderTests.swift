import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("A day arrives once, or hdoc says that it does not know")
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
    func `stored now or stored before is sent, and is in the cache`(status: Int) async throws {
        transport.expect("POST ada/article", status, Samples.articleJSON(entry))
        let row = try await send()
        #expect(row.state == .sent && row.attempts == 1 && row.lastError == nil)
        #expect(row.articleURL == "https://api.example/Prod/articles/\(entry.id)")
        #expect(try cache.articles(author: "ada", tag: nil).value.map(\.id) == [entry.id])
    }

    @Test(arguments: [#"{"id": 1}"#, #"{"id": "ID", "author": "mallory"}"#])
    func `a response with another id or author does not show that an entry was sent`(reply: String) async throws {
        let reply = reply.replacing("ID", with: entry.id)
        transport.expect("POST ada/article", 200, reply)
        transport.expect("GET articles/\(entry.id)", 200, reply)
        #expect(try await send().state == .unknown)
        #expect(try cache.articles(author: nil, tag: nil).value.isEmpty)
    }

    @Test func `a lost reply is asked after: it had arrived`() async throws {
        transport.expect("POST ada/article", fails: .interrupted, mayHaveArrived: true)
        transport.expect("GET articles/\(entry.id)", 200, Samples.articleJSON(entry))
        #expect(try await send().state == .sent)
    }

    @Test func `a lost reply is asked after: it had not, and waits for its next attempt`() async throws {
        transport.expect("POST ada/article", 504, #"{"message": "Endpoint request timed out"}"#)
        transport.expect("GET articles/\(entry.id)", 404, "ERROR: article not found!")
        let row = try await send()
        #expect(row.state == .queued && row.nextAttemptAt.map { $0 > scratch.clock() } == true)
        #expect(try await sender().send(nil, as: "ada").tried.isEmpty, "not before its time")
        scratch.advance(10)
        transport.expect("POST ada/article", 201, Samples.articleJSON(entry))
        #expect(try await send().attempts == 2)
    }

    @Test func `where nothing can tell, it is unknown and never resent blindly`() async throws {
        transport.expect("POST ada/article", fails: .timeout, mayHaveArrived: true)
        transport.expect("GET articles/\(entry.id)", 403, #"{"message":"Missing Authentication Token"}"#)
        let row = try await send()
        #expect(row.state == .unknown && row.lastError != nil)
        scratch.advance(1000)
        #expect(try await send().state == .unknown, "asked again only; the route is known to be absent")
    }

    @Test func `on its writer's word an unknown entry goes out again under its own id`() async throws {
        transport.expect("POST ada/article", fails: .timeout, mayHaveArrived: true)
        transport.expect("GET articles/\(entry.id)", 403, #"{"message":"Missing Authentication Token"}"#)
        #expect(try await send().state == .unknown)
        try outbox.move(entry.id, to: .queued) { $0.nextAttemptAt = nil }
        transport.expect("POST ada/article", 200, Samples.articleJSON(entry))
        #expect(try await send().state == .sent)
        let keys = transport.received.compactMap { request in request.headers.first { $0.name == "Idempotency-Key" }?.value }
        #expect(keys == [entry.id, entry.id])
    }

    @Test func `several days go out oldest first`() async throws {
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
                .success(Response(status: 201, body: Data(#"{"id":"\#(id)"}"#.utf8)))
            }
        }
        _ = try await send()
        let sent = transport.received.compactMap { request in request.headers.first { $0.name == "Idempotency-Key" }?.value }
        #expect(sent == ids)
    }

    @Test func `a clock set back a year does not keep an entry waiting a year`() async throws {
        transport.expect("POST ada/article", 503)
        #expect(try await send().state == .queued)
        scratch.advance(-365 * 86_400)
        transport.expect("POST ada/article", 201, Samples.articleJSON(entry))
        #expect(try await send().state == .sent)
    }

    @Test func `an empty 200 is no receipt`() async throws {
        transport.expect("POST ada/article", 200, "")
        transport.expect("GET articles/\(entry.id)", 200, Samples.articleJSON(entry))
        #expect(try await send().state == .sent)
    }

    @Test func `an entry left on the wire by a crash is asked after before it is sent again`() async throws {
        try outbox.move(entry.id, to: .sending) { $0.attempts = 1 }
        transport.expect("GET articles/\(entry.id)", 404, "ERROR: article not found!")
        transport.expect("POST ada/article", 201, Samples.articleJSON(entry))
        #expect(try await send().state == .sent)
    }

    @Test(arguments: [
        (400, #"{"message":"no","errors":[{"field":"title","reason":"too long"}]}"#), (409, #"{"message":"taken","id":"x"}"#),
        (413, "HTTP content length exceeded"), (403, #"{"message":"Forbidden"}"#),
    ])
    func `what is refused for good says why and blocks nobody`(status: Int, body: String) async throws {
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
    func `what is refused for now waits`(status: Int) async throws {
        transport.expect("POST ada/article", status)
        let row = try await send()
        #expect(row.state == .queued && row.nextAttemptAt != nil && row.lastError != nil)
    }

    @Test(arguments: [400, 403, 404])
    func `a proxy's page is kept and retried, not rejected`(status: Int) async throws {
        transport.expect("POST ada/article", status, "<html><title>Blocked</title></html>")
        let row = try await send()
        #expect(row.state == .queued && row.nextAttemptAt != nil && row.lastError != nil)
    }

    @Test func `a proxy's page does not say that an unknown entry is missing`() async throws {
        transport.expect("POST ada/article", fails: .interrupted, mayHaveArrived: true)
        transport.expect("GET articles/\(entry.id)", 404, "<!doctype html><title>Not found</title>")
        #expect(try await send().state == .unknown)
    }

    @Test func `a server's Retry-After is kept`() async throws {
        transport.expect("POST ada/article", 429, "", headers: [Header("Retry-After", "120")])
        #expect(try await send().nextAttemptAt == scratch.clock().addingTimeInterval(120))
    }

    @Test func `without a network nothing has left and it waits`() async throws {
        transport.expect("POST ada/article", fails: .refused, mayHaveArrived: false)
        #expect(try await send().state == .queued)
    }

    @Test func `without a session everything waits, after one question`() async throws {
        scratch.advance(1)
        let other = Samples.entry("0198c0de-0000-7000-8000-000000000002", day: 12)
        _ = try outbox.save(other)
        try outbox.move(other.id, to: .queued)
        for _ in 0..<2 { transport.expect("POST ada/article", 401, #"{"message":"Unauthorized"}"#) }
        let row = try await send()
        #expect(row.id == entry.id && row.state == .queued)
        // Signing in asks for all of them; without that nothing goes on the wire before this.
        #expect(row.nextAttemptAt == scratch.clock().addingTimeInterval(Backoff.longest))
        #expect(try outbox.entry(other.id)?.attempts == 0)
    }

    @Test func `while another sender is at work, this one steps back`() async throws {
        let lock = try #require(try FileLock.tryAcquire(outbox.path + ".lock"))
        #expect(try await sender().send(nil, as: "ada").otherSender)
        lock.release()
    }
}
