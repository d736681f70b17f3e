import Foundation
import HDOCModels
import StoreBehaviour
import Testing

@testable import HDOCService

/// The service without a server, on each implementation of `CommunityStore`.
@Suite("The community service", .serialized)
struct CommunityServiceTests {
    @Test(arguments: StoreKind.allCases)
    func `an entry that is posted twice is stored once and counts as one day`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let service = ServiceDriver(store)
        let first = try await service.post(Example.entry)
        let second = try await service.post(Example.entry)
        #expect(first.status == 201 && second.status == 200)
        #expect(first.body == second.body)
        // The streak is 2: the author's other entries are one and three days older than this one.
        #expect(
            try await store.user("ada")?.json
                == #"{"github_username": "ada", "days_completed": 3, "github_streak": 2, "#
                + #""last_entry_at": "1970-01-01T00:00:00.000Z"}"#)
    }

    @Test(arguments: StoreKind.allCases)
    func `different content for an id and another article for a day are conflicts`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let service = ServiceDriver(store)
        _ = try await service.post(Example.entry)
        let otherContent = try await service.post(Example.entry.setting("title", "Other"))
        let otherID = try await service.post(Example.entry.setting("id", "0198c0de-0000-7000-8000-000000000002"))
        for reply in [otherContent, otherID] {
            #expect(reply.status == 409)
            #expect(reply.text.contains(#""id": "0198c0de-0000-7000-8000-000000000001""#))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `concurrent posts for several days all count`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let service = ServiceDriver(store)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for day in 1...8 {
                let entry = Example.entry.setting("id", .string("0198c0de-0000-7000-8000-00000000010\(day)"))
                    .setting("day", .number(String(30 + day))).setting("date", .string("2026-12-0\(day)"))
                group.addTask { try await service.post(entry).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 201, count: 8))
        let user = try JSONReader.read(try #require(try await store.user("ada")).json.utf8)
        #expect(user["days_completed"] == 10)
    }

    @Test(arguments: StoreKind.allCases)
    func `only the account that owns a user can post for it`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let service = ServiceDriver(store)
        for author in ["Old", "ADA"] {
            let reply = try await service.send("POST", "/\(author)/article", subject: "sub-ada")
            #expect(reply.status == 403 && reply.text.contains("Message"))
        }
        #expect(try await service.send("POST", "/ada/article", subject: "sub-unknown").status == 403)
        #expect(try await service.send("POST", "/ada/article").status == 401)
    }

    @Test(arguments: StoreKind.allCases)
    func `signing up again with the same idempotency key returns 200 and the user`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let service = ServiceDriver(store)
        func signUp(_ handle: String, key: String?) async throws -> ServiceReply {
            try await service.send(
                "POST", "/signup", headers: key.map { ["Idempotency-Key": $0] } ?? [:], body: ["github_username": .string(handle)],
                subject: "sub-new")
        }
        let first = try await signUp("grace", key: "k")
        let again = try await signUp("grace", key: "k")
        #expect(first.status == 201 && again.status == 200 && again.body == first.body)
        #expect(try await signUp("grace", key: nil).status == 409)
        #expect(try await signUp("grace-2", key: "k").status == 409)
    }
}
