import Foundation
import Testing

@testable import HDOCClient

@Suite("Session keeper")
struct SessionKeeperTests {
    private let scratch: Scratch
    private let provider: TestProvider
    private let transport = TestProvider.transport()
    private let store: FileTokenStore
    private let oldID = heldToken("old-id")

    init() throws {
        scratch = try Scratch()
        provider = TestProvider(now: scratch.clock)
        store = FileTokenStore(path: scratch.path("state/dev.tokens.json"))
    }

    private func keeper(_ stage: Stage = TestProvider.stage()) -> SessionKeeper {
        SessionKeeper(
            stage: stage, transport: transport, store: store, lockPath: store.location + ".lock", clock: scratch.clock,
            environment: [:])
    }

    /// Stores a session whose tokens expire in `seconds`.
    @discardableResult
    private func signedIn(for seconds: TimeInterval, refresh: String? = "refresh-1") throws -> StoredTokens {
        let ends = scratch.clock().addingTimeInterval(seconds)
        let tokens = StoredTokens(
            issuer: TestProvider.issuer, clientID: TestProvider.clientID, identity: Identity(subject: "subject-1"),
            live: .init(
                idToken: oldID, accessToken: heldToken("old-access"), refreshToken: refresh.map(Secret.init),
                idExpires: ends, accessExpires: ends))
        try store.save(tokens)
        return tokens
    }

    private func expectEndpointsAndKeys() throws {
        transport.expect(TestProvider.discovery, 200, try TestProvider.document())
        transport.expect(TestProvider.keys, 200, try TestProvider.keySet())
    }

    private func expectRefresh(_ id: String, rotated: String? = nil) throws {
        try expectEndpointsAndKeys()
        transport.expect(TestProvider.token, 200, try provider.reply(id: id, refresh: rotated))
    }

    @Test func `the status names the identity and the expiry without a request`() throws {
        #expect(keeper().status() == .signedOut)
        let ends = scratch.clock().addingTimeInterval(600)
        let identity = Identity(subject: "subject-1")
        try signedIn(for: 600)
        #expect(keeper().status() == .signedIn(identity, until: ends, canRefresh: true))
        try signedIn(for: 600, refresh: nil)
        #expect(keeper().status() == .signedIn(identity, until: ends, canRefresh: false))
        scratch.advance(601)
        #expect(keeper().status() == .ended(identity))
        var other = TestProvider.stage()
        other.clientID = "another"
        #expect(keeper(other).status() == .otherSession(identity))
        try "x".write(toFile: store.location, atomically: false, encoding: .utf8)
        #expect(keeper().status() == .unreadable(path: store.location))
        #expect(transport.received.isEmpty)
    }

    @Test func `a token that expires in two minutes is used without a refresh`() async throws {
        try signedIn(for: 120)
        #expect(try await keeper().bearer() == oldID)
        #expect(transport.received.isEmpty)
    }

    @Test func `a token that expires in less than two minutes is refreshed; without a new refresh token the old one is kept`() async throws
    {
        try signedIn(for: 119)
        let id = try provider.idToken()
        try expectRefresh(id)
        #expect(try await keeper().bearer().exposed == id)
        let stored = try #require(try store.load()?.live)
        #expect(stored.idToken.exposed == id && stored.refreshToken?.exposed == "refresh-1")
        #expect(stored.idExpires == scratch.clock().addingTimeInterval(3600))
        let request = try #require(transport.received.last)
        #expect(request.form == ["grant_type": "refresh_token", "client_id": "client-1", "refresh_token": "refresh-1"])
        #expect(request.authorization == nil)
        transport.expectNothingLeft()
    }

    @Test func `a rotated refresh token replaces the old one`() async throws {
        try signedIn(for: 0)
        try expectRefresh(try provider.idToken(), rotated: "refresh-2")
        _ = try await keeper().bearer()
        #expect(try store.load()?.live?.refreshToken?.exposed == "refresh-2")
    }

