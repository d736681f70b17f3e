import JWTKit

/// The claims of an ID token, named as Cognito names them.
struct IDTokenClaims: JWTPayload, Equatable {
    let iss, aud, sub, tokenUse, email: String
    let emailVerified: Bool
    let username, preferredUsername: String
    let nonce: String?
    let authTime, iat, exp: Int
    let grant, jti: String

    enum CodingKeys: String, CodingKey {
        case iss, aud, sub, email, nonce, iat, exp, jti
        case tokenUse = "token_use"
        case emailVerified = "email_verified"
        case username = "cognito:username"
        case preferredUsername = "preferred_username"
        case authTime = "auth_time"
        case grant = "origin_jti"
    }

    /// ``TokenIssuer/verify(_:use:)`` checks the times, because it distinguishes expired tokens from invalid ones.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}

/// The claims of an access token, named as Cognito names them.
struct AccessTokenClaims: JWTPayload, Equatable {
    let iss, sub, tokenUse, scope, clientID, username: String
    let authTime, iat, exp: Int
    let grant, jti: String

    enum CodingKeys: String, CodingKey {
        case iss, sub, scope, username, iat, exp, jti
        case tokenUse = "token_use"
        case clientID = "client_id"
        case authTime = "auth_time"
        case grant = "origin_jti"
    }

    /// ``TokenIssuer/verify(_:use:)`` checks the times, because it distinguishes expired tokens from invalid ones.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}

/// The claims of a verified token of either kind.
struct VerifiedClaims: Sendable, Equatable {
    let sub: String
    let grant: String
    /// Nil for an ID token.
    let scope: String?
}
