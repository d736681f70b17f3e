import JWTKit

/// What an ID token says, in Cognito's names.
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

    /// The times are checked by ``TokenIssuer/verify(_:use:)``, which tells expired from invalid.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}

/// What an access token says, in Cognito's names.
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

    /// The times are checked by ``TokenIssuer/verify(_:use:)``, which tells expired from invalid.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}

/// The claims that both kinds of token share, once verified.
struct VerifiedClaims: Sendable, Equatable {
    let sub: String
    let grant: String
    /// Of an access token.
    let scope: String?
}
