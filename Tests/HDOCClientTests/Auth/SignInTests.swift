import Foundation
import HDOCModels
import Synchronization
import TestKit
import Testing

@testable import HDOCClient

@Suite("Signing in through the hosted page")
struct SignInTests {
    private let scratch: Scratch
    private let provider: TestProvider
    private let transport = TestProvider.transport()
    private let store: FileTokenStore
    private let keeper: SessionKeeper

    init() throws {
        scratch = try Scratch()
        provider = TestProvider(now: scratch.clock)
        store = FileTokenStore(path: scratch.path("state/dev.tokens.json"))
        keeper = SessionKeeper(
            stage: TestProvider.stage(), transport: transport, store: store, lockPath: store.location + ".lock",
            clock: scratch.clock, environment: [:])
    }

    /// Records the reported steps of a sign-in.
    private final class Steps: Sendable {
        let stream = AsyncStream<SignInStep>.makeStream()
        private let seen = Mutex<[SignInStep]>([])
        var all: [SignInStep] { seen.withLock { $0 } }

        func report(_ step: SignInStep) {
            seen.withLock { $0.append(step) }
            stream.continuation.yield(step)
        }

        /// Waits until the sign-in waits for the browser. Returns the callback port and the fields of the authorization request.
        func waiting() async throws -> (port: Int, query: [String: String]) {
            for await step in stream.stream {
                guard case .waiting = step else { continue }
                for case .address(let url, _, let port) in all {
                    let items = PercentEncoding.parseQuery(url.split(separator: "?")[1]) ?? []
                    return (port, Dictionary(items, uniquingKeysWith: { $1 }))
                }
            }
            throw CancellationError()
        }
    }

    private func start(_ steps: Steps, timeout: Duration = .seconds(600)) -> Task<Identity, any Error> {
        Task { [keeper] in
            try await keeper.signIn(SignInOptions(opensBrowser: false, timeout: timeout)) { steps.report($0) }
        }
    }

    private func expectDiscovery() throws { transport.expect(TestProvider.discovery, 200, try TestProvider.document()) }

    private func expectTokens(nonce: String?) throws {
        transport.expect(
            TestProvider.token, 200, try provider.reply(id: provider.idToken(["nonce": nonce]), refresh: "refresh-1"))
        transport.expect(TestProvider.keys, 200, try TestProvider.keySet())
    }

    private func browse(_ query: String, port: Int) async throws -> String {
        try await LoopbackBrowser.talk(LoopbackBrowser.get("/callback?\(query)", port: port), port: port)
    }

    @Test func `a sign-in shows the address, receives the code, verifies the tokens and stores them`() async throws {
        try expectDiscovery()
        let steps = Steps()
        let signIn = start(steps)
        let (port, query) = try await steps.waiting()
        try expectTokens(nonce: query["nonce"])
        let state = try #require(query["state"])
        #expect(try await browse("code=c%2F1&state=\(state)", port: port).contains("You can close this tab."))
        let identity = try await signIn.value
        #expect(identity.username == "ada")

        let redirect = "http://localhost:\(port)/callback"
        let exchange = try #require(transport.received.first { $0.method == .post })
        #expect(exchange.authorization == nil)
        #expect(
            exchange.form.filter { $0.key != "code_verifier" } == [
                "grant_type": "authorization_code", "client_id": "client-1", "code": "c/1", "redirect_uri": redirect,
            ])
        #expect(PKCE(verifier: try #require(exchange.form["code_verifier"])).challenge == query["code_challenge"])
        #expect(try store.load()?.live?.refreshToken?.exposed == "refresh-1")
        #expect(keeper.status() == .signedIn(identity, until: scratch.clock().addingTimeInterval(3600), canRefresh: true))

