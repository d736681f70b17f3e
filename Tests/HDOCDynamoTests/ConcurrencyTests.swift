import Foundation
import HDOCModels
import HDOCService
import HTTPTransport
import StoreBehaviour
import TestKit
import Testing

@testable import HDOCDynamo

@Suite("Concurrent and repeated writes", .timeLimit(.hang))
struct ConcurrencyTests {
    private func entry(_ id: Int, day: Int) -> RawJSON {
        let digits = String(id)
        let tail = String(repeating: "0", count: 12 - digits.utf8.count) + digits
        return Example.entry.setting("id", .string("0198c0de-0000-7000-8000-\(tail)")).setting("day", .number(String(day)))
    }

    private func post(_ entry: RawJSON, by user: String, to store: DynamoCommunityStore) async throws -> ServiceReply {
        let match = try #require(ServiceRoute.match(method: "POST", path: "/\(user)/article", layer: .planned))
        let request = ServiceRequest(
            headers: ["idempotency-key": entry["id"]?.string ?? ""], body: Array(entry.text.utf8))
        return try await CommunityService(store: store, emulatesCrashes: false) { Example.now }
            .reply(to: request, on: match, subject: "sub-\(user)")
    }

    private func community(_ users: Int) -> SeedCommunity {
        let handles = (0..<users).map { "user-\($0)" }
        return SeedCommunity(
            users: handles.map { SeedUser(handle: $0, json: ["github_username": .string($0), "days_completed": 0]) },
            owners: Dictionary(uniqueKeysWithValues: handles.map { ("sub-\($0)", $0) }))
    }

    @Test func `of 200 concurrent posts by 20 users, two for each day, each day is stored once`() async throws {
        let stage = try await TestStage()
        try await stage.store.seed(community(20))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            var statuses: [Int] = []
            for number in 0..<200 {
                // Neighbours are two posts for the same day, with different ids.
                let (user, day) = (number / 2 % 20, number / 40 + 1)
                if number >= 64, let status = try await group.next() { statuses.append(status) }
                group.addTask { try await self.post(self.entry(number, day: day), by: "user-\(user)", to: stage.store).status }
            }
            return try await group.reduce(into: statuses) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 201 } == 100)
        #expect(statuses.count { $0 == 409 } == 100)
        for user in [0, 7, 19] {
            #expect(try await stage.store.entries(of: "user-\(user)").compactMap(\.day).sorted() == [1, 2, 3, 4, 5])
            #expect(try await stage.store.user("user-\(user)")?.json.contains(#""days_completed": 5,"#) == true)
        }
    }

    @Test func `concurrent posts of one user for different days are all stored, and each counts`() async throws {
        let stage = try await TestStage()
        try await stage.store.seed(community(1))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for day in 1...10 {
                group.addTask { try await self.post(self.entry(day, day: day), by: "user-0", to: stage.store).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.allSatisfy { $0 == 201 })
        #expect(try await stage.store.user("user-0")?.json.contains(#""days_completed": 10,"#) == true)
    }

    @Test func `a post that arrives although its response is lost is stored once, and answered as a repetition`() async throws {
        let stage = try await TestStage()
        try await stage.store.seed(community(1))
        let server = try DynamoDBServer.shared()
        // The transaction arrives, and its response is lost. After its repetition, the owner and the user are read.
        let steps: [ScriptedTransport.Step] = [.arriveAndFail(ScriptedTransport.lost), .pass, .pass, .pass]
        let transport = ScriptedTransport(steps, base: CurlTransport(userAgent: "test", environment: [:]))
        let store = DynamoCommunityStore(server.client(transport), stage.tables)
        #expect(try await post(entry(1, day: 1), by: "user-0", to: store).status == 200)
        #expect(transport.stepsLeft == 0, "the transaction, its repetition, and two reads")
        #expect(try await stage.store.entries(of: "user-0").count == 1)
        #expect(try await stage.store.user("user-0")?.json.contains(#""days_completed": 1,"#) == true)
    }

    @Test func `a sign-up whose response is lost is recognised by its idempotency key`() async throws {
        let stage = try await TestStage()
        let transport = ScriptedTransport(
            [.arriveAndFail(ScriptedTransport.lost), .pass], base: CurlTransport(userAgent: "test", environment: [:]))
        let store = DynamoCommunityStore(try DynamoDBServer.shared().client(transport), stage.tables)
        let outcome = try await store.register(Example.registration("grace", key: "k"))
        #expect(outcome == .subjectOwns(handle: "grace", idempotencyKey: "k"))
        #expect(try await stage.store.user("grace") != nil)
    }

    @Test func `throttling is answered with 429, and nothing is stored`() async throws {
        let stage = try await TestStage()
        try await stage.store.seed(community(1))
        let limited = ScriptedTransport.error("ProvisionedThroughputExceededException")
        let transport = ScriptedTransport(Array(repeating: limited, count: 6), base: CurlTransport(userAgent: "test", environment: [:]))
        let client = try DynamoDBServer.shared().client(transport) { $0.sleep = { _ in } }
        let reply = try await post(entry(1, day: 1), by: "user-0", to: DynamoCommunityStore(client, stage.tables))
        #expect(reply.status == 429)
        #expect(reply.headers.contains { $0.name == "Retry-After" })
        #expect(try await stage.store.entries(of: "user-0").isEmpty)
    }

    @Test func `a change that somebody makes by hand between reading and writing a user is kept`() async throws {
        let stage = try await TestStage()
        try await stage.store.seed(community(1))
        let read = try #require(try await stage.store.user("user-0"))
        var item = try #require(try await stage.client.get(stage.tables.users, UserItem.key("user-0"), isConsistent: true))
        item["days_completed"] = .integer(50)
        try await stage.put(item, in: stage.tables.users)
        let update = Example.update(of: "user-0", from: read, days: 1)
        let article = Example.article("a1", author: "user-0", day: 1, date: "2026-11-23")
        #expect(try await stage.store.insert(article, updating: update) == .userChanged)
        #expect(try await stage.store.article("a1") == nil)
    }
}
