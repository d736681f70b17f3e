import Foundation
import Testing

@testable import HDOCBackend
@testable import HDOCService

@Suite("Simulated faults")
struct FaultTests {
    @Test(
        arguments: [
            "POST /*/article: 504 after, once", "GET /users: delay 300ms", "/oauth2/token: drop, times 3",
            "*: close", "/users/**: hang, after 2, once", "GET /tags: 429 retry 5", "/articles: cut, after 1",
            "DELETE /x: 503",
        ])
    func `the canonical spelling parses to the same fault`(text: String) throws {
        let fault = try #require(try Fault.parse(text).first)
        #expect(fault.description == text)
        #expect(try Fault.parse(fault.description) == [fault])
    }

    @Test func `spaces, the method * and a final semicolon do not matter`() throws {
        let faults = try Fault.parse(" * /a :delay 2s,once ;GET /b:500;")
        #expect(
            faults == [
                Fault(route: "/a", action: .delay(.seconds(2)), times: 1),
                Fault(method: "GET", route: "/b", action: .status(500)),
            ])
    }

    @Test(
        arguments: [
            ("", 0, FaultExpectation.route), ("GET users: 504", 4, .route), ("/users 504", 7, .colon),
            ("/users: explode", 8, .action), ("/users: 99", 8, .status), ("/users: delay soon", 14, .time),
            ("/users: delay 2h", 14, .time), ("/users: drop, twice", 14, .limit), ("/users: drop, times 0", 20, .count),
            ("/users: drop; ; ", 14, .route), ("/users: drop drop", 13, .separator), ("/users: 429 retry x", 18, .count),
        ])
    func `a syntax error reports its position and what was expected`(text: String, position: Int, expected: FaultExpectation) {
        #expect(throws: FaultSyntaxError(position: position, expected: expected)) { try Fault.parse(text) }
    }

    @Test(
        arguments: [
            ("/users", "/Prod/users", true), ("/Prod/users", "/Prod/users", true), ("/users", "/Prod/users/ada", false),
            ("/*/article", "/Prod/ada/article", true), ("/*/article", "/Prod//article", false), ("*", "/login", true),
            ("/users/**", "/Prod/users/ada", true), ("/users/**", "/Prod/user", false), ("/oauth2/*", "/oauth2/token", true),
        ])
    func `a fault's route matches the path with and without the stage, segment by segment`(route: String, path: String, matches: Bool) {
        #expect(Fault(route: route, action: .drop).matches(method: "GET", path: path) == matches)
    }

    @Test(arguments: ServiceRoute.allCases)
    func `the help names every route of the API, and a fault with that name matches the route`(route: ServiceRoute) throws {
        #expect(Fault.help.contains(route.faultPath))
        let fault = try #require(try Fault.parse("\(route.method) \(route.faultPath): close").first)
        let path = route.path.replacing("{userID}", with: "ada").replacing("{articleID}", with: "1")
        #expect(fault.matches(method: route.method, path: "/Prod" + path))
    }

    @Test func `the example in the help is valid`() throws {
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

    @Test func `a 504 sent after the request was handled leaves the article stored once`() async throws {
        try await withBackend {
            $0.faults = try Fault.parse("POST /*/article: 504 after, once")
        } _: { client in
            let lost = try await post(client)
            #expect(lost.status == 504)
            #expect(lost.text == #"{"message":"Endpoint request timed out"}"#)
            #expect(try await client.get("/articles/0198c0de-0000-7000-8000-000000000001").status == 200)
            #expect(try await post(client).status == 200, "the fault applies once, and the article is already stored")
        }
    }

    @Test func `the fault drop stores the article, and the fault close does not`() async throws {
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

    @Test func `with the fault cut, a reply ends in the middle of its body`() async throws {
        try await withBackend {
            $0.faults = try Fault.parse("GET /users: cut, once")
        } _: { client in
            await #expect(throws: (any Error).self) { try await client.get("/users") }
            let whole = try await client.get("/users")
            #expect(whole.status == 200)
        }
    }

    @Test func `a fault can skip the first requests and apply a limited number of times`() async throws {
        try await withBackend {
            $0.faults = try Fault.parse("GET /users: 429 retry 7, after 1, times 2")
        } _: { client in
            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await client.get("/users?limit=1").status) }
            #expect(statuses == [200, 429, 429, 200])
            #expect(client.backend.requests.map(\.faults.count) == [0, 1, 1, 0])
        }
    }

    @Test func `several delays add up, and then another fault applies`() async throws {
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

    @Test func `a status fault answers without handling the request`() async throws {
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
