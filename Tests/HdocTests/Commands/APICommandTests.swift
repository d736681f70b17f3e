import Foundation
import HDOCClient
import HDOCTestKit
import Testing

@testable import hdoc

@Suite("hdoc api")
struct APICommandTests {
    private func world(
        _ replies: ComposedReply..., stage: Stage = CommandWorld.stage, input: CommandWorld.Input = CommandWorld.Input()
    ) throws -> CommandWorld {
        try CommandWorld(stage: stage, input: input) { $0.replies = replies }
    }

    private func reply(_ body: String, next: ComposedRequest? = nil) -> ComposedReply { reply(200, body, next: next) }

    private func reply(_ status: Int, _ body: String, _ headers: [Header] = [], next: ComposedRequest? = nil) -> ComposedReply {
        ComposedReply(Response(status: status, headers: headers, body: Data(body.utf8)), next: next)
    }

    @Test func `the fields of a GET become its query, and the response is printed as JSON`() async throws {
        let world = try world(reply(#"[{"b":1,"a":"x"}]"#))
        let run = try await world.run("api", "get", "/users", "-f", "name=Ada L&x", "-F", "limit=10")
        #expect(run.status == .done && run.err.isEmpty)
        #expect(run.out == "[\n  {\n    \"a\" : \"x\",\n    \"b\" : 1\n  }\n]\n")
        #expect(world.client.log == ["api GET /users?name=Ada%20L%26x&limit=10"])
    }

    @Test func `the fields of a write become a JSON object, with values of other types by -F`() async throws {
        let world = try world(reply(201, "{}"))
        let run = try await world.run(
            "api", "POST", "users/a%20b?x=1", "-f", "title=1", "-F", "day=11", "-F", "flag=true", "-F", "none=null", "-F", "text=a=b", "-H",
            "If-Match: \"3\"")
        #expect(run.status == .done)
        #expect(
            world.client.log == [
                #"api POST /users/a%20b?x=1 If-Match="3" {"day":11,"flag":true,"none":null,"text":"a=b","title":"1"}"#
            ])
    }

    @Test func `the body may come from a file or from standard input`() async throws {
        let input = CommandWorld.Input(bytes: Array("[1]".utf8))
        let world = try world(reply("{}"), reply("{}"), input: input)
        let file = world.directory + "/body.json"
        try Data(#"{"day": 1}"#.utf8).write(to: URL(fileURLWithPath: file))
        #expect(try await world.run("api", "PUT", "/a", "--input", file).status == .done)
        #expect(try await world.run("api", "PUT", "/a", "--input", "-").status == .done)
        #expect(world.client.log == [#"api PUT /a {"day": 1}"#, "api PUT /a [1]"])
    }

    @Test func `all pages of a list are printed as one list`() async throws {
        let second = ComposedRequest(.get, "users?cursor=2")
        let world = try world(reply("[1,2]", next: second), reply("[3]"))
        let run = try await world.run("api", "GET", "/users", "--paginate")
        #expect(run.status == .done && run.out == "[\n  1,\n  2,\n  3\n]\n")
        #expect(world.client.log == ["api GET /users", "api GET /users?cursor=2"])
    }

    @Test func `a list that links to its own page again ends`() async throws {
        let again = ComposedRequest(.get, "users")
        let run = try await self.world(reply("[1]", next: again)).run("api", "GET", "/users", "--paginate")
        #expect(run.status == .done && run.out.contains("1"))
    }

    @Test func `with --include, status and headers come first`() async throws {
        let run = try await self.world(reply(200, "plain\u{1B}[31m", [Header("ETag", "\"3\"")])).run("api", "GET", "/a", "-i")
        #expect(run.out.hasPrefix("HTTP 200\nETag: \"3\"\n\nplain") && !run.out.contains("\u{1B}"), "\(run.out.debugDescription)")
    }

    @Test(arguments: [
        (403, #"{"message":"Missing Authentication Token"}"#, ExitStatus.routeAbsent, "has no such route"),
        (403, #"{"message":"'x' not a valid key=value pair (missing equal-sign) in Authorization header"}"#, .routeAbsent, "no such route"),
        (403, #"{"message":"Forbidden"}"#, .failed, "refused the request (403)"),
        (401, #"{"message":"Unauthorized"}"#, .signInNeeded, "hdoc login"), (412, "{}", .failed, "If-Match"),
        (500, "", .failed, "refused the request (500)"),
    ])
    func `a refused request prints the response and says what it means`(
        status: Int, body: String, exit: ExitStatus, words: String
    ) async throws {
        let run = try await self.world(reply(status, body)).run("api", "GET", "/a")
        #expect(run.status == exit && run.err.contains(words), "\(run.err)")
        #expect(run.out.isEmpty == body.isEmpty)
    }

    @Test func `a write on a production stage asks, and --yes answers`() async throws {
        let stage = Stage(name: "prod", api: "https://a.example/", issuer: "https://i.example", clientID: "c")
        let world = try world(reply("{}"), stage: stage)
        let refused = try await world.run("api", "DELETE", "/ada/article/1")
        #expect(refused.status == .failed && refused.err.contains("--yes") && world.client.log.isEmpty)
        #expect(try await world.run("api", "DELETE", "/ada/article/1", "--yes").status == .done)
    }

    @Test(arguments: [
        ["GET", "https://evil.example/x"], ["GET", "//evil.example"], ["GET", "/a/../b"], ["GET", "/a b"], ["GET", ""], ["GET", "/"],
        ["GET", "/ä"], ["GET", "/a#b"], ["GET", "/a\\b"], ["HEAD", "/a"], ["POST", "/a", "-f", "novalue"], ["POST", "/a", "-f", "=x"],
        ["GET", "/a", "-H", "Authorization: x"], ["GET", "/a", "-H", "hOST: x"], ["GET", "/a", "-H", "none"],
        ["GET", "/a", "-H", "A: b\r\nC: d"], ["GET", "/a", "--input", "x"], ["POST", "/a", "--paginate"],
        ["POST", "/a", "--input", "x", "-f", "a=b"],
    ])
    func `a request that is not clear is a usage error, and nothing is sent`(arguments: [String]) async throws {
        let world = try world()
        let run = try await world.run(["api"] + arguments)
        #expect(run.status == .usage && !run.err.isEmpty, "\(arguments): \(run.err)")
        #expect(world.client.log.isEmpty)
    }
}
