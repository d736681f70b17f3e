import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

/// Two machines of one participant: the backend has an entry that this machine does not know.
@Suite("A proposed day that the backend already has")
struct RenumberingTests {
    private let scratch: Scratch
    private let transport = FakeTransport()
    private let outbox: Outbox
    private let cache: Cache

    init() throws {
        scratch = try Scratch()
        outbox = try Outbox(path: scratch.path("o.sqlite"), clock: scratch.clock)
        cache = try Cache(path: scratch.path("c.sqlite"), now: scratch.clock())
    }

    private func queued(isDayProposed: Bool) throws -> Entry {
        var entry = Samples.entry()
        entry.isDayProposed = isDayProposed
        _ = try outbox.save(entry)
        try outbox.move(entry.id, to: .queued)
        return entry
    }

    private func send() async throws -> (row: OutboxEntry, report: SendReport) {
        let api = StageAPI(stage: Samples.stage, transport: transport, routes: cache, clock: scratch.clock) {
            _ throws(ClientError) in Secret("token")
        }
        let sender = OutboxSender(outbox: outbox, api: api, cache: cache, clock: scratch.clock, words: { "\($0.kind)" })
        let report = try await sender.send(nil, as: "ada")
        transport.expectNothingLeft()
        return (try #require(try outbox.entries().first), report)
    }

    private func other(day: Int) -> String { #"{"id":"other\#(day)","day":\#(day),"title":"Other","body":"B","author":"ada"}"# }

    @Test func `the entry moves to the next free day and is sent once more`() async throws {
        let entry = try queued(isDayProposed: true)
        var moved = entry
        moved.day = entry.day + 2
        let (reply, day) = (Samples.articleJSON(moved), moved.day)
        transport.expect("POST ada/article", 409, #"{"message": "taken", "id": "other"}"#)
        transport.expect("GET articles?author=ada&limit=500", 200, "[\(other(day: entry.day)),\(other(day: entry.day + 1))]")
        transport.expect("POST ada/article") { request in
            let body = try? JSONSerialization.jsonObject(with: Data(request.body ?? [])) as? [String: Any]
            return .success(Response(status: body?["day"] as? Int == day ? 201 : 500, body: Data(reply.utf8)))
        }
        let (row, report) = try await send()
        #expect(row.state == .sent && row.entry.day == moved.day && row.attempts == 2)
        #expect(report.formerDays == [entry.id: entry.day])
        #expect(try cache.articles(author: "ada", tag: nil).value.count == 3)
    }

    private func dated(_ entry: Entry) -> String {
        #"{"id":"other","day":\#(entry.day),"date":"\#(entry.date)","title":"Other","body":"B","author":"ada"}"#
    }

    @Test func `an entry that would be the second one for its date is not sent before its writer decides`() async throws {
        let entry = try queued(isDayProposed: true)
        transport.expect("POST ada/article", 409, #"{"message": "taken", "id": "other"}"#)
        transport.expect("GET articles?author=ada&limit=500", 200, "[\(dated(entry))]")
        let (row, report) = try await send()
        #expect(row.state == .rejected && row.entry.day == entry.day + 1 && report.formerDays == [entry.id: entry.day])
        #expect(row.lastError?.contains("dateTaken") == true, "\(row.lastError ?? "")")
        try outbox.move(entry.id, to: .queued)
        var moved = entry
        moved.day += 1
        transport.expect("POST ada/article", 201, Samples.articleJSON(moved))
        #expect(try await send().row.state == .sent, "the writer has decided to send it")
    }

    @Test func `an entry whose writer knew the other entry for its date is sent`() async throws {
        let entry = try queued(isDayProposed: true)
        let known = try #require(Article(json: try JSONParser.read(dated(entry).utf8)))
        try cache.store([known], as: nil, at: scratch.clock())
        var moved = entry
        moved.day += 1
        transport.expect("POST ada/article", 409, #"{"message": "taken", "id": "other"}"#)
        transport.expect("GET articles?author=ada&limit=500", 200, "[\(dated(entry))]")
        transport.expect("POST ada/article", 201, Samples.articleJSON(moved))
        let row = try await send().row
        #expect(row.state == .sent && row.entry.day == entry.day + 1)
    }

    @Test func `a second conflict rejects the entry`() async throws {
        let entry = try queued(isDayProposed: true)
        transport.expect("POST ada/article", 409, #"{"message": "taken", "id": "other"}"#)
        transport.expect("GET articles?author=ada&limit=500", 200, "[\(other(day: entry.day))]")
        transport.expect("POST ada/article", 409, #"{"message": "taken", "id": "another"}"#)
        let row = try await send().row
        #expect(row.state == .rejected && row.entry.day == entry.day + 1 && !row.entry.isDayProposed)
    }

    @Test func `a day that the writer chose is not changed`() async throws {
        let entry = try queued(isDayProposed: false)
        transport.expect("POST ada/article", 409, #"{"message": "taken", "id": "other"}"#)
        let (row, report) = try await send()
        #expect(row.state == .rejected && row.entry.day == entry.day && report.formerDays == [:])
    }

    @Test func `a conflict about anything but the day rejects the entry`() async throws {
        let entry = try queued(isDayProposed: true)
        transport.expect("POST ada/article", 409, #"{"message": "other content", "id": "\#(entry.id)"}"#)
        transport.expect("GET articles?author=ada&limit=500", 200, "[\(Samples.articleJSON(entry))]")
        let row = try await send().row
        #expect(row.state == .rejected && row.entry.day == entry.day)
    }

    @Test func `without the list of articles the entry waits and keeps its day`() async throws {
        let entry = try queued(isDayProposed: true)
        transport.expect("POST ada/article", 409, #"{"message": "taken", "id": "other"}"#)
        transport.expect("GET articles?author=ada&limit=500", 503)
        let row = try await send().row
        #expect(row.state == .queued && row.entry.day == entry.day && row.nextAttemptAt != nil)
    }
}
