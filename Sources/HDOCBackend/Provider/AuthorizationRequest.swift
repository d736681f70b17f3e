/// A request to `/oauth2/authorize`, found valid. It travels through the hosted pages in their query, and is checked
/// again at every step.
struct AuthorizationRequest: Sendable, Equatable {
    static let scopes: Set<String> = ["openid", "email", "profile"]

    let redirectURI: String
    let scope: String
    let state: String?
    let nonce: String?
    let challenge: String
    let loginHint: String?
    /// As given, for the links and forms of the hosted pages.
    let query: FormFields

    enum Problem: Error, Equatable {
        /// Shown on a page of the provider's: the redirect address cannot be trusted.
        case page(String)
        /// Told to the redirect address.
        case redirect(error: String, description: String, uri: String, state: String?)
    }

    static func read(_ query: FormFields, clientID: String, redirectURIs: [String]) throws(Problem) -> Self {
        guard query["client_id"] == clientID else { throw .page("invalid_client") }
        guard let uri = query["redirect_uri"], redirectURIs.contains(uri) else { throw .page("redirect_mismatch") }
        func refuse(_ error: String, _ description: String) -> Problem {
            .redirect(error: error, description: description, uri: uri, state: query["state"])
        }
        guard !query.repeatsAName else { throw refuse("invalid_request", "A parameter is given twice.") }
        guard let type = query["response_type"] else {
            throw refuse("invalid_request", "response_type is missing.")
        }
        guard type == "code" else { throw refuse("unauthorized_client", "Only response_type=code is allowed.") }
        let scope = query["scope"] ?? "openid"
        let names = scope.split(separator: " ").map(String.init)
        guard names.contains("openid"), names.allSatisfy(scopes.contains) else {
            throw refuse("invalid_scope", "Allowed are openid, email, profile; openid is needed.")
        }
        guard query["code_challenge_method"] == "S256", let challenge = query["code_challenge"],
            PKCE.isChallenge(challenge)
        else { throw refuse("invalid_request", "A code_challenge of method S256 is needed.") }
        return Self(
            redirectURI: uri, scope: scope, state: query["state"], nonce: query["nonce"], challenge: challenge,
            loginHint: query["login_hint"], query: query)
    }
}

/// Proof Key for Code Exchange (RFC 7636), S256 only.
enum PKCE {
    /// 32 bytes in base64url.
    static func isChallenge(_ text: String) -> Bool { text.utf8.count == 43 && text.utf8.allSatisfy(isUnreserved) }

    static func isVerifier(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count) && text.utf8.allSatisfy(isUnreserved)
    }

    static func matches(verifier: String, challenge: String) -> Bool {
        isVerifier(verifier) && Secrets.equal(Secrets.fingerprint(verifier).utf8, challenge.utf8)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
