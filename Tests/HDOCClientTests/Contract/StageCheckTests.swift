import Foundation
import HDOCBackend
import HDOCModels
import HDOCService
import Synchronization
import Testing

@testable import HDOCClient

@Suite struct StageCheckTests {
    private func check(
        _ demo: DemoStage, transport: any Transport = CurlTransport(userAgent: "hdoc/test"), knownHandle: String? = nil
    ) async throws -> [HDOCClient.Route: RouteCheck] {
        let checker = StageChecker(stage: demo.stage, transport: transport, clock: { Date() }, knownHandle: knownHandle)
        let report = try await checker.run { _ in }
        #expect(report.routes.map(\.route) == HDOCClient.Route.allCases, "each route is checked, in the order of the contract")
        return Dictionary(report.routes.map { ($0.route, $0) }) { $1 }
    }

    private static let layers: [(Layer, Set<HDOCClient.Route>)] = [
        (.main, [.userAmongUsers]), (.dev, [.userByQuery, .users]),
        (
            .planned,
            [.userByPath, .userByQuery, .users, .articles, .article, .tags, .signUp, .postArticle, .correctArticle, .removeArticle]
        ),
    ]

    @Test(arguments: layers)
    func `the check finds the routes of each layer and reports no drift`(_ layer: Layer, _ present: Set<HDOCClient.Route>) async throws {
        let demo = try await DemoStage { $0.layer = layer }
        let checks = try await check(demo, knownHandle: demo.backend.description.username)
        for (route, check) in checks {
            if present.contains(route) {
                #expect(check.verdict == .present, "\(route)")
            } else if case .absent = check.verdict {
            } else {
                Issue.record("\(route) is \(check.verdict)")
            }
            #expect(check.took > .zero)
        }
        await demo.backend.stop()
    }

    @Test(
        arguments: [
            ("GET /users: 500", .users, [.status(500, expected: [200], text: nil)]),
            ("GET /users: 200", .users, [.emptyBody]),
            ("GET /tags: 504", .tags, [.status(504, expected: [200], text: "Endpoint request timed out")]),
            ("GET /articles: 403", .articles, [.status(403, expected: [200], text: "Forbidden")]),
            ("GET /user: 502", .userByQuery, [.status(502, expected: [404], text: "Internal server error")]),
            ("GET /user: 502, after 1", .userByQuery, [.status(502, expected: [200], text: "Internal server error")]),
            ("POST /signup: 200", .signUp, [.status(200, expected: [401], text: nil)]),
            ("POST /*/article: 500", .postArticle, [.status(500, expected: [401], text: nil)]),
        ] as [(String, HDOCClient.Route, [Drift])])
    func `a fault is reported as drift of its route only`(_ fault: String, _ route: HDOCClient.Route, _ drifts: [Drift]) async throws {
        let demo = try await DemoStage { $0.faults = (try? Fault.parse(fault)) ?? [] }
        let checks = try await check(demo)
        #expect(checks[route]?.drifts == drifts)
        #expect(checks.values.filter { !$0.drifts.isEmpty }.map(\.route) == [route])
        await demo.backend.stop()
    }

    @Test func `the check writes nothing and sends no credential`() async throws {
        let demo = try await DemoStage()
        let log = RecordingTransport(CurlTransport(userAgent: "hdoc/test"))
        _ = try await check(demo, transport: log)
        let requests = log.requests
        #expect(requests.allSatisfy { $0.authorization == nil && $0.signing == nil })
        let writes = requests.filter { $0.method == .post }
        #expect(writes.count == 2)
        #expect(writes.allSatisfy { $0.body == [] && !$0.headers.contains { $0.name == "Idempotency-Key" } })
        await demo.backend.stop()
    }

    @Test func `a stage that cannot be reached is an error after one request`() async throws {
        let transport = FakeTransport()
        transport.expect("GET users?limit=25", fails: .refused, mayHaveArrived: false)
        let checker = StageChecker(stage: Samples.stage, transport: transport, clock: { Date() }, knownHandle: nil)
        let error = await #expect(throws: ClientError.self) { try await checker.run { _ in } }
        #expect(error?.isOffline == true)
        transport.expectNothingLeft()
    }

