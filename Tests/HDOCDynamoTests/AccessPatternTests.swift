import Foundation
import HDOCModels
import HDOCService
import StoreBehaviour
import TestKit
import Testing

@testable import HDOCDynamo

/// Which requests to DynamoDB each route makes. docs/backend.md has the same table.
@Suite("Access patterns", .timeLimit(.hang))
struct AccessPatternTests {
    private let stage: TestStage
    private let transport = AccessRecorder()
    private let service: CommunityService

    init() async throws {
        stage = try await TestStage()
        try await stage.store.seed(Example.community)
        try await stage.settle()
        let store = DynamoCommunityStore(try DynamoDBServer.shared().client(transport), stage.tables)
        service = CommunityService(store: store, emulatesCrashes: false) { Example.now }
    }

    /// Sends a request as the owner of `ada`, and returns the requests to DynamoDB.
    private func requests(
        _ method: String, _ target: String, status: Int = 200, headers: [String: String] = [:], body: RawJSON? = nil,
        subject: String = "sub-ada"
    ) async throws -> [String] {
        let (path, query) = target.cut(atByte: "?") ?? (target[...], "")
        let match = try #require(ServiceRoute.match(method: method, path: String(path), layer: .planned))
        let request = ServiceRequest(
            query: FormFields(encoded: query), headers: headers, body: body.map { Array($0.text.utf8) } ?? [])
        let reply = try await service.reply(to: request, on: match, subject: subject)
        #expect(reply.status == status)
        return transport.take()
    }

    @Test func `reading takes one request, and lists one for each partition`() async throws {
        #expect(try await requests("GET", "/users/ada") == ["GetItem Users"])
        #expect(try await requests("GET", "/user?username=ada") == ["GetItem Users"])
        #expect(try await requests("GET", "/users") == ["Scan Users"])
        #expect(try await requests("GET", "/articles/a1") == ["GetItem Entries"])
        #expect(try await requests("GET", "/tags") == ["GetItem Entries"])
        #expect(try await requests("GET", "/articles?author=ada") == ["Query Entries/author"])
        #expect(try await requests("GET", "/articles?author=ada&tag=aws") == ["Query Entries/author"])
        // The months of the tag: November, which is the present month as well.
        #expect(try await requests("GET", "/articles?tag=aws") == ["GetItem Entries", "Query Entries"])
        // Three days with articles, and yesterday, today and tomorrow, of which yesterday has one.
        let feed = try await requests("GET", "/articles")
        #expect(feed == ["GetItem Entries"] + Array(repeating: "Query Entries/feed", count: 5))
        #expect(try await requests("GET", "/articles?limit=1") == ["GetItem Entries"] + Array(repeating: "Query Entries/feed", count: 3))
    }

    @Test func `changes of one day take one request for each shard`() async throws {
        let since = Example.now.addingTimeInterval(-3_600)
        _ = try await DynamoCommunityStore(try DynamoDBServer.shared().client(transport), stage.tables)
            .changedUsers(since: since, PageRequest(limit: 100, began: Example.now))
        #expect(transport.take() == Array(repeating: "Query Users/changes", count: 4))
    }

    private func post(_ number: Int, day: Int, date: String, status: Int = 201, subject: String = "sub-ada") async throws -> [String] {
        let id = "0198c0de-0000-7000-8000-00000000000\(number)"
        let entry = Example.entry.setting("id", .string(id)).setting("day", .number(String(day))).setting("date", .string(date))
        return try await requests(
            "POST", "/ada/article", status: status, headers: ["idempotency-key": id], body: entry, subject: subject)
    }

    @Test func `a post is one request, also the first one, after a gap, and on a date with an entry`() async throws {
        let transaction = ["Transact: Put Entries, Put Entries, Update Users, ConditionCheck Accounts"]
        #expect(try await post(1, day: 3, date: "2026-11-22") == transaction)
        #expect(try await post(2, day: 4, date: "2026-11-23") == transaction)
        #expect(try await post(3, day: 5, date: "2026-12-23") == transaction)
        let grace: RawJSON = ["github_username": "grace"]
        _ = try await requests("POST", "/signup", status: 201, headers: ["idempotency-key": "k"], body: grace, subject: "sub-grace")
        let id = try #require(Example.entry["id"]?.string)
        let first = try await requests(
            "POST", "/grace/article", status: 409, headers: ["idempotency-key": id], body: Example.entry, subject: "sub-grace")
        #expect(first.count == 3, "the id belongs to ada; the owner and the user are read at the same time")
        let free = Example.entry.setting("id", "0198c0de-0000-7000-8000-000000000009")
        let second = try await requests(
            "POST", "/grace/article", status: 201, headers: ["idempotency-key": "0198c0de-0000-7000-8000-000000000009"], body: free,
            subject: "sub-grace")
        #expect(second == transaction)
    }

    @Test func `a post that is refused or repeated reads the owner and the user as well, and one for an earlier date the days`()
        async throws
    {
        let transaction = "Transact: Put Entries, Put Entries, Update Users, ConditionCheck Accounts"
        _ = try await post(1, day: 3, date: "2026-11-23")
        let reads = Set([transaction, "GetItem Accounts", "GetItem Users"])
        for (number, status) in [(1, 200), (2, 409)] {
            let requests = try await post(number, day: 3, date: "2026-11-23", status: status)
            #expect(Set(requests) == reads && requests.count == 3)
        }
        #expect(try await Set(post(3, day: 4, date: "2026-11-23", status: 403, subject: "sub-grace")) == reads)
        let earlier = try await post(4, day: 5, date: "2026-11-19")
        #expect(earlier.first == transaction && earlier.last == "Transact: Put Entries, Put Entries, Update Users")
        #expect(Set(earlier[1...2]) == ["GetItem Accounts", "Query Entries"] && earlier.count == 4)
    }

    @Test func `a correction and a removal are one transaction after four reads`() async throws {
        let id = try #require(Example.entry["id"]?.string)
        let reads = ["GetItem Accounts", "GetItem Users", "Query Entries"]
        _ = try await requests("POST", "/ada/article", status: 201, headers: ["idempotency-key": id], body: Example.entry)
        let path = "/ada/article/\(id)"
        let corrected = Example.entry.setting("title", "Better").setting("date", "2026-11-22")
        let put = try await requests("PUT", path, headers: ["if-match": "\"1\""], body: corrected)
        #expect(put.first == "GetItem Accounts" && put.last == "Transact: Put Entries, Update Users, Put Entries")
        let removal = try await requests("DELETE", path, status: 204, headers: ["if-match": "\"2\""])
        #expect(removal.first == "GetItem Accounts" && removal.last == "Transact: Delete Entries, Update Users, Delete Entries")
        #expect(Set(put + removal).isSubset(of: reads + ["GetItem Entries"] + [put.last, removal.last].compactMap(\.self)))
        #expect(put.count == 5 && removal.count == 5)
    }

    @Test func `a sign-up is one transaction`() async throws {
        let body: RawJSON = ["github_username": "grace"]
        let signUp = try await requests(
            "POST", "/signup", status: 201, headers: ["idempotency-key": "k"], body: body, subject: "sub-grace")
        #expect(signUp == ["Transact: Put Accounts, Put Accounts, Put Users"])
    }
}
