import FoundationEssentials
import JWTKit

/// Believes a token only after its form, algorithm, key, signature and claims, in this order, are what they must be.
struct TokenVerifier: Sendable {
    struct Verified: Sendable {
        var claims: TokenClaims
        var expires: Date
    }

    let issuer: String
    let clientID: String
    let keys: KeyCache
    let now: @Sendable () -> Date

    /// How far the provider's clock may be from ours, in seconds.
    static let skew: TimeInterval = 60

    /// With the nonce of the try that led to it; nil for a refreshed one, which belongs to no browser round trip.
    func idToken(_ token: Secret, nonce: String?) async throws(ClientError) -> (identity: Identity, expires: Date) {
        let verified = try await signed(token)
        let claims = verified.claims
        guard claims.audience.contains(clientID), claims.audience.count == 1 || claims.authorizedParty == clientID else {
            throw ClientError(.wrongAudience)
        }
        try checkUse(claims, "id")
        if let nonce {
            guard let theirs = claims.nonce, SignInSecrets.matches(theirs, nonce) else { throw ClientError(.wrongNonce) }
        }
        guard let identity = claims.identity else { throw ClientError(.malformed) }
        return (identity, verified.expires)
    }

    func accessToken(_ token: Secret) async throws(ClientError) -> Date {
        let verified = try await signed(token)
        guard verified.claims.clientID == clientID else { throw ClientError(.wrongAudience) }
        try checkUse(verified.claims, "access")
        return verified.expires
    }

    private var isCognito: Bool { issuer.hasPrefix("https://cognito-idp.") }

    /// Cognito says what a token is for; other providers need not.
    private func checkUse(_ claims: TokenClaims, _ wanted: String) throws(ClientError) {
        guard claims.use == wanted || claims.use == nil && !isCognito else { throw ClientError(.wrongUse) }
    }

    private func signed(_ token: Secret) async throws(ClientError) -> Verified {
        let claims = try await verifySignature(token)
        guard claims.issuer == issuer else { throw ClientError(.wrongIssuer) }
        guard let expires = claims.expires, expires.isFinite else { throw ClientError(.malformed) }
        let time = now().timeIntervalSince1970
        guard time < expires + Self.skew else { throw ClientError(.expired) }
        if let notBefore = claims.notBefore, notBefore > time + Self.skew { throw ClientError(.notYetValid) }
        return Verified(claims: claims, expires: Date(timeIntervalSince1970: expires))
    }

    private func verifySignature(_ token: Secret) async throws(ClientError) -> TokenClaims {
        let parts = token.exposed.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Data(base64URL: parts[0]),
            let header = try? JSONDecoder().decode(JoseHeader.self, from: bytes)
        else { throw ClientError(.malformed) }
        guard header.alg == "RS256" else {
            throw ClientError(.wrongAlgorithm(ProviderText.line(header.alg, limit: 16) ?? ""))
        }
        // Cognito always names the key. Elsewhere a provider with a single one need not (OpenID Connect Core, 10.1).
        guard header.kid != nil || !isCognito else { throw ClientError(.unknownKey) }
        let key = if let id = header.kid { try await keys.key(id) } else { try await keys.onlyKey() }
        // A collection of this one key with this one algorithm: the token has no say in how it is checked.
        let collection = JWTKeyCollection()
        await collection.add(rsa: key, digestAlgorithm: .sha256)
        do {
            return try await collection.verify(token.exposed, as: TokenClaims.self)
        } catch let error as JWTError where error.errorType == .signatureVerificationFailed {
            throw ClientError(.badSignature)
        } catch {
            throw ClientError(.malformed)
        }
    }

    private struct JoseHeader: Decodable {
        var alg: String?
        var kid: String?

        enum CodingKeys: String, CodingKey { case alg, kid, crit }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            alg = try fields.decodeIfPresent(String.self, forKey: .alg)
            kid = try fields.decodeIfPresent(String.self, forKey: .kid)
            // RFC 7515: what is critical and not understood must be refused, and we understand no extension.
            guard !fields.contains(.crit) else {
                throw DecodingError.dataCorruptedError(forKey: .crit, in: fields, debugDescription: "critical extension")
            }
        }
    }
}