        guard case .address(let url, redirect, port) = steps.all[1] else {
            Issue.record("\(steps.all)")
            return
        }
        #expect(
            steps.all == [
                .discovering, .address(url: url, redirect: redirect, port: port), .noBrowser(.notWanted),
                .waiting(until: scratch.clock().addingTimeInterval(600)), .exchanging,
            ])
        try await LoopbackBrowser.waitUntilClosed(port)
        transport.expectNothingLeft()
    }

    @Test func `a pasted callback address completes the sign-in, but only with the right state and only once`() async throws {
        #expect(await !keeper.pasteBack("code=c&state=s"))
        try expectDiscovery()
        let steps = Steps()
        let signIn = start(steps)
        let (port, query) = try await steps.waiting()
        try expectTokens(nonce: query["nonce"])
        #expect(await !keeper.pasteBack("http://localhost:\(port)/callback?code=c&state=wrong"))
        #expect(await !keeper.pasteBack("nonsense"))
        let state = try #require(query["state"])
        #expect(await keeper.pasteBack(" http://localhost:\(port)/callback?code=c&\n  state=\(state) "))
        #expect(try await signIn.value.subject == "subject-1")
        #expect(await !keeper.pasteBack("code=c&state=\(state)"))
        transport.expectNothingLeft()
    }

    @Test func `a pasted address completes the sign-in while another program holds all connections of the listener`() async throws {
        try expectDiscovery()
        let steps = Steps()
        let signIn = start(steps)
        let (port, query) = try await steps.waiting()
        try expectTokens(nonce: query["nonce"])
        let held = try (0..<100).map { number in try LoopbackBrowser.connect(port: port, ip6: number % 2 == 1) }
        defer { held.forEach { $0.close() } }
        for connection in held.prefix(20) { try connection.write("GET /callback?code=evil HTTP/1.1\r\nX: ") }
        let state = try #require(query["state"])
        let begun = ContinuousClock.now
        #expect(await keeper.pasteBack("code=c&state=\(state)"))
        #expect(try await signIn.value.subject == "subject-1")
        // A held connection would be closed after ten seconds.
        #expect(ContinuousClock.now - begun < .seconds(8))
        try await LoopbackBrowser.waitUntilClosed(port)
    }

    @Test func `unrelated and forged requests do not end the sign-in`() async throws {
        try expectDiscovery()
        let steps = Steps()
        let signIn = start(steps)
        let (port, query) = try await steps.waiting()
        try expectTokens(nonce: query["nonce"])
        #expect(try await browse("code=evil&state=evil", port: port).hasPrefix("HTTP/1.1 400"))
        #expect(try await browse("error=access_denied", port: port).hasPrefix("HTTP/1.1 400"))
        _ = try await LoopbackBrowser.talk(LoopbackBrowser.get("/favicon.ico", port: port), port: port)
        _ = try await browse("code=good&state=\(try #require(query["state"]))", port: port)
        _ = try await signIn.value
        #expect(transport.received.first { $0.method == .post }?.form["code"] == "good")
    }

    @Test func `names in the ID token and the provider's reason contain no token`() async throws {
        let held = HeldTokens()
        let refresh = "refresh-token-of-an-earlier-session"
        held.add(Secret(refresh))
        let provider = try IdentityProvider(stage: TestProvider.stage(), transport: transport, now: scratch.clock, held: held)
        try expectDiscovery()
        transport.expect(TestProvider.keys, 200, try TestProvider.keySet())
        let id = try self.provider.idToken(["cognito:username": refresh, "email": "x\(refresh)", "preferred_username": "ada"])
        let session = try await provider.session(from: TokenReply(idToken: Secret(id), accessToken: Secret("a")), nonce: nil)
        #expect(session.identity.username == "(secret)" && session.identity.email == "x(secret)")
        #expect(session.identity.preferredUsername == "ada")
    }

    @Test func `a refusal at the provider ends the sign-in with the provider's reason`() async throws {
        try expectDiscovery()
        let steps = Steps()
        let signIn = start(steps)
        let (port, query) = try await steps.waiting()
        let state = try #require(query["state"])
        let page = try await browse("error=access_denied&error_description=No+thanks&state=\(state)", port: port)
        #expect(page.hasPrefix("HTTP/1.1 200") && !page.contains("thanks"))
        let error = try await clientError { _ = try await signIn.value }
        #expect(error.kind == .signIn(.refused(code: "access_denied", description: "No thanks")))
        try await LoopbackBrowser.waitUntilClosed(port)
        #expect(keeper.status() == .signedOut)
        transport.expectNothingLeft()
    }

    @Test(arguments: [
        (400, #"{"error":"invalid_grant"}"#, ClientError.Kind.signIn(.codeRejected)),
        (
            400, #"{"error":"unauthorized_client","error_description":"invalid_redirect"}"#,
            .signIn(.tokenEndpoint(status: 400, code: "unauthorized_client"))
        ),
        (503, "<html>", .signIn(.tokenEndpoint(status: 503, code: nil))),
        // A web application firewall refuses without an OAuth error code.
        (403, "<html><title>403 Forbidden</title>", .signIn(.tokenEndpoint(status: 403, code: nil))),
        (302, "", .signIn(.tokenEndpoint(status: 302, code: nil))),
        (200, "not json", .unreadable),
        (200, #"{"access_token":"a"}"#, .signIn(.token(.malformed))),
    ])
    func `each failure of the token endpoint has its own error, and nothing is stored`(
        status: Int, body: String, expected: ClientError.Kind
    )
        async throws
    {
        try expectDiscovery()
        let steps = Steps()
        let signIn = start(steps)
        let (_, query) = try await steps.waiting()
        transport.expect(TestProvider.token, status, body)
        #expect(await keeper.pasteBack("code=c&state=\(query["state"] ?? "")"))
        let error = try await clientError { _ = try await signIn.value }
        #expect(error.kind == expected && error.operation == .signIn)
        #expect(keeper.status() == .signedOut)
        transport.expectNothingLeft()
    }

    @Test func `an ID token with the nonce of another sign-in is refused`() async throws {
        try expectDiscovery()
        let steps = Steps()
        let signIn = start(steps)
        let (_, query) = try await steps.waiting()
        try expectTokens(nonce: "of another try")
        #expect(await keeper.pasteBack("code=c&state=\(query["state"] ?? "")"))
        #expect(try await clientError { _ = try await signIn.value }.kind == .signIn(.token(.wrongNonce)))
        #expect(keeper.status() == .signedOut)
    }

    @Test func `a sign-in without a callback times out, and the error names the address to register`() async throws {
        try expectDiscovery()
        let steps = Steps()
        let error = try await clientError { _ = try await start(steps, timeout: .milliseconds(100)).value }
        let (port, _) = try await steps.waiting()
        #expect(error.kind == .signIn(.timedOut(redirect: "http://localhost:\(port)/callback")))
        try await LoopbackBrowser.waitUntilClosed(port)
    }

    @Test func `if the only callback had another state, the sign-in ends with a state mismatch instead of a time-out`() async throws {
        try expectDiscovery()
        let attempt = SignInAttempt()
        #expect(attempt.judge(query: "code=c&state=of-another-try") == .wrongState)
        let signIn = SignInFlow(
            provider: try IdentityProvider(stage: TestProvider.stage(), transport: transport, now: scratch.clock), callbackPorts: [0],
            environment: [:], attempt: attempt, options: SignInOptions(opensBrowser: false, timeout: .milliseconds(50))
        ) { _ in }
        #expect(try await providerError { _ = try await signIn.run() }.kind == .signIn(.stateMismatch))
    }

    @Test func `cancelling a sign-in frees its port at once`() async throws {
        try expectDiscovery()
        let steps = Steps()
        let signIn = start(steps)
        let (port, _) = try await steps.waiting()
        #expect(LoopbackBrowser.isListening(port))
        let idle = try LoopbackBrowser.connect(port: port)
        defer { idle.close() }
        signIn.cancel()
        #expect(try await clientError { _ = try await signIn.value }.kind == .signIn(.cancelled))
        try await LoopbackBrowser.waitUntilClosed(port)
    }

    @Test func `a second sign-in cancels the first`() async throws {
        try expectDiscovery()
        let (first, second) = (Steps(), Steps())
        let abandoned = start(first)
        let (firstPort, firstQuery) = try await first.waiting()
        let signIn = start(second)
        #expect(try await clientError { _ = try await abandoned.value }.kind == .signIn(.cancelled))
        let (port, query) = try await second.waiting()
        if firstPort != port { try await LoopbackBrowser.waitUntilClosed(firstPort) }
        #expect(firstQuery["state"] != query["state"] && firstQuery["nonce"] != query["nonce"])
        #expect(await !keeper.pasteBack("code=c&state=\(firstQuery["state"] ?? "")"))
        try expectTokens(nonce: query["nonce"])
        #expect(await keeper.pasteBack("code=c&state=\(query["state"] ?? "")"))
        _ = try await signIn.value
    }

    @Test func `a busy port, a missing setting and a missing network have separate errors`() async throws {
        let busy = try CallbackListener.open(ports: [0])
        defer { busy.close() }
        func attempt(_ stage: Stage) async throws -> ClientError.Kind {
            let keeper = SessionKeeper(
                stage: stage, transport: transport, store: store, lockPath: store.location + ".lock", environment: [:])
            return try await clientError { _ = try await keeper.signIn(SignInOptions(opensBrowser: false)) { _ in } }.kind
        }
        try expectDiscovery()
        #expect(try await attempt(TestProvider.stage(ports: [busy.port])) == .signIn(.portsBusy([busy.port])))
        var stage = TestProvider.stage()
        stage.clientID = nil
        #expect(try await attempt(stage) == .notConfigured(key: "client_id"))
        stage.issuer = nil
        #expect(try await attempt(stage) == .notConfigured(key: "issuer"))
        transport.expect(TestProvider.discovery, fails: .unresolvable, mayHaveArrived: false)
        #expect(
            try await attempt(TestProvider.stage())
                == .transport(TransportError(.unresolvable, mayHaveArrived: false)))
        transport.expectNothingLeft()
    }

    @Test func `the program named in BROWSER opens the address that was shown`() async throws {
        let (program, output) = (scratch.path("browser"), scratch.path("address"))
        try "printf %s \"$1\" > '\(output)'\nexit 1\n".write(toFile: program, atomically: true, encoding: .utf8)
        try expectDiscovery()
        let keeper = SessionKeeper(
            stage: TestProvider.stage(), transport: transport, store: store, lockPath: store.location + ".lock",
            environment: ["BROWSER": "/bin/sh '\(program)'"])
        let steps = Steps()
        let signIn = Task { try await keeper.signIn(SignInOptions()) { steps.report($0) } }
        for await step in steps.stream.stream {
            if step == .noBrowser(.failed("sh")) { break }  // the program has ended with an error
        }
        signIn.cancel()
        _ = await signIn.result
        guard case .address(let url, _, _) = steps.all[1] else {
            Issue.record("\(steps.all)")
            return
        }
        #expect(steps.all.contains(.browserStarted("sh")))
        #expect(try String(contentsOfFile: output, encoding: .utf8) == url)
    }
}
