import Foundation
import Testing

@testable import HDOCBackend

@Suite("Faults")
struct FaultTests {
    @Test(
        "the canonical spelling parses to the same fault",
        arguments: [
            "POST /*/article: 504 after, once", "GET /users: delay 300ms", "/oauth2/token: drop, times 3",
            "*: close", "/users/**: hang, after 2, once", "GET /tags: 429 retry 5", "/articles: cut, after 1",
            "DELETE /x: 503",
        ])
    func roundTrip(text: String) throws {
        let fault = try #require(try Fault.parse(text).first)
        #expect(fault.description == text)
        #expect(try Fault.parse(fault.description) == [fault])
    }

    @Test("spaces, an any-method and a last semicolon do not matter")
    func lenient() throws {
        let faults = try Fault.parse(" * /a :delay 2s,once ;GET /b:500;")
        #expect(
            faults == [
                Fault(route: "/a", action: .delay(.seconds(2)), times: 1),
                Fault(method: "GET", route: "/b", action: .status(500)),
            ])
    }

    @Test(
        "what is not understood is named with its position",
        arguments: [
            ("", 0, FaultSyntaxError.Expectation.route), ("GET users: 504", 4, .route), ("/users 504", 7, .colon),
            ("/users: explode", 8, .action), ("/users: 99", 8, .status), ("/users: delay soon", 14, .time),
            ("/users: delay 2h", 14, .time), ("/users: drop, twice", 14, .limit), ("/users: drop, times 0", 20, .count),
            ("/users: drop; ; ", 14, .route), ("/users: drop drop", 13, .separator), ("/users: 429 retry x", 18, .count),
        ])
    func errors(text: String, position: Int, expected: FaultSyntaxError.Expectation) {
        #expect(throws: FaultSyntaxError(position: position, expected: expected)) { try Fault.parse(text) }
    }

    @Test(
        "a route matches below the stage and as a whole, segment by segment",
        arguments: [
            ("/users", "/Prod/users", true), ("/Prod/users", "/Prod/users", true), ("/users", "/Prod/users/ada", false),
            ("/*/article", "/Prod/ada/article", true), ("/*/article", "/Prod//article", false), ("*", "/login", true),
            ("/users/**", "/Prod/users/ada", true), ("/users/**", "/Prod/user", false), ("/oauth2/*", "/oauth2/token", true),
        ])
    func matching(route: String, path: String, matches: Bool) {
        #expect(Fault(route: route, action: .drop).matches(method: "GET", path: path) == matches)
    }

    @Test("the help's example parses")
    func help() throws {
        let example = try #require(Fault.help.split(separator: "\"").dropFirst(3).first)
        #expect(try Fault.parse(String(example)).count == 2)
    }

    private func post(_ client: TestClient) async throws -> Answer {
        let token = try await SignIn(client).idToken()
        return try await client.send(
            "POST", client.api + "/ada/article",
            headers: [
                "Authorization": "Bearer " + token, "Idempotency-Key": PostingTests.entry["id"]?.string ?? "",
            ], body: Data(PostingTests.entry.text.utf8))
    }

    @Test("a 504 after the work leaves the article behind, once")
    func statusAfterWork() async throws {
        try await withBackend {
            $0.faults = try Fault.parse("POST /*/article: 504 after, once")
        } _: { client in
            let lost = try await post(client)
            #expect(lost.status == 504)
            #expect(lost.text == #"{"message":"Endpoint request timed out"}"#)
            #expect(try await client.get("/articles/0198c0de-0000-7000-8000-000000000001").status == 200)
            #expect(try await post(client).status == 200, "the fault was for once, and the day is there")
        }
    }

    @Test("a dropped reply does the work, a closed connection does not")
    func dropAndClose() async throws {
        for (fault, status) in [("drop", 200), ("close", 404)] {
            try await withBackend {
                $0.faults = try Fault.parse("POST /*/article: \(fault)")
            } _: { client in
                await #expect(throws: (any Error).self) { try await post(client) }
                #expect(try await client.get("/articles/0198c0de-0000-7000-8000-000000000001").status == status)
                let entry = try #require(client.backend.requests.first { $0.path.hasSuffix("/article") })
                #expect(entry.status == nil && entry.faults == ["POST /*/article: \(fault)"])
            }
        }
    }

    @Test("a cut reply ends in the middle of its body")
    func cut() async throws {
        try await withBackend {
            $0.faults = try Fault.parse("GET /users: cut, once")
        } _: { client in
            await #expect(throws: (any Error).self) { try await client.get("/users") }
            let whole = try await client.get("/users")
            #expect(whole.status == 200)
        }
    }

    @Test("faults begin after the requests they let pass, and end after their number")
    func counting() async throws {
        try await withBackend {
            $0.faults = try Fault.parse("GET /users: 429 retry 7, after 1, times 2")
        } _: { client in
            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await client.get("/users?limit=1").status) }
            #expect(statuses == [200, 429, 429, 200])
            #expect(client.backend.requests.map(\.faults.count) == [0, 1, 1, 0])
        }
    }

    @Test("delays add up before another fault acts")
    func delay() async throws {
        let faults = "GET /users: delay 120ms; /users: delay 0.1s; /users: 429 retry 7"
        try await withBackend {
            $0.faults = try Fault.parse(faults)
        } _: { client in
            let start = ContinuousClock.now
            let answer = try await client.get("/users")
            #expect(ContinuousClock.now - start >= .milliseconds(220))
            #expect(answer.status == 429 && answer.header("Retry-After") == "7")
        }
    }

    @Test("a status without work is answered in its place")
    func status() async throws {
        try await withBackend {
            $0.faults = try Fault.parse("/users: 200; /tags: 500; /articles: 413")
        } _: { client in
            let empty = try await client.get("/users")
            #expect(empty.status == 200 && empty.text.isEmpty)
            #expect(try await client.get("/tags").text == #"{"message": null}"#)
            #expect(try await client.get("/articles").header("Content-Type") == "text/plain")
        }
    }
}
