import Foundation
import Testing

@testable import HDOCBackend
@testable import HDOCService

@Suite("Posting an entry")
struct PostingTests {
    static let entry: RawJSON = [
        "id": "0198c0de-0000-7000-8000-000000000001", "day": 24, "date": "2026-11-23", "title": "Queues",
        "subtitle": "SQS", "body": "## Cloud Research\n☁️", "tags": ["aws", "sqs"],
        "link": "https://github.com/ada/100DaysOfCloud", "template": "micro",
    ]

    private func post(_ client: TestClient, _ entry: RawJSON, token: String, author: String = "ada") async throws
        -> Answer
    {
        try await client.send(
            "POST", client.api + "/\(author)/article",
            headers: [
                "Authorization": "Bearer " + token, "Idempotency-Key": entry["id"]?.string ?? "",
                "Content-Type": "application/json",
            ], body: Data(entry.text.utf8))
    }

    @Test func `an entry that is sent twice is stored once`() async throws {
        try await withBackend { client in
            let token = try await SignIn(client).idToken()
            let before = try await client.get("/users/ada").json
            let first = try await post(client, Self.entry, token: token)
            #expect(first.status == 201)
            #expect(first.json["author"] == "ada")
            #expect(first.json["created_at"]?.string?.hasPrefix("2026-11-23T") == true)
            let second = try await post(client, Self.entry, token: token)
            #expect(second.status == 200)
            #expect(second.text == first.text)
            #expect(try await client.get("/articles/0198c0de-0000-7000-8000-000000000001").text == first.text)
            #expect(try await client.get("/articles?author=ada&limit=1").array == [first.json.setting("body", nil)])

            let after = try await client.get("/users/ada").json
            #expect(before["days_completed"] == 23 && after["days_completed"] == 24)
            #expect(before["github_streak"] == 5 && after["github_streak"] == 6)
            #expect(after["last_entry_at"] == first.json["created_at"])
        }
    }

    @Test func `different content for an id and another article for a day are conflicts that name the stored article`() async throws {
        try await withBackend { client in
            let token = try await SignIn(client).idToken()
            #expect(try await post(client, Self.entry, token: token).status == 201)
            let otherContent = try await post(client, Self.entry.setting("title", "Other"), token: token)
            #expect(otherContent.status == 409)
            #expect(otherContent.json["id"] == Self.entry["id"])
            let otherID = Self.entry.setting("id", "0198c0de-0000-7000-8000-000000000002")
            let sameDay = try await post(client, otherID, token: token)
            #expect(sameDay.status == 409)
            #expect(sameDay.json["id"] == Self.entry["id"])
            #expect(try await client.get("/articles?author=ada").array.count == 24)
        }
    }

    @Test func `if one entry is posted several times concurrently, one post stores it`() async throws {
        try await withBackend { client in
            let token = try await SignIn(client).idToken()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await post(client, Self.entry, token: token).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200, 200, 200, 200, 200, 200, 200, 201])
            #expect(try await client.get("/users/ada").json["days_completed"] == 24)
        }
    }

    @Test func `an invalid field, a body that is not JSON, and a missing Idempotency-Key get a 400`() async throws {
        try await withBackend { client in
            let token = try await SignIn(client).idToken()
            let answer = try await post(client, Self.entry.setting("day", 0), token: token)
            #expect(answer.status == 400)
            #expect(
                answer.json["errors"]?.text == #"[{"field": "day", "reason": "must be a whole number from 1"}]"#)
            let broken = try await client.send(
                "POST", client.api + "/ada/article", headers: ["Authorization": "Bearer " + token],
                body: Data("{\"id\": ".utf8))
            #expect(broken.status == 400 && broken.json["errors"] == [])
            let keyless = try await client.send(
                "POST", client.api + "/ada/article", headers: ["Authorization": "Bearer " + token],
                body: Data(Self.entry.text.utf8))
            #expect(keyless.status == 400)
            #expect(keyless.text.contains("Idempotency-Key"))
        }
    }

    @Test func `only the owner can post for a user, and only with the kind of token that the stage expects`() async throws {
        try await withBackend { client in
            let tokens = try await SignIn(client).tokens()
            let id = try #require(tokens["id_token"]?.string)
            let denied = try await post(client, Self.entry, token: id, author: "hostile-bidi")
            #expect(denied.status == 403)
            #expect(denied.json["Message"] != nil)
            let access = try #require(tokens["access_token"]?.string)
            #expect(try await post(client, Self.entry, token: access).status == 401)
            #expect(try await post(client, Self.entry, token: id + "x").text == #"{"message":"Unauthorized"}"#)
        }
        try await withBackend {
            $0.token = .access
        } _: { client in
            let tokens = try await SignIn(client).tokens()
            let access = try #require(tokens["access_token"]?.string)
            #expect(try await post(client, Self.entry, token: access).status == 201)
        }
    }

    @Test func `an expired token gets another error than an invalid one`() async throws {
        let clock = TestClock()
        try await withBackend {
            $0.clock = clock.read
        } _: { client in
            let token = try await SignIn(client).idToken()
            clock.advance(by: 3601)
            let answer = try await post(client, Self.entry, token: token)
            #expect(answer.status == 401)
            #expect(answer.text == #"{"message":"The incoming token has expired"}"#)
            #expect(answer.header("x-amzn-ErrorType") == "ExpiredTokenException")
        }
    }
}
