import Foundation
import HDOCBackend
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

/// Runs the client against emulated layers that share no code with hdoc: Python handlers on moto's DynamoDB.
@Suite("Client against independent emulations of the deployed layers", .ownThreads, .timeLimit(.hang))
struct StandInTests {
    /// A stand-in, which is a process that emulates a stage, and a client connected to it.
    private struct StandIn {
        let helper: Companion
        let scratch: Scratch
        let client: Client
        let api: String

        init(_ arguments: String...) throws {
            helper = try Companion(support: "standin", arguments)
            api = try helper.nextLine()
            scratch = try Scratch()
            let settings = ClientSettings(
                paths: scratch.paths, environment: scratch.environment, clock: scratch.clock, words: { "\($0.kind)" },
                rememberHandle: { _ in })
            client = try Client(
                stage: Stage(name: "dev", api: api, handle: "walker-030"), settings: settings,
                transport: RetryingTransport(CurlTransport(userAgent: "hdoc/test", environment: [:]), sleep: { _ in }))
        }

        func failure(_ resource: Resource) async -> ClientError? {
            do {
                _ = try await client.refresh(resource)
                return nil
            } catch { return error }
        }

        /// The requests that the stage has received, in order.
        func calls() async throws -> [String] {
            let log = Request(.get, api.replacing("/Prod/", with: "/calls"))
            let response = try await CurlTransport(userAgent: "hdoc/test", environment: [:]).send(log)
            return try JSONDecoder().decode([String].self, from: response.body)
        }
    }

