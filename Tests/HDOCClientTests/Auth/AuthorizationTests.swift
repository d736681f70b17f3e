import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Authorization request and response")
struct AuthorizationTests {
    @Test func `the PKCE challenge matches the example in RFC 7636, appendix B`() {
        let pkce = PKCE(verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(pkce.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func `verifier, state and nonce have 43 URL-safe characters and differ in each sign-in`() {
        let tries = (0..<50).map { _ in SignInSecrets() }
        let values = tries.flatMap { [$0.pkce.verifier.exposed, $0.state, $0.nonce] }
        #expect(Set(values).count == 150)
        for value in values {
            #expect(value.utf8.count == 43 && PercentEncoding.component(value) == value)
        }
    }

    @Test func `the authorization address contains all parameters, percent-encoded, but not the verifier`() throws {
        let secrets = SignInSecrets()
        let request = AuthorizationRequest(
            endpoint: "https://auth.example/oauth2/authorize", clientID: "a&b=c", redirect: "http://localhost:8080/callback",
            secrets: secrets)
        let parts = request.url.split(separator: "?")
        #expect(parts.count == 2 && parts[0] == "https://auth.example/oauth2/authorize")
        #expect(parts[1].contains("client_id=a%26b%3Dc"))
        #expect(parts[1].contains("redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback"))
        #expect(parts[1].contains("scope=openid%20email%20profile"))
        let items = try #require(PercentEncoding.parseQuery(parts[1]))
        #expect(
            Dictionary(items, uniquingKeysWith: { $1 }) == [
                "response_type": "code", "client_id": "a&b=c", "redirect_uri": "http://localhost:8080/callback",
                "scope": "openid email profile", "state": secrets.state, "nonce": secrets.nonce,
                "code_challenge": secrets.pkce.challenge, "code_challenge_method": "S256",
            ])
        #expect(!request.url.contains(secrets.pkce.verifier.exposed))
    }

    @Test(arguments: [
        ("code=c&state=wrong", AuthorizationReply.Judgement.wrongState),
        ("error=access_denied&state=wrong", .wrongState),
        ("code=c&state=", .wrongState),
        ("code=c", .notOurs),
        ("error=access_denied", .notOurs),
        ("code=c&state=right&state=right", .notOurs),
        ("code=c&code=d&state=right", .notOurs),
        ("code=c&error=e&state=right", .notOurs),
        ("code=&state=right", .notOurs),
        ("state=right", .notOurs),
        ("code=%zz&state=right", .notOurs),
        ("", .notOurs),
        ("code=c&state=right", .accepted(.code(Secret("c")))),
        ("state=right&error=access_denied", .accepted(.refused(code: "access_denied", description: nil))),
    ])
    func `an authorization response is accepted only with the right state and one code or error`(
        query: String, expected: AuthorizationReply.Judgement
    ) {
        #expect(AuthorizationReply.judge(query: query, state: "right") == expected)
    }

    @Test func `the provider's error text contains no control characters after it is parsed`() throws {
        let query = "error=e%1B%5B2J&error_description=%1B%5D0%3Btitle%07one%0Atwo+three%E2%80%AE&state=s"
        guard case .accepted(.refused(let code, let description)) = AuthorizationReply.judge(query: query, state: "s") else {
            Issue.record("not accepted")
            return
        }
        let text = code + (try #require(description))
        #expect(text.contains("two three"))
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x202E })
    }

    @Test(arguments: [
        "http://localhost:8080/callback?code=c-1&state=right",
        "  http://localhost:8080/callback?code=c-1&state=right\n",
        "http://localhost:8080/callback?co\n  de=c-1&sta\r\nte=right",
        "code=c-1&state=right", "?code=c-1&state=right", "state=right&code=c-1",
        "<http://localhost:8080/callback?code=c-1&state=right>", "\"code=c-1&state=right\"",
        "http://127.0.0.1:8080/callback?code=c-1&state=right#", "http://localhost:8080/callback?state=right&code=c-1&x=1#top",
    ])
    func `a pasted callback address is accepted whole, as its query, broken into lines or quoted`(text: String) {
        let query = AuthorizationReply.query(inPasted: text)
        #expect(AuthorizationReply.judge(query: query, state: "right") == .accepted(.code(Secret("c-1"))))
    }

    @Test(arguments: [
        "", "hello", "http://localhost:8080/callback", "c-1", "http://localhost:8080/callback?code=c-1&state=wrong",
    ])
    func `a pasted text without a code and the right state is not accepted`(text: String) {
        let judgement = AuthorizationReply.judge(query: AuthorizationReply.query(inPasted: text), state: "right")
        #expect(judgement == .notOurs || judgement == .wrongState)
    }
}

@Suite("Discovery of the provider's endpoints")
struct DiscoveryTests {
    private let transport = TestProvider.transport()
    private func discovery(domain: String? = nil) -> Discovery {
        Discovery(issuer: TestProvider.issuer, domain: domain, transport: transport)
    }

