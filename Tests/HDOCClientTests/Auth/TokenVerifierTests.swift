import Crypto
import Foundation
import Testing

@testable import HDOCClient

@Suite("Token verification")
struct TokenVerifierTests {
    private let scratch: Scratch
    private let provider: TestProvider
    private let transport = TestProvider.transport()

    init() throws {
        scratch = try Scratch()
        provider = TestProvider(now: scratch.clock)
    }

    private func verifier(issuer: String = TestProvider.issuer) -> TokenVerifier {
        let discovery = Discovery(issuer: TestProvider.issuer, domain: nil, transport: transport)
        let keys = KeyCache(discovery: discovery, transport: transport, now: scratch.clock)
        return TokenVerifier(issuer: issuer, clientID: TestProvider.clientID, keys: keys, now: scratch.clock)
    }

    private func expectKeys(_ keys: [[String: String]]? = nil) throws {
        transport.expect(TestProvider.discovery, 200, try TestProvider.document())
        transport.expect(TestProvider.keys, 200, try TestProvider.keySet(keys))
    }

    private func problem(_ token: String, nonce: String? = nil) async throws -> SignInError? {
        let error = try await providerError { _ = try await verifier().idToken(Secret(token), nonce: nonce) }
        guard case .signIn(let problem) = error.kind else { return nil }
        return problem
    }