    @Test func `if the API needs the access token, the access token is refreshed, verified and returned`() async throws {
        try signedIn(for: 0)
        let claims: [String: (any Sendable)?] = ["aud": nil, "client_id": "client-1", "token_use": "access"]
        let access = try provider.idToken(claims)
        try expectEndpointsAndKeys()
        transport.expect(TestProvider.token, 200, try provider.reply(id: nil, access: access))
        #expect(try await keeper(TestProvider.stage(token: .access)).bearer().exposed == access)
        #expect(try store.load()?.live?.idToken == oldID)
    }

    @Test func `an opaque access token is used until its stored expiry, and is refreshed like another one`() async throws {
        let ends = scratch.clock().addingTimeInterval(600)
        try store.save(
            StoredTokens(
                issuer: TestProvider.issuer, clientID: TestProvider.clientID, identity: Identity(subject: "subject-1"),
                live: .init(
                    idToken: oldID, accessToken: Secret("opaque-1"), refreshToken: Secret("refresh-1"),
                    idExpires: scratch.clock(), accessExpires: ends)))
        let keeper = keeper(TestProvider.stage(token: .access))
        #expect(keeper.status() == .signedIn(Identity(subject: "subject-1"), until: ends, canRefresh: true))
        #expect(try await keeper.bearer().exposed == "opaque-1")
        scratch.advance(601)
        try expectEndpointsAndKeys()
        let body = #"{"access_token":"opaque-2","token_type":"Bearer","expires_in":300}"#
        transport.expect(TestProvider.token, 200, body)
        #expect(try await keeper.bearer().exposed == "opaque-2")
        let until = scratch.clock().addingTimeInterval(300)
        #expect(keeper.status() == .signedIn(Identity(subject: "subject-1"), until: until, canRefresh: true))
        transport.expectNothingLeft()
    }

    @Test func `after a change of the client, signing out revokes and deletes the session of the former client`() async throws {
        try signedIn(for: 600)
        var other = TestProvider.stage()
        other.clientID = "another"
        let keeper = keeper(other)
        transport.expect(TestProvider.discovery, 200, try TestProvider.document())
        transport.expect(TestProvider.revocation, 200)
        _ = try await keeper.signOut()
        #expect(transport.received.last?.form == ["token": "refresh-1", "client_id": "client-1"])
        #expect(keeper.status() == .signedOut)
        transport.expectNothingLeft()
    }