    @Test func `the discovery document is fetched once`() async throws {
        transport.expect(TestProvider.discovery, 200, try TestProvider.document())
        let discovery = discovery()
        let first = try await discovery.endpoints()
        #expect(try await discovery.endpoints() == first)
        #expect(first.token == "https://issuer.example/pool/token" && first.endSession == "https://issuer.example/pool/logout")
        transport.expectNothingLeft()
    }

    @Test(arguments: [
        "https://auth.example", "https://auth.example/", "auth.example",
    ])
    func `no discovery document is fetched if a sign-in domain is configured`(domain: String) async throws {
        let endpoints = try await discovery(domain: domain).endpoints()
        #expect(
            endpoints
                == ProviderEndpoints(
                    authorization: "https://auth.example/oauth2/authorize", token: "https://auth.example/oauth2/token",
                    keys: "https://issuer.example/pool/.well-known/jwks.json", revocation: "https://auth.example/oauth2/revoke",
                    endSession: "https://auth.example/logout"))
        #expect(transport.received.isEmpty)
    }

    @Test(arguments: [
        ["issuer": "https://evil.example"], ["token_endpoint": "http://issuer.example/token"],
        ["token_endpoint": "http://127.0.0.1:9/token"], ["authorization_endpoint": "file:///etc/passwd"],
        ["authorization_endpoint": "--help"], ["jwks_uri": "https://user:pass@issuer.example/"], ["end_session_endpoint": ""],
    ])
    func `a discovery document of another issuer or with an unsafe URL is refused`(changes: [String: String]) async throws {
        transport.expect(TestProvider.discovery, 200, try TestProvider.document(changes))
        let error = try await providerError { _ = try await discovery().endpoints() }
        guard case .signIn(.discoveryFailed) = error.kind else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func `a failed discovery reports its cause, and the next call tries again`() async throws {
        let discovery = discovery()
        transport.expect(TestProvider.discovery, fails: .refused, mayHaveArrived: false)
        let offline = try await providerError { _ = try await discovery.endpoints() }
        guard case .transport(let cause) = offline.kind else {
            Issue.record("\(offline)")
            return
        }
        #expect(cause.cause == .refused)
        for (status, body) in [(500, ""), (301, ""), (200, "<html>"), (200, "{}")] {
            transport.expect(TestProvider.discovery, status, body)
            let error = try await providerError { _ = try await discovery.endpoints() }
            switch error.kind {
            case .serverFailed where status == 500: continue
            case .signIn(.discoveryFailed) where status != 500: continue
            default: Issue.record("\(status): \(error)")
            }
        }
        transport.expect(TestProvider.discovery, 200, try TestProvider.document())
        _ = try await discovery.endpoints()
        transport.expectNothingLeft()
    }

    @Test func `an issuer that is not HTTPS is not contacted`() async throws {
        let discovery = Discovery(issuer: "http://issuer.example", domain: nil, transport: transport)
        let error = try await providerError { _ = try await discovery.endpoints() }
        guard case .signIn(.discoveryFailed) = error.kind else {
            Issue.record("\(error)")
            return
        }
        #expect(transport.received.isEmpty)
    }
}
