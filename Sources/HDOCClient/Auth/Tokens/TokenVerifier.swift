import FoundationEssentials
import HDOCModels
import JWTKit

/// Verifies a token's format, algorithm, key, signature and claims, in this order. Identifiers are compared byte by byte.
struct TokenVerifier: Sendable {
    private struct VerifiedToken: Sendable {
        var claims: TokenClaims
        var expires: Date
    }

    let issuer: String
    let clientID: String
    let keys: KeyCache
    let now: @Sendable () -> Date

    /// The accepted difference between the clocks of the provider and this machine, in seconds.
    static let skew: TimeInterval = 60

    /// Verifies an ID token.
    /// - Parameter nonce: the nonce of the sign-in; nil for a token from a refresh, which need not contain one.
    /// - Returns: the identity in the token, and its expiry time.
    func idToken(_ token: Secret, nonce: String?) async throws(ProviderError) -> (identity: Identity, expires: Date) {
        let verified = try await signed(token)
        let claims = verified.claims
        guard claims.audience.contains(where: isClientID),
            claims.audience.count == 1 || claims.authorizedParty.map(isClientID) == true
        else { throw ProviderError(.wrongAudience) }
        try checkUse(claims, "id")
        if let nonce {
            guard let theirs = claims.nonce, SignInSecrets.matches(theirs, nonce) else { throw ProviderError(.wrongNonce) }
        }
        guard let identity = claims.identity else { throw ProviderError(.malformed) }
        return (identity, verified.expires)
    }

    /// Verifies an access token and returns its expiry time.
    func accessToken(_ token: Secret) async throws(ProviderError) -> Date {
        let verified = try await signed(token)
        guard verified.claims.clientID.map(isClientID) == true else { throw ProviderError(.wrongAudience) }
        try checkUse(verified.claims, "access")
        return verified.expires
    }

    private func isClientID(_ text: String) -> Bool { text.hasSameBytes(as: clientID) }

    /// Whether the provider is Cognito, whose tokens are all signed.
    var isCognito: Bool { issuer.utf8.starts(with: "https://cognito-idp.".utf8) }

    /// Checks the claim `token_use`. Cognito always includes it; other providers may omit it.
    private func checkUse(_ claims: TokenClaims, _ wanted: String) throws(ProviderError) {
        guard claims.use.map({ $0.hasSameBytes(as: wanted) }) ?? !isCognito else { throw ProviderError(.wrongUse) }
    }

    private func signed(_ token: Secret) async throws(ProviderError) -> VerifiedToken {
        let claims = try await verifySignature(token)
        guard claims.issuer?.hasSameBytes(as: issuer) == true else { throw ProviderError(.wrongIssuer) }
        guard let expires = claims.expires, expires.isFinite else { throw ProviderError(.malformed) }
        let time = now().timeIntervalSince1970
        guard time < expires + Self.skew else { throw ProviderError(.expired) }
        if let notBefore = claims.notBefore, notBefore > time + Self.skew { throw ProviderError(.notYetValid) }
        return VerifiedToken(claims: claims, expires: Date(timeIntervalSince1970: expires))
    }

    private func verifySignature(_ token: Secret) async throws(ProviderError) -> TokenClaims {
        let parts = token.exposed.split(atByte: ".", keepingEmptyParts: true)
        guard parts.count == 3, let bytes = Data(base64URL: parts[0]),
            let header = try? JSONDecoder().decode(JoseHeader.self, from: bytes)
        else { throw ProviderError(.malformed) }
        guard header.alg?.hasSameBytes(as: "RS256") == true else {
            throw ProviderError(.wrongAlgorithm(ProviderText.line(header.alg, limit: 12) ?? ""))
        }
        // Cognito always names the key. Another provider may omit the key ID if it has only one key (OpenID Connect Core,
        // section 10.1).
        guard header.kid != nil || !isCognito else { throw ProviderError(.unknownKey) }
        let key = if let id = header.kid { try await keys.key(id) } else { try await keys.onlyKey() }
        // The collection contains only this key with this algorithm, so the token cannot choose how it is verified.
        let collection = JWTKeyCollection()
        await collection.add(rsa: key, digestAlgorithm: .sha256)
        do {
            return try await collection.verify(token.exposed, as: TokenClaims.self)
        } catch let error as JWTError where error.errorType == .signatureVerificationFailed {
            throw ProviderError(.badSignature)
        } catch {
            throw ProviderError(.malformed)
        }
    }

    /// The header of a JSON Web Signature (RFC 7515).
    private struct JoseHeader: Decodable {
        var alg: String?
        var kid: String?

        enum CodingKeys: String, CodingKey { case alg, kid, crit }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            alg = try fields.decodeIfPresent(String.self, forKey: .alg)
            kid = try fields.decodeIfPresent(String.self, forKey: .kid)
            // RFC 7515, section 4.1.11: a token with an unsupported critical extension must be rejected. hdoc supports none.
            guard !fields.contains(.crit) else {
                throw DecodingError.dataCorruptedError(forKey: .crit, in: fields, debugDescription: "critical extension")
            }
        }
    }
}