    @Test func `twenty calls at the same time share one refresh`() async throws {
        try signedIn(for: 10)
        let id = try provider.idToken()
        try expectRefresh(id, rotated: "refresh-2")
        let keeper = keeper()
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await keeper.bearer().exposed } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(tokens == [id])
        transport.expectNothingLeft()
    }

    @Test func `twenty calls whose token was refused with a 401 share one refresh`() async throws {
        try signedIn(for: 1000)
        let id = try provider.idToken()
        try expectRefresh(id, rotated: "refresh-2")
        let keeper = keeper()
        let old = try await keeper.bearer()
        try await withThrowingTaskGroup(of: Secret.self) { group in
            for _ in 0..<20 { group.addTask { try await keeper.bearer(replacing: old) } }
            for try await token in group { #expect(token.exposed == id) }
        }
        #expect(try await keeper.bearer().exposed == id)
        transport.expectNothingLeft()
    }

    @Test func `several keepers of one store share one refresh, because each reads the tokens again after waiting for the lock`()
        async throws
    {
        try signedIn(for: 10)
        let id = try provider.idToken()
        try expectRefresh(id, rotated: "refresh-2")
        let keepers = (0..<6).map { _ in keeper() }
        try await withThrowingTaskGroup(of: String.self) { group in
            for keeper in keepers { group.addTask { try await keeper.bearer().exposed } }
            for try await token in group { #expect(token == id) }
        }
        transport.expectNothingLeft()
    }

    @Test func `after a 401, a token that another process has refreshed is used`() async throws {
        try signedIn(for: 1000)
        let keeper = keeper()
        #expect(try await keeper.bearer() == oldID)
        var newer = try #require(try store.load())
        newer.live?.idToken = heldToken("newer-id")
        try store.save(newer)
        #expect(try await keeper.bearer(replacing: oldID) == heldToken("newer-id"))
        #expect(transport.received.isEmpty)
    }

    @Test func `after a 401 the token is refreshed even if it has not expired`() async throws {
        try signedIn(for: 1000)
        let id = try provider.idToken()
        try expectRefresh(id)
        #expect(try await keeper().bearer(replacing: oldID).exposed == id)
        transport.expectNothingLeft()
    }

    @Test func `after invalid_grant the tokens are deleted and the identity is kept`() async throws {
        try signedIn(for: 100)
        try expectEndpointsAndKeys()
        transport.expect(TestProvider.token, 400, #"{"error":"invalid_grant","error_description":"Refresh Token has expired"}"#)
        let keeper = keeper()
        let error = try await clientError { _ = try await keeper.bearer() }
        #expect(error.kind == .signInNeeded && error.operation == .refreshSession)
        #expect(error.serverText == "Refresh Token has expired")
        #expect(keeper.status() == .ended(Identity(subject: "subject-1")))
        #expect(try store.load()?.live == nil)
        let again = try await clientError { _ = try await keeper.bearer() }
        #expect(again.kind == .signInNeeded)
        transport.expectNothingLeft()
    }

    @Test(arguments: [500, 503, 504, 429, 0])
    func `while the provider is unavailable, the tokens are kept and a valid one is still used`(status: Int) async throws {
        let tokens = try signedIn(for: 100)
        let keeper = keeper()
        func fail() {
            if status == 0 {
                transport.expect(TestProvider.token, fails: .timeout, mayHaveArrived: true)
            } else {
                transport.expect(TestProvider.token, status, "<html>")
            }
        }
        try expectEndpointsAndKeys()
        fail()
        #expect(try await keeper.bearer() == oldID)
        fail()
        let refused = try await clientError { _ = try await keeper.bearer(replacing: oldID) }
        #expect(isTemporary(refused) && refused.operation == .refreshSession)
        scratch.advance(101)
        fail()
        let expired = try await clientError { _ = try await keeper.bearer() }
        #expect(isTemporary(expired))
        #expect(try store.load() == tokens)
        transport.expectNothingLeft()
    }

    @Test func `invalid_client is reported as an error of the token endpoint, and the tokens are kept`() async throws {
        let tokens = try signedIn(for: 0)
        try expectEndpointsAndKeys()
        transport.expect(TestProvider.token, 400, #"{"error":"invalid_client"}"#)
        let error = try await clientError { _ = try await keeper().bearer() }
        #expect(error.kind == .signIn(.tokenEndpoint(status: 400, code: "invalid_client")))
        #expect(try store.load() == tokens)
    }

    @Test func `the refresh token is not sent while the provider's keys are unavailable`() async throws {
        try signedIn(for: 0)
        transport.expect(TestProvider.discovery, 200, try TestProvider.document())
        transport.expect(TestProvider.keys, 500, "")
        let error = try await clientError { _ = try await keeper().bearer() }
        #expect(error.kind == .signIn(.keysUnavailable))
        transport.expectNothingLeft()
    }

    @Test(arguments: [
        ["sub": "somebody else"], ["iss": "https://evil.example"],
    ])
    func `an invalid ID token in a refresh response is discarded, but the rotated refresh token is stored`(changes: [String: String])
        async throws
    {
        try signedIn(for: 0)
        try expectRefresh(try provider.idToken(changes), rotated: "refresh-2")
        let error = try await clientError { _ = try await keeper().bearer() }
        guard case .signIn(.token) = error.kind else {
            Issue.record("\(error)")
            return
        }
        let stored = try #require(try store.load()?.live)
        #expect(stored.idToken == oldID && stored.refreshToken?.exposed == "refresh-2")
    }

    @Test func `without a session or without a refresh token, a refresh needs a sign-in and sends no request`() async throws {
        #expect(try await clientError { _ = try await keeper().bearer() }.kind == .signInNeeded)
        try signedIn(for: 60, refresh: nil)
        #expect(try await keeper().bearer() == oldID)
        #expect(try await clientError { _ = try await keeper().bearer(replacing: oldID) }.kind == .signInNeeded)
        scratch.advance(61)
        #expect(try await clientError { _ = try await keeper().bearer() }.kind == .signInNeeded)
        #expect(transport.received.isEmpty)
    }

    @Test func `if refreshed tokens cannot be stored, this process still uses them`() async throws {
        let tokens = try signedIn(for: 0)
        let id = try provider.idToken()
        try expectRefresh(id, rotated: "refresh-2")
        let stubborn = StubbornStore(tokens: tokens)
        let keeper = SessionKeeper(
            stage: TestProvider.stage(), transport: transport, store: stubborn, lockPath: store.location + ".lock",
            clock: scratch.clock, environment: [:])
        #expect(try await keeper.bearer().exposed == id)
        #expect(try await keeper.bearer().exposed == id)
        transport.expectNothingLeft()
    }

    private struct StubbornStore: TokenStore {
        let location = "/full"
        var place: TokenPlace { .file }
        let tokens: StoredTokens
        func load() throws(StoreError) -> StoredTokens? { tokens }
        func save(_ tokens: StoredTokens) throws(StoreError) { throw .diskFull(path: location) }
        func remove() throws(StoreError) { throw .diskFull(path: location) }
    }

    // MARK: Signing out

    @Test func `signing out deletes and revokes the tokens and returns the address that ends the browser's session`() async throws {
        try signedIn(for: 100)
        transport.expect(TestProvider.discovery, 200, try TestProvider.document())
        transport.expect(TestProvider.revocation, 200, "")
        let keeper = keeper(TestProvider.stage(ports: [8080, 8765]))
        let report = try await keeper.signOut()
        #expect(
            report.browserSignOut == "https://issuer.example/pool/logout?client_id=client-1"
                + "&logout_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback")
        #expect(report.revocationFailure == nil)
        #expect(transport.received.last?.form == ["token": "refresh-1", "client_id": "client-1"])
        #expect(keeper.status() == .signedOut && !FileManager.default.fileExists(atPath: store.location))
        transport.expectNothingLeft()
    }

    @Test func `signing out without a network deletes the tokens and reports the failed revocation`() async throws {
        try signedIn(for: 100)
        for _ in 0..<2 { transport.expect(TestProvider.discovery, fails: .unresolvable, mayHaveArrived: false) }
        let keeper = keeper()
        let report = try await keeper.signOut()
        #expect(report.revocationFailure?.isOffline == true && report.revocationFailure?.operation == .signOut)
        #expect(keeper.status() == .signedOut)
    }

    @Test(arguments: [
        heldToken("x", issuer: "https://other.example/pool"), heldToken("x", client: "client-2"),
        heldToken("x", subject: "subject-2"), Secret("no token"),
    ])
    func `a stored token of another issuer, client or person is never sent, not even to refresh`(_ token: Secret) async throws {
        var tokens = try signedIn(for: 1000)
        tokens.live?.idToken = token
        try store.save(tokens)
        let keeper = keeper()
        #expect(keeper.status() == .ended(Identity(subject: "subject-1")))
        #expect(try await clientError { _ = try await keeper.bearer() }.kind == .signInNeeded)
        tokens.live?.idExpires = scratch.clock()
        try store.save(tokens)
        #expect(try await clientError { _ = try await keeper.bearer() }.kind == .signInNeeded)
        #expect(transport.received.isEmpty)
    }

    @Test(arguments: ["https://other.example/pool", nil])
    func `an access token of another issuer or client is never sent`(issuer: String?) async throws {
        var tokens = try signedIn(for: 1000)
        tokens.live?.accessToken = heldToken("x", issuer: issuer ?? TestProvider.issuer, client: "client-2")
        try store.save(tokens)
        let keeper = keeper(TestProvider.stage(token: .access))
        #expect(try await clientError { _ = try await keeper.bearer() }.kind == .signInNeeded)
        #expect(transport.received.isEmpty)
    }

    @Test func `signing out fails while the keyring with the tokens is unavailable, and the file still says that they are there`()
        async throws
    {
        var marked = TokenDocument(try signedIn(for: 100)).withoutTokens
        marked.keyring = true
        try store.save(marked)
        let keeper = keeper()
        let error = try await clientError { _ = try await keeper.signOut() }
        #expect(error.kind == .store(.keyring("it does not answer")) && error.operation == .signOut)
        #expect(try store.document()?.isInKeyring == true)
        #expect(keeper.status() == .unreadable(path: store.location))
        #expect(transport.received.isEmpty)
    }

    @Test func `signing out revokes newer tokens in the file even if older ones remain in an unavailable keyring`() async throws {
        var marked = TokenDocument(try signedIn(for: 100)).withoutTokens
        marked.keyring = true
        try store.save(marked)
        try signedIn(for: 100)
        transport.expect(TestProvider.discovery, 200, try TestProvider.document())
        transport.expect(TestProvider.revocation, 200, "")
        #expect(try await clientError { _ = try await keeper().signOut() }.kind == .store(.keyring("it does not answer")))
        #expect(try store.document()?.live == nil && store.document()?.isInKeyring == true)
        transport.expectNothingLeft()
    }

    // MARK: Errors of the provider

    @Test(arguments: [
        (503, "<html>"), (500, #"{"error":"invalid_grant"}"#), (403, "<html>"), (404, ""), (302, ""), (200, "<html>"),
        (200, "{}"), (400, #"{"error":"invalid_client"}"#), (400, "nonsense"), (429, ""),
    ])
    func `a failure of the provider never requires a sign-in, and the tokens are kept`(status: Int, body: String) async throws {
        let tokens = try signedIn(for: 0)
        for place in [TestProvider.discovery, TestProvider.keys, TestProvider.token] {
            // The earlier requests succeed, so that each of the three addresses fails once.
            if place != TestProvider.discovery { transport.expect(TestProvider.discovery, 200, try TestProvider.document()) }
            if place == TestProvider.token { transport.expect(TestProvider.keys, 200, try TestProvider.keySet()) }
            transport.expect(place, status, body)
            let error = try await clientError { _ = try await keeper().bearer() }
            #expect(error.kind != .signInNeeded && error.operation == .refreshSession)
            let delivery = DeliveryOutcome(failure: error, attempts: 1) { _ in 2 }
            #expect(delivery == .refusedForNow(reason: error, delay: 2))
        }
        #expect(try store.load() == tokens)
        transport.expectNothingLeft()
    }

    @Test(arguments: ["invalid_grant", "login_required", "interaction_required"])
    func `an error code that a new sign-in resolves requires a sign-in`(code: String) async throws {
        try signedIn(for: 0)
        try expectEndpointsAndKeys()
        transport.expect(TestProvider.token, 400, #"{"error":"\#(code)"}"#)
        let error = try await clientError { _ = try await keeper().bearer() }
        #expect(error.kind == .signInNeeded)
        #expect(DeliveryOutcome(failure: error, attempts: 1) { _ in 2 } == .needsSignIn(reason: error, delay: nil))
    }
}

/// Whether the same call may succeed later without any change.
private func isTemporary(_ error: ClientError) -> Bool {
    switch error.kind {
    case .transport(let cause): ![.badURL, .insecure, .cancelled].contains(cause.cause)
    case .throttled, .serverFailed, .gatewayTimeout: true
    default: false
    }
}
