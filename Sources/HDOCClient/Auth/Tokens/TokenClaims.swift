import FoundationEssentials
import HDOCModels
import JWTKit

/// The claims of a token that hdoc uses; all others are ignored. User name, preferred user name and email are nil if they have
/// an unexpected type.
struct TokenClaims: JWTPayload {
    var issuer: String?
    var subject: String?
    var audience: [String]
    var authorizedParty: String?
    var clientID: String?
    var use: String?
    /// In seconds since 1970, like `notBefore`.
    var expires: Double?
    var notBefore: Double?
    var nonce: String?
    var username: String?
    var preferredUsername: String?
    var email: String?

    enum CodingKeys: String, CodingKey {
        case issuer = "iss"
        case subject = "sub"
        case audience = "aud"
        case authorizedParty = "azp"
        case clientID = "client_id"
        case use = "token_use"
        case expires = "exp"
        case notBefore = "nbf"
        case nonce
        case username = "cognito:username"
        case preferredUsername = "preferred_username"
        case email
    }

    init(from decoder: any Decoder) throws {
        let claims = try decoder.container(keyedBy: CodingKeys.self)
        issuer = try claims.decodeIfPresent(String.self, forKey: .issuer)
        subject = try claims.decodeIfPresent(String.self, forKey: .subject)
        authorizedParty = try claims.decodeIfPresent(String.self, forKey: .authorizedParty)
        clientID = try claims.decodeIfPresent(String.self, forKey: .clientID)
        use = try claims.decodeIfPresent(String.self, forKey: .use)
        expires = try claims.decodeIfPresent(Double.self, forKey: .expires)
        notBefore = try claims.decodeIfPresent(Double.self, forKey: .notBefore)
        nonce = try claims.decodeIfPresent(String.self, forKey: .nonce)
        // RFC 7519, section 4.1.3: the audience is one string or a list of strings.
        if let one = try? claims.decode(String.self, forKey: .audience) {
            audience = [one]
        } else {
            audience = try claims.decodeIfPresent([String].self, forKey: .audience) ?? []
        }
        username = try? claims.decode(String.self, forKey: .username)
        preferredUsername = try? claims.decode(String.self, forKey: .preferredUsername)
        email = try? claims.decode(String.self, forKey: .email)
    }

    /// Decodes the claims without verifying the signature. Use this only for tokens that were verified when they were received.
    /// Nil if the text is not a token.
    init?(unverified token: Secret) {
        let parts = token.exposed.split(atByte: ".", keepingEmptyParts: true)
        guard parts.count == 3, let bytes = Data(base64URL: parts[1]),
            let claims = try? JSONDecoder().decode(TokenClaims.self, from: bytes)
        else { return nil }
        self = claims
    }

    /// Does nothing. jwt-kit requires this function but does not know the current time and the client ID. `TokenVerifier`
    /// checks the claims.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    var identity: Identity? {
        guard let subject, !subject.isEmpty else { return nil }
        return Identity(
            subject: subject, username: username, preferredUsername: preferredUsername, email: email)
    }
}