    @Test func `a valid ID token gives the identity and the expiry`() async throws {
        try expectKeys()
        let token = try provider.idToken(["nonce": "n", "preferred_username": "ada-l", "made_up": [1, 2]])
        let (identity, expires) = try await verifier().idToken(Secret(token), nonce: "n")
        #expect(
            identity
                == Identity(
                    subject: "subject-1", username: "ada", preferredUsername: "ada-l", email: "ada@example.org"))
        #expect(expires == scratch.clock().addingTimeInterval(3600))
        transport.expectNothingLeft()
    }

    @Test(
        arguments: [
            (["iss": "https://evil.example"], SignInError.TokenProblem.wrongIssuer),
            (["iss": nil], .wrongIssuer),
            (["aud": "another-client"], .wrongAudience),
            (["aud": nil], .wrongAudience),
            (["aud": ["client-1", "another-client"]], .wrongAudience),
            (["token_use": "access"], .wrongUse),
            (["exp": 1_794_999_900], .expired),
            (["exp": nil], .malformed),
            (["exp": "soon"], .malformed),
            (["nbf": 1_795_000_100], .notYetValid),
            (["nonce": "another"], .wrongNonce),
            (["nonce": nil], .wrongNonce),
            (["sub": nil], .malformed),
            (["sub": ""], .malformed),
        ] as [([String: (any Sendable)?], SignInError.TokenProblem)])
    func `a wrong claim is refused with its own reason`(changes: [String: (any Sendable)?], expected: SignInError.TokenProblem) async throws
    {
        try expectKeys()
        let token = try provider.idToken(["nonce": "n"].merging(changes) { $1 })
        #expect(try await problem(token, nonce: "n") == .token(expected))
        transport.expectNothingLeft()
    }

    @Test func `a clock difference of less than a minute is accepted`() async throws {
        try expectKeys()
        let verifier = verifier()
        let seconds = Int(scratch.clock().timeIntervalSince1970)
        for claims in [["exp": seconds - 59], ["nbf": seconds + 59]] {
            let token = try provider.idToken(claims)
            _ = try await verifier.idToken(Secret(token), nonce: nil)
        }
        let late = try provider.idToken(["exp": seconds - 60])
        let error = try await providerError { _ = try await verifier.idToken(Secret(late), nonce: nil) }
        #expect(error.kind == .signIn(.token(.expired)))
    }

    @Test func `a list of audiences is accepted if hdoc is the authorised party`() async throws {
        try expectKeys()
        let token = try provider.idToken(["aud": ["x", "client-1"], "azp": "client-1"])
        #expect(try await verifier().idToken(Secret(token), nonce: nil).identity.subject == "subject-1")
    }

    @Test func `the claim token_use is required from Cognito and optional from other providers`() async throws {
        let token = try provider.idToken(["token_use": nil])
        try expectKeys()
        _ = try await verifier().idToken(Secret(token), nonce: nil)

        try expectKeys()
        let issuer = "https://cognito-idp.us-east-1.amazonaws.com/pool"
        let cognito = verifier(issuer: issuer)
        let silent = try provider.idToken(["token_use": nil, "iss": issuer])
        let error = try await providerError { _ = try await cognito.idToken(Secret(silent), nonce: nil) }
        #expect(error.kind == .signIn(.token(.wrongUse)))
    }

    @Test func `an access token needs the right client_id and token_use`() async throws {
        try expectKeys()
        let verifier = verifier()
        let good: [String: (any Sendable)?] = ["aud": nil, "client_id": "client-1", "token_use": "access"]
        #expect(try await verifier.accessToken(Secret(provider.idToken(good))) == scratch.clock().addingTimeInterval(3600))
        for (changes, expected) in [
            (["client_id": "other"], SignInError.TokenProblem.wrongAudience), (["token_use": "id"], .wrongUse),
        ] as [([String: (any Sendable)?], SignInError.TokenProblem)] {
            let token = try provider.idToken(good.merging(changes) { $1 })
            let error = try await providerError { _ = try await verifier.accessToken(Secret(token)) }
            #expect(error.kind == .signIn(.token(expected)))
        }
    }

    @Test(arguments: ["none", "None", ""])
    func `a token with the algorithm none is refused before any key is fetched`(name: String) async throws {
        let input = try signingInput(provider.claims(), header: ["alg": name, "kid": "first"])
        #expect(try await problem(input + ".") == .token(.wrongAlgorithm(name)))
        #expect(transport.received.isEmpty)
    }

    @Test func `an HMAC with the public key as its secret is refused`() async throws {
        let key = try TestKey.first.get()
        let input = try signingInput(provider.claims(), header: ["alg": "HS256", "kid": key.id])
        let code = HMAC<SHA256>.authenticationCode(for: Data(input.utf8), using: SymmetricKey(data: Data(key.publicPEM.utf8)))
        #expect(try await problem("\(input).\(base64URL(Data(code)))") == .token(.wrongAlgorithm("HS256")))
        #expect(transport.received.isEmpty)
    }

    @Test(arguments: ["RS512", "PS256", "rs256"])
    func `a token that names another algorithm than RS256 is refused`(name: String) async throws {
        let token = try TestKey.first.get().sign(provider.claims(), header: ["alg": name, "kid": "first"])
        #expect(try await problem(token) == .token(.wrongAlgorithm(name)))
    }

    @Test func `a changed payload, header or signature is refused`() async throws {
        let parts = try provider.idToken().split(separator: ".").map(String.init)
        let others = try provider.idToken(["sub": "somebody else"]).split(separator: ".").map(String.init)
        let header = base64URL(Data(#"{"kid":"first","alg":"RS256","typ":"at+jwt"}"#.utf8))
        for forged in [
            [parts[0], others[1], parts[2]], [header, parts[1], parts[2]], [parts[0], parts[1], others[2]],
            [parts[0], parts[1], ""],
        ] {
            try expectKeys()
            #expect(try await problem(forged.joined(separator: ".")) == .token(.badSignature))
        }
    }

    @Test func `a token signed with another key under the provider's key id is refused`() async throws {
        try expectKeys()
        let token = try TestKey.second.get().sign(provider.claims(), header: ["alg": "RS256", "kid": "first"])
        #expect(try await problem(token) == .token(.badSignature))
    }

    @Test(arguments: [
        "", "a.b", "a.b.c.d", "!!.e30.x", "bm90IGpzb24.e30.x", String(repeating: ".", count: 10_000),
    ])
    func `a text that is not a token is refused`(token: String) async throws {
        #expect(try await problem(token) == .token(.malformed))
        #expect(transport.received.isEmpty)
    }

    @Test func `a token whose header has a critical extension or brings its own key is refused`() async throws {
        let critical = try TestKey.first.get().sign(
            provider.claims(), header: ["alg": "RS256", "kid": "first", "crit": ["b64"], "b64": false])
        #expect(try await problem(critical) == .token(.malformed))
        try expectKeys()
        let stranger = try TestKey.second.get()
        let carried = try stranger.sign(
            provider.claims(), header: ["alg": "RS256", "kid": "first", "jwk": stranger.jwk(), "jku": "https://evil.example"])
        #expect(try await problem(carried) == .token(.badSignature))
        let anonymous = try stranger.sign(provider.claims(), header: ["alg": "RS256"])
        // The provider has several keys and the token names none. The verifier does not guess.
        transport.expect(TestProvider.discovery, 200, try TestProvider.document())
        transport.expect(TestProvider.keys, 200, try TestProvider.keySet([TestKey.first.get().jwk(), TestKey.second.get().jwk()]))
        #expect(try await problem(anonymous) == .token(.unknownKey))
    }

    // MARK: Keys

    @Test func `for an unknown key id the keys are fetched again, at most every 10 seconds`() async throws {
        try expectKeys()
        transport.expect(TestProvider.keys, 200, try TestProvider.keySet())
        let verifier = verifier()
        let token = Secret(try TestKey.second.get().sign(provider.claims()))
        for _ in 0..<3 {
            let error = try await providerError { _ = try await verifier.idToken(token, nonce: nil) }
            #expect(error.kind == .signIn(.token(.unknownKey)))
            scratch.advance(3)
        }
        transport.expectNothingLeft()

        scratch.advance(1)
        transport.expect(TestProvider.keys, 200, try TestProvider.keySet([TestKey.second.get().jwk()]))
        #expect(try await verifier.idToken(token, nonce: nil).identity.subject == "subject-1")
        transport.expectNothingLeft()
    }

    @Test func `unsuitable keys are skipped and do not hide the other keys`() async throws {
        let key = try TestKey.first.get()
        let token = try provider.idToken()
        for changes in [["use": "enc"], ["alg": "RS512"], ["kty": "oct", "k": "c2VjcmV0"], ["n": "AQAB"], ["n": nil]]
            as [[String: String?]]
        {
            try expectKeys([key.jwk(changes)])
            transport.expect(TestProvider.keys, 200, try TestProvider.keySet([key.jwk(changes)]))
            #expect(try await problem(token) == .token(.unknownKey))
        }
        try expectKeys([["kty": "EC"], key.jwk(["use": nil, "alg": nil])])
        _ = try await verifier().idToken(Secret(token), nonce: nil)
        transport.expectNothingLeft()
    }

    @Test(arguments: [(500, ""), (200, "<html>"), (302, "")])
    func `without the provider's keys no token is accepted`(status: Int, body: String) async throws {
        transport.expect(TestProvider.discovery, 200, try TestProvider.document())
        transport.expect(TestProvider.keys, status, body)
        #expect(try await problem(provider.idToken()) == .keysUnavailable)
    }
}
