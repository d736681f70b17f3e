import FoundationEssentials
import JWTKit

/// Makes the provider's tokens and knows them again.
struct TokenIssuer: Sendable {
    let keys: SigningKeys
    let issuer: String
    let clientID: String
    /// Seconds.
    let lifetime: Int
    let clock: BackendClock

    init(keys: SigningKeys, stage: StageDescription, options: BackendOptions, clock: BackendClock) {
        self.keys = keys
        self.issuer = stage.issuer
        self.clientID = stage.clientID
        self.lifetime = options.tokenLifetime
        self.clock = clock
    }

    func idToken(_ grant: Grant, account: Account) async throws -> String {
        let now = clock.seconds
        let claims = IDTokenClaims(
            iss: issuer, aud: clientID, sub: account.sub, tokenUse: TokenUse.id.rawValue, email: account.email,
            emailVerified: true, username: account.username, preferredUsername: account.handle ?? account.username,
            nonce: grant.nonce, authTime: grant.authTime, iat: now, exp: now + lifetime, grant: grant.id,
            jti: Secrets.requestID())
        return try await keys.collection.sign(claims, kid: keys.idKey)
    }

    func accessToken(_ grant: Grant, account: Account) async throws -> String {
        let now = clock.seconds
        let claims = AccessTokenClaims(
            iss: issuer, sub: account.sub, tokenUse: TokenUse.access.rawValue, scope: grant.scope,
            clientID: clientID, username: account.username, authTime: grant.authTime, iat: now, exp: now + lifetime,
            grant: grant.id, jti: Secrets.requestID())
        return try await keys.collection.sign(claims, kid: keys.accessKey)
    }

    enum Verdict: Sendable, Equatable {
        case valid(VerifiedClaims)
        /// Ours, but past its time.
        case expired
        case invalid
    }

    func verify(_ token: String, use: TokenUse) async -> Verdict {
        do {
            switch use {
            case .id:
                let claims = try await keys.collection.verify(token, as: IDTokenClaims.self)
                guard claims.tokenUse == use.rawValue, claims.iss == issuer, claims.aud == clientID else {
                    return .invalid
                }
                return verdict(expires: claims.exp, VerifiedClaims(sub: claims.sub, grant: claims.grant, scope: nil))
            case .access:
                let claims = try await keys.collection.verify(token, as: AccessTokenClaims.self)
                guard claims.tokenUse == use.rawValue, claims.iss == issuer, claims.clientID == clientID else {
                    return .invalid
                }
                return verdict(
                    expires: claims.exp, VerifiedClaims(sub: claims.sub, grant: claims.grant, scope: claims.scope))
            }
        } catch {
            return .invalid
        }
    }

    private func verdict(expires: Int, _ claims: VerifiedClaims) -> Verdict {
        expires <= clock.seconds ? .expired : .valid(claims)
    }
}