    @Test func `the main layer finds a user by name and has no list of users`() async throws {
        let main = try StandIn("main")
        let error = try #require(await main.failure(.journeyers))
        #expect(error.kind == .routeAbsent(.users) && error.status == 502 && error.serverText == "Internal server error")
        _ = try await main.client.refresh(.journeyer("walker-030"))
        let walker = try #require(try main.client.journeyer("walker-030").value)
        #expect(walker.daysCompleted == 30 && walker.githubScore == 100 && walker.twitterScore == 5 && walker.status == "active")
        #expect(try main.client.journeyers().value.map(\.handle) == ["walker-030"], "the cached user is still listed")
        #expect(await main.failure(.journeyer("nobody"))?.kind == .notFound)
        #expect(
            try await main.calls() == [
                // A 502 may be temporary, so the transport sends this request three times.
                "GET /Prod/users", "GET /Prod/users", "GET /Prod/users",
                "GET /Prod/users/-", "GET /Prod/user?username=-", "GET /Prod/users?username=-",
                "GET /Prod/users?username=walker-030", "GET /Prod/users?username=nobody",
            ])
    }

    @Test func `the dev layer lists the users and finds each user by name`() async throws {
        let dev = try StandIn("dev")
        _ = try await dev.client.refresh(.journeyers)
        let list = try dev.client.journeyers()
        #expect(list.value.count == 40 && list.received == 40 && list.unreadable == 0 && !list.mayBePartial)
        let third = try #require(list.value.first { $0.handle == "walker-015" })
        #expect(third.githubScore == 100 && third.twitterScore == 5 && third.bio == nil && third.extra["shoes"] != nil)
        #expect(await dev.failure(.journeyer("nobody"))?.kind == .notFound)
        #expect(await dev.failure(.journeyer("walker-001")) == nil)
    }

    @Test func `a list cut off by the size of a DynamoDB scan is marked as partial and removes no cached user`() async throws {
        let dev = try StandIn("dev", "--large")
        _ = try await dev.client.refresh(.journeyer("walker-030"))
        let report = try await dev.client.refresh(.journeyers)
        #expect(report.mayBePartial && report.received < 200)
        #expect(try dev.client.journeyers().value.contains { $0.handle == "walker-030" })
    }

    @Test func `a string set in the table is a server error for the list and for its user, not a missing user`() async throws {
        let dev = try StandIn("dev", "--string-set")
        let list = try #require(await dev.failure(.journeyers))
        #expect(list.kind == .serverFailed && list.serverText == "Unexpected error: <class 'TypeError'>")
        #expect(await dev.failure(.journeyer("collector"))?.kind == .serverFailed)
    }

    @Test(arguments: [("0", "botocore.exceptions.ParamValidationError"), ("abc", "ValueError")])
    func `a limit that the handler rejects is a server error with the handler's text`(limit: String, exception: String) async throws {
        let dev = try StandIn("dev")
        let call = Call(.users, query: [("limit", limit)])
        let response = try await CurlTransport(userAgent: "hdoc/test", environment: [:]).send(Request(.get, dev.api + call.path))
        let error = try #require(ReplyClassifier(call: call, credential: nil).error(in: response))
        #expect(error.kind == .serverFailed && error.serverText == "Unexpected error: <class '\(exception)'>")
        #expect(response.header("Content-Type") == "application/json", "the handler labels plain text as JSON")
    }

    @Test func `a throttled read is retried twice and then reported as throttled`() async throws {
        let dev = try StandIn("dev", "--throttle", "2")
        #expect(await dev.failure(.journeyers) == nil)
        let busy = try StandIn("dev", "--throttle", "3")
        #expect(await busy.failure(.journeyers)?.kind == .throttled(retryAfter: nil))
    }

    @Test func `a body above API Gateway's limit is reported as too large, with the plain text of the response`() async throws {
        let dev = try StandIn("dev")
        let call = Call.post(as: "ada", id: "1", body: Array(repeating: 0x20, count: 10_485_761))
        let request = Request(.post, dev.api + call.path, body: call.body)
        let response = try await CurlTransport(userAgent: "hdoc/test", environment: [:]).send(request)
        let error = try #require(ReplyClassifier(call: call, credential: nil).error(in: response))
        #expect(error.kind == .tooLarge && error.serverText == "HTTP content length exceeded 10485760 bytes.")
    }

    @Test func `a post with a token to an unknown route reports the route as absent and drops the echoed token`() async throws {
        let dev = try StandIn("dev")
        let call = Call.post(as: "ada", id: "1", body: [])
        let token = Secret("Bearer canary-token")
        let response = try await CurlTransport(userAgent: "hdoc/test", environment: [:])
            .send(Request(.post, dev.api + call.path, authorization: token, body: []))
        #expect(String(decoding: response.body, as: UTF8.self).contains("canary-token"), "the stage echoes the token")
        let error = try #require(ReplyClassifier(call: call, credential: token).error(in: response))
        #expect(error.kind == .routeAbsent(.postArticle) && error.serverText == nil)
    }

    @Test func `a sync sends only GET requests and checks absent routes again`() async throws {
        let main = try StandIn("main")
        for _ in 0..<2 { _ = await main.client.sync { _ in } }
        let calls = try await main.calls()
        #expect(calls.count { $0 == "GET /Prod/tags?limit=200" } == 2 && calls.allSatisfy { $0.hasPrefix("GET ") })
        _ = await main.failure(.tags)
        #expect(try await main.calls() == calls, "a refresh relies on the absent routes that the sync remembered")
    }

    // MARK: Routes of the layers

    @Test func `hdoc detects the routes of each layer`() async throws {
        let (main, dev) = (try StandIn("main"), try StandIn("dev"))
        let planned = try await DemoStage()
        let columns = [try await look(main.client), try await look(dev.client), try await look(try planned.client())]
        await planned.backend.stop()
        let table = Route.allCases.enumerated().map { row, route in
            ([route.rawValue] + columns.map { $0[row] }).joined(separator: " | ")
        }
        print((["route | main | dev | planned"] + table).joined(separator: "\n"))
        #expect(
            table == [
                "GET /users/{userID} | absent | absent | present",
                "GET /user?username= | absent | present | not checked",
                "GET /users?username= | present | not checked | not checked",
                "GET /users | unavailable (502) | present | present",
                "GET /articles | absent | absent | present",
                "GET /articles/{articleID} | absent | absent | present",
                "GET /tags | absent | absent | present",
                "POST /signup | not checked | not checked | not checked",
                "POST /{userID}/article | not checked | not checked | not checked",
                "PUT /{userID}/article/{articleID} | not checked | not checked | not checked",
                "DELETE /{userID}/article/{articleID} | not checked | not checked | not checked",
            ])
    }

    /// Reads every kind of resource, then returns what the client knows about each route.
    private func look(_ client: Client) async throws -> [String] {
        _ = try? await client.refresh(.journeyer("walker-030"))
        _ = await client.sync { _ in }
        _ = try? await client.refresh(.article("none"))
        return try client.routes().map { status in
            switch status.presence {
            case .unknown: "not checked"
            case .present: "present"
            case .absent(403, _): "absent"
            case .absent(let status, _): "unavailable (\(status))"
            }
        }
    }
}