    @Test func `a route whose connection is closed is unanswered, and the other routes are still checked`() async throws {
        let demo = try await DemoStage { $0.faults = (try? Fault.parse("GET /tags: close")) ?? [] }
        let checks = try await check(demo)
        guard case .unanswered? = checks[.tags]?.verdict else {
            Issue.record("\(String(describing: checks[.tags]?.verdict))")
            return
        }
        #expect(checks[.articles]?.verdict == .present)
        await demo.backend.stop()
    }

    @Test func `the client remembers which routes a check found`() async throws {
        let demo = try await DemoStage { $0.layer = .dev }
        let client = try demo.client()
        let seen = Mutex<[HDOCClient.Route]>([])
        let report = try await client.check { check in seen.withLock { $0.append(check.route) } }
        #expect(report.drifted.isEmpty)
        #expect(seen.withLock { $0 } == HDOCClient.Route.allCases)
        let routes = Dictionary(try client.routes().map { ($0.route, $0.presence) }) { $1 }
        #expect(routes[.users] == .present)
        #expect(routes[.tags] == .absent(status: 403, reason: "Missing Authentication Token"))
        await demo.backend.stop()
    }
}

@Suite struct ReplyShapeTests {
    private func drifts(_ shape: ReplyShape, _ text: String) throws -> [Drift] {
        shape.drifts(in: try JSONParser.readList(text.utf8).compactMap { $0 })
    }

    @Test(arguments: [
        #"[{"github_username": "a"}, {"github_username": "b", "days_completed": 1E+2, "status": true, "bio": null}]"#,
        #"[{"githubProfile": "a", "daysCompleted": 5.0}, {"full_name": "keyless"}]"#,
        #"[{"github_username": "a", "days_completed": "5"}, {"github_username": "b", "days_completed": 5}]"#,
        #"[{"github_username": "a", "last_entry_at": "2020-07-30T00:22:31.096Z", "unknown": {}}]"#, "[]",
    ])
    func `a response that the contract allows is not drift`(_ text: String) throws {
        #expect(try drifts(.user, text) == [])
    }

    @Test(
        arguments: [
            (
                ReplyShape.user,
                #"[{"github_username":"a","days_completed":"5"},{"github_username":"b","days_completed":"6"},"#
                    + #"{"github_username":"c","days_completed":"7"}]"#,
                [.attribute("days_completed", expected: [.number], found: .text, wrong: 3, of: 3)]
            ),
            (.user, #"[{"login":"a"},{"login":"b"}]"#, [.missing(attribute: "github_username", in: 2, of: 2)]),
            (.user, #"["a", "b"]"#, [.body(expected: .object, found: .text)]),
            (
                .tag, #"[{"tag":"a","count":1},{"tag":"b","count":"2"}]"#,
                [.attribute("count", expected: [.number], found: .text, wrong: 1, of: 2)]
            ),
            (.tag, #"[{"tag":"a"}]"#, [.missing(attribute: "count", in: 1, of: 1)]),
            (
                .article, #"[{"id":1,"tags":"a","date":"2026-11-23"},{"id":"2","tags":["a"],"date":"23.11.2026"}]"#,
                [.attribute("date", expected: [.day], found: .text, wrong: 1, of: 2)]
            ),
        ] as [(ReplyShape, String, [Drift])])
    func `a response of another shape is drift that names the wrong attribute or body`(
        _ shape: ReplyShape, _ text: String, _ expected: [Drift]
    ) throws {
        #expect(try drifts(shape, text) == expected)
    }
}

/// A transport that records the requests sent through it.
final class RecordingTransport: Transport {
    private let inner: any Transport
    private let log = Mutex<[HDOCClient.Request]>([])

    init(_ inner: any Transport) { self.inner = inner }

    var requests: [HDOCClient.Request] { log.withLock { $0 } }

    func send(_ request: HDOCClient.Request) async throws(TransportError) -> HDOCClient.Response {
        log.withLock { $0.append(request) }
        return try await inner.send(request)
    }
}
