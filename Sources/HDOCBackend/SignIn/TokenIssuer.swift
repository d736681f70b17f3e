import FoundationEssentials
import JWTKit

/// Issues the provider's tokens and verifies them.
struct TokenIssuer: Sendable {
    let keys: SigningKeys
    let issuer: String
    let clientID: String
    /// Lifetime of a token in seconds.
    let lifetime: Int
    let clock: BackendClock

    init(keys: SigningKeys, stage: StageDescription, options: BackendOptions, clock: BackendClock) {
        self.keys = keys
        self.issuer = stage.issuer
        self.clientID = stage.clientID
        self.lifetime = options.tokenLifetime
        self.clock = clock
    }

    /// - Parameter handle: the handle of the user that the account owns.
    func idToken(_ grant: Grant, account: ProviderAccount, handle: String?) async throws -> String {
        let now = clock.seconds
        let claims = IDTokenClaims(
            iss: issuer, aud: clientID, sub: account.sub, tokenUse: TokenUse.id.rawValue, email: account.email,
            emailVerified: true, username: account.username, preferredUsername: handle ?? account.username,
            nonce: grant.nonce, authTime: grant.authTime, iat: now, exp: now + lifetime, grant: grant.id,
            jti: Secrets.requestID())
        return try await keys.collection.sign(claims, kid: keys.idKey)
    }

    func accessToken(_ grant: Grant, account: ProviderAccount) async throws -> String {
        let now = clock.seconds
        let claims = AccessTokenClaims(
            iss: issuer, sub: account.sub, tokenUse: TokenUse.access.rawValue, scope: grant.scope,
            clientID: clientID, username: account.username, authTime: grant.authTime, iat: now, exp: now + lifetime,
            grant: grant.id, jti: Secrets.requestID())
        return try await keys.collection.sign(claims, kid: keys.accessKey)
    }

    func verify(_ token: String, use: TokenUse) async -> TokenVerification {
        do {
            switch use {
            case .id:
                let claims = try await keys.collection.verify(token, as: IDTokenClaims.self)
                guard claims.tokenUse == use.rawValue, claims.iss == issuer, claims.aud == clientID else {
                    return .invalid
                }
                return checked(expires: claims.exp, VerifiedClaims(sub: claims.sub, grant: claims.grant, scope: nil))
            case .access:
                let claims = try await keys.collection.verify(token, as: AccessTokenClaims.self)
                guard claims.tokenUse == use.rawValue, claims.iss == issuer, claims.clientID == clientID else {
                    return .invalid
                }
                return checked(
                    expires: claims.exp, VerifiedClaims(sub: claims.sub, grant: claims.grant, scope: claims.scope))
            }
        } catch {
            return .invalid
        }
    }

    private func checked(expires: Int, _ claims: VerifiedClaims) -> TokenVerification {
        expires <= clock.seconds ? .expired : .valid(claims)
    }
}

/// The result of verifying a token.
enum TokenVerification: Sendable, Equatable {
    case valid(VerifiedClaims)
    /// Issued by this provider, but expired.
    case expired
    case invalid
}
