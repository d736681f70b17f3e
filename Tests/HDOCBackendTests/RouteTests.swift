import Foundation
import Testing

@testable import HDOCBackend
@testable import HDOCService

@Suite("Routes by layer")
struct RouteTests {
    /// A request on one layer, with the expected status and the expected beginning of the body.
    struct Case: CustomStringConvertible, Sendable {
        let layer: Layer
        let path: String
        let status: Int
        let body: String

        init(_ layer: Layer, _ path: String, _ status: Int, _ body: String) {
            (self.layer, self.path, self.status, self.body) = (layer, path, status, body)
        }

        var description: String { "\(layer) \(path) → \(status)" }
    }

    private static let unknown = #"{"message":"Missing Authentication Token"}"#
    private static let noName = "username field in the body of the request is missing"

    static let cases = [
        Case(.main, "/users?username=ada", 200, #"{"full_name": "Ada Okafor""#),
        Case(.main, "/users?username=nobody", 404, "ERROR: user not found!"),
        Case(.main, "/users?username=", 404, noName),
        Case(.main, "/users", 502, #"{"message": "Internal server error"}"#),
        Case(.main, "/user?username=ada", 403, unknown),
        Case(.main, "/users/ada", 403, unknown),
        Case(.main, "/articles", 403, unknown),
        Case(.dev, "/user?username=ada", 200, #"{"full_name": "Ada Okafor""#),
        Case(.dev, "/user?username=nobody", 404, "ERROR: user not found!"),
        Case(.dev, "/user?username=", 404, noName),
        Case(.dev, "/user", 404, noName),
        Case(.dev, "/user?username=string-set", 404, noName),
        Case(.dev, "/users?limit=0", 500, "Unexpected error: <class 'botocore.exceptions.ParamValidationError'>"),
        Case(.dev, "/users?limit=abc", 500, "Unexpected error: <class 'ValueError'>"),
        Case(.dev, "/users", 500, "Unexpected error: <class 'TypeError'>"),
        Case(.dev, "/users/ada", 403, unknown),
        Case(.dev, "/tags", 403, unknown),
        Case(.dev, "/users/", 403, unknown),
        Case(.dev, "/", 403, unknown),
        Case(.planned, "/user?username=ada", 200, #"{"full_name": "Ada Okafor""#),
        Case(.planned, "/users/ada", 200, #"{"full_name": "Ada Okafor""#),
        Case(.planned, "/users/nobody", 404, #"{"message": "#),
        Case(.planned, "/users/string-set", 502, #"{"message": "Internal server error"}"#),
        Case(.planned, "/articles?limit=1", 200, #"[{"id": "#),
        Case(.planned, "/users?limit=none", 400, #"{"message": "#),
        Case(.planned, "/users?cursor=none", 400, #"{"message": "#),
        Case(.planned, "/users?since=none", 400, #"{"message": "#),
        Case(.planned, "/articles?limit=none", 400, #"{"message": "#),
        Case(.planned, "/articles/nothing", 404, #"{"message": "#),
        Case(.planned, "/tags?limit=1", 200, #"[{"tag": "aws", "count": "#),
        Case(.planned, "/tags?limit=0", 400, #"{"message": "#),
        Case(.planned, "/leaderboard", 403, unknown),
    ]

    @Test(arguments: Layer.allCases)
    func `each layer answers as the contract describes`(layer: Layer) async throws {
        try await withBackend {
            $0.layer = layer
            $0.holdsStringSet = true
        } _: { client in
            for example in Self.cases where example.layer == layer {
                let answer = try await client.get(example.path)
                #expect(answer.status == example.status, "\(example)")
                #expect(answer.text.hasPrefix(example.body), "\(example): \(answer.text.prefix(200))")
                #expect(answer.header("Content-Type") == "application/json", "\(example)")
            }
        }
    }

    @Test(arguments: [Layer.main, .dev])
    func `the deployed layers have no write routes`(layer: Layer) async throws {
        try await withBackend {
            $0.layer = layer
        } _: { client in
            for path in ["/signup", "/ada/article"] {
                let answer = try await client.send("POST", client.api + path, body: Data("{}".utf8))
                #expect(answer.status == 403)
                #expect(answer.header("x-amzn-ErrorType") == "MissingAuthenticationTokenException")
            }
        }
    }

    @Test func `an unknown route with a token gets a signature error that repeats the token`() async throws {
        try await withBackend { client in
            let answer = try await client.get("/nowhere", headers: ["Authorization": "Bearer canary"])
            #expect(answer.status == 403)
            #expect(answer.header("x-amzn-ErrorType") == "IncompleteSignatureException")
            #expect(answer.text.contains("Bearer canary"))
        }
    }

    @Test func `requests for another stage or with another host name get a 403`() async throws {
        try await withBackend { client in
            let stage = try await client.send("GET", client.origin + "/Dev/users")
            #expect(stage.status == 403 && stage.header("x-amzn-ErrorType") == "ForbiddenException")
            let host = try await client.get("/users", headers: ["Host": "rebound.example:80"])
            #expect(host.status == 403 && host.header("x-amzn-ErrorType") == "ForbiddenException")
        }
    }

    @Test func `the list of users is silently truncated at 1 MB, and is the same each time`() async throws {
        try await withBackend {
            $0.users = 4000
            $0.layer = .dev
        } _: { client in
            let first = try await client.get("/users")
            #expect(first.status == 200)
            #expect((900_000...1_100_000).contains(first.text.utf8.count))
            #expect(first.array.count < 4000)
            #expect(try await client.get("/users").text == first.text)
            let handles = first.array.compactMap { $0["github_username"]?.string }
            #expect(handles != handles.sorted(), "a scan must not be sorted")
        }
    }

    @Test func `limit sets the number of users in the list`() async throws {
        try await withBackend { client in
            let few = try await client.get("/users?limit=7")
            let all = try await client.get("/users")
            #expect(few.array.count == 7 && all.array.count == 42)
        }
    }

    @Test func `headers over 10,240 bytes and bodies over 10 MB are rejected`() async throws {
        try await withBackend { client in
            let long = try await client.get("/users", headers: ["X-Long": String(repeating: "x", count: 10_240)])
            #expect(long.status == 431)
            let big = try await client.send(
                "POST", client.api + "/ada/article", body: Data(repeating: 0x20, count: 10_485_761))
            #expect(big.status == 413)
            #expect(big.text == "HTTP content length exceeded 10485760 bytes.")
            #expect(big.header("Content-Type") == "text/plain")
            let token = try await SignIn(client).idToken()
            let large = try await client.send(
                "POST", client.api + "/ada/article", headers: ["Authorization": "Bearer " + token],
                body: Data(repeating: 0x20, count: 1_048_577))
            #expect(large.status == 413 && large.text == "HTTP content length exceeded 1048576 bytes.")
            #expect(try await client.get("/users?limit=1").status == 200)
        }
    }

    @Test func `requests are logged with their idempotency key and without their token`() async throws {
        try await withBackend { client in
            _ = try await client.send(
                "POST", client.api + "/ada/article?x=1",
                headers: ["Authorization": "Bearer canary", "Idempotency-Key": "key"], body: Data("{}".utf8))
            _ = try await SignIn(client).authorize()
            let post = try #require(client.backend.requests.first)
            #expect(post.method == "POST" && post.path == "/Prod/ada/article" && post.query == "x=1")
            #expect(post.status == 401 && post.idempotencyKey == "key" && post.hadAuthorization)
            #expect(!String(describing: client.backend.requests).contains("canary"))
            #expect(!String(describing: client.backend.requests).contains("the-state"))
        }
    }
}
