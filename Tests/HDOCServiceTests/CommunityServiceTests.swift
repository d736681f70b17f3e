import Foundation
import HDOCModels
import Testing

@testable import HDOCService

/// The service without a server, on each implementation of `CommunityStore`.
@Suite("The community service", .serialized)
struct CommunityServiceTests {
    private func send(
        _ method: String, _ path: String, to store: any CommunityStore, body: RawJSON = [:], subject: String? = nil, key: String? = nil
    ) async throws -> ServiceReply {
        let service = CommunityService(store: store) { Date(timeIntervalSince1970: 0) }
        let match = try #require(ServiceRoute.match(method: method, path: path, layer: .planned))
        let headers = key.map { ["idempotency-key": $0] } ?? [:]
        let request = ServiceRequest(headers: headers, body: Array(body.text.utf8))
        return try await service.reply(to: request, on: match, subject: subject)
    }

    private func text(_ reply: ServiceReply) -> String { String(decoding: reply.body, as: UTF8.self) }

    private func post(_ entry: RawJSON, to store: any CommunityStore) async throws -> ServiceReply {
        try await send("POST", "/ada/article", to: store, body: entry, subject: "sub-ada", key: entry["id"]?.string)
    }

    @Test(arguments: StoreKind.allCases)
    func `an entry that is posted twice is stored once and counts as one day`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let first = try await post(Example.entry, to: store)
        let second = try await post(Example.entry, to: store)
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
        _ = try await post(Example.entry, to: store)
        let otherContent = try await post(Example.entry.setting("title", "Other"), to: store)
        let otherID = try await post(Example.entry.setting("id", "0198c0de-0000-7000-8000-000000000002"), to: store)
        for reply in [otherContent, otherID] {
            #expect(reply.status == 409)
            #expect(text(reply).contains(#""id": "0198c0de-0000-7000-8000-000000000001""#))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `concurrent posts for several days all count`(kind: StoreKind) async throws {
        let store = try await kind.make()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for day in 1...8 {
                let entry = Example.entry.setting("id", .string("0198c0de-0000-7000-8000-00000000010\(day)"))
                    .setting("day", .number(String(30 + day))).setting("date", .string("2026-12-0\(day)"))
                group.addTask { try await post(entry, to: store).status }
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
        for author in ["Old", "ADA"] {
            let reply = try await send("POST", "/\(author)/article", to: store, subject: "sub-ada")
            #expect(reply.status == 403 && text(reply).contains("Message"))
        }
        #expect(try await send("POST", "/ada/article", to: store, subject: "sub-unknown").status == 403)
        #expect(try await send("POST", "/ada/article", to: store).status == 401)
    }

    @Test(arguments: StoreKind.allCases)
    func `signing up again with the same idempotency key returns 200 and the user`(kind: StoreKind) async throws {
        let store = try await kind.make()
        func signUp(_ handle: String, key: String?) async throws -> ServiceReply {
            try await send("POST", "/signup", to: store, body: ["github_username": .string(handle)], subject: "sub-new", key: key)
        }
        let first = try await signUp("grace", key: "k")
        let again = try await signUp("grace", key: "k")
        #expect(first.status == 201 && again.status == 200 && again.body == first.body)
        #expect(try await signUp("grace", key: nil).status == 409)
        #expect(try await signUp("grace-2", key: "k").status == 409)
    }

    @Test func `progress keeps older attribute names and the spelling of other numbers`() throws {
        let progress = UserProgress(dates: [], date: try #require(.init("2026-11-23")), instant: Date(timeIntervalSince1970: 0))
        #expect(
            progress.applied(to: #"{"githubProfile": "old", "daysCompleted": 1E+1, "x": 0.10}"#)
                == #"{"githubProfile": "old", "daysCompleted": 11, "x": 0.10, "#
                + #""lastEntryAt": "1970-01-01T00:00:00.000Z", "githubStreak": 1}"#)
    }
}
