import Crypto
import CryptoExtras
import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

/// An RSA key made for the test run. It signs valid and forged tokens.
struct TestKey: Sendable {
    let id: String
    private let key: _RSA.Signing.PrivateKey

    init(_ id: String, size: _RSA.Signing.KeySize = .bits2048) throws {
        (self.id, key) = (id, try _RSA.Signing.PrivateKey(keySize: size))
    }

    /// Generated once, because generating a key is slow.
    static let first = Result { try TestKey("first") }
    static let second = Result { try TestKey("second") }

    var publicPEM: String { key.publicKey.pemRepresentation }

    func jwk(_ changes: [String: String?] = [:]) throws -> [String: String] {
        let parts = try key.publicKey.getKeyPrimitives()
        let fields = [
            "kty": "RSA", "kid": id, "use": "sig", "alg": "RS256", "n": base64URL(parts.modulus),
            "e": base64URL(parts.publicExponent),
        ]
        return fields.merging(changes.map { ($0, $1 ?? "") }) { $1 }.filter { changes[$0.key] != .some(nil) }
    }

    func sign(_ claims: [String: any Sendable], header: [String: any Sendable]? = nil) throws -> String {
        let input = try signingInput(claims, header: header ?? ["alg": "RS256", "kid": id, "typ": "JWT"])
        let signature = try key.signature(for: SHA256.hash(data: Data(input.utf8)), padding: .insecurePKCS1v1_5)
        return "\(input).\(base64URL(signature.rawRepresentation))"
    }
}

func signingInput(_ claims: [String: any Sendable], header: [String: any Sendable]) throws -> String {
    try [header, claims].map { base64URL(try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys)) }.joined(separator: ".")
}

func base64URL(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}

/// The responses of a provider at `issuer`.
struct TestProvider: Sendable {
    static let issuer = "https://issuer.example/pool"
    static let clientID = "client-1"
    static let discovery = "GET /.well-known/openid-configuration"
    static let keys = "GET /jwks"
    static let token = "POST /token"
    static let revocation = "POST /revoke"

    let now: @Sendable () -> Date

    static func stage(ports: [Int] = [0], token: Stage.TokenKind = .id) -> Stage {
        Stage(name: "dev", api: "https://api.example/", issuer: issuer, clientID: clientID, callbackPorts: ports, token: token)
    }

    static func transport() -> FakeTransport { FakeTransport(base: issuer) }

    static func document(_ changes: [String: String] = [:]) throws -> String {
        let fields = [
            "issuer": issuer, "authorization_endpoint": "\(issuer)/authorize", "token_endpoint": "\(issuer)/token",
            "jwks_uri": "\(issuer)/jwks", "revocation_endpoint": "\(issuer)/revoke", "end_session_endpoint": "\(issuer)/logout",
        ]
        return try json(fields.merging(changes) { $1 })
    }

    static func keySet(_ keys: [[String: String]]? = nil) throws -> String {
        struct Set: Encodable { var keys: [[String: String]] }
        let set = Set(keys: try keys ?? [TestKey.first.get().jwk()])
        return String(decoding: try JSONEncoder().encode(set), as: UTF8.self)
    }

    func claims(_ changes: [String: (any Sendable)?] = [:]) -> [String: any Sendable] {
        let seconds = Int(now().timeIntervalSince1970)
        let claims: [String: any Sendable] = [
            "iss": Self.issuer, "aud": Self.clientID, "sub": "subject-1", "token_use": "id", "exp": seconds + 3600,
            "iat": seconds, "cognito:username": "ada", "cognito:groups": ["admins"], "email": "ada@example.org",
        ]
        return claims.filter { changes[$0.key] == nil }.merging(changes.compactMapValues { $0 }) { $1 }
    }

    func idToken(_ changes: [String: (any Sendable)?] = [:]) throws -> String { try TestKey.first.get().sign(claims(changes)) }

    func reply(id: String?, access: String = "access-canary", refresh: String? = nil) throws -> String {
        try Self.json(
            ["id_token": id, "access_token": access, "refresh_token": refresh, "token_type": "Bearer"]
                .compactMapValues { $0 })
    }

    private static func json(_ fields: [String: String]) throws -> String {
        String(decoding: try JSONEncoder().encode(fields), as: UTF8.self)
    }
}

/// A token as it is stored: its claims name the issuer, the client and the subject, and its signature is not verified again.
/// - Parameter name: used as the signature, to distinguish tokens.
func heldToken(
    _ name: String, issuer: String = TestProvider.issuer, client: String = TestProvider.clientID,
    subject: String = "subject-1"
) -> Secret {
    let claims = ["iss": issuer, "aud": client, "client_id": client, "sub": subject]
    return Secret("\((try? signingInput(claims, header: ["alg": "RS256"])) ?? "").\(name)")
}

extension Request {
    /// The fields of the form in the body.
    var form: [String: String] {
        let items = PercentEncoding.parseQuery(String(decoding: body ?? [], as: UTF8.self)) ?? []
        return Dictionary(items, uniquingKeysWith: { first, _ in first })
    }
}

/// The `ClientError` that a call throws.
func clientError(
    _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async throws -> ClientError {
    try await thrown(ClientError.self, location, body)
}

/// The `ProviderError` that a call throws.
func providerError(
    _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async throws -> ProviderError {
    try await thrown(ProviderError.self, location, body)
}

private func thrown<Failure: Error>(
    _ type: Failure.Type, _ location: SourceLocation, _ body: () async throws -> Void
) async throws -> Failure {
    do {
        try await body()
    } catch let error as Failure {
        return error
    }
    Issue.record("nothing was thrown", sourceLocation: location)
    throw CancellationError()
}
