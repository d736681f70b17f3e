import HDOCService

/// A valid request to `/oauth2/authorize`. The hosted pages carry it in their query and check it again at each step.
struct AuthorizeRequest: Sendable, Equatable {
    static let scopes: Set<String> = ["openid", "email", "profile"]

    let redirectURI: String
    let scope: String
    let state: String?
    let nonce: String?
    let challenge: String
    let loginHint: String?
    /// The query as received, for the links and forms of the hosted pages.
    let query: FormFields

    static func read(_ query: FormFields, clientID: String, redirectURIs: [String]) throws(AuthorizeRequestError) -> Self {
        guard query["client_id"] == clientID else { throw .page("invalid_client") }
        guard let uri = query["redirect_uri"], redirectURIs.contains(where: { $0.utf8.elementsEqual(uri.utf8) }) else {
            throw .page("redirect_mismatch")
        }
        func refuse(_ error: String, _ description: String) -> AuthorizeRequestError {
            .redirect(error: error, description: description, uri: uri, state: query["state"])
        }
        guard !query.repeatsAName else { throw refuse("invalid_request", "A parameter is repeated.") }
        guard let type = query["response_type"] else {
            throw refuse("invalid_request", "response_type is missing.")
        }
        guard type == "code" else { throw refuse("unauthorized_client", "Only response_type=code is allowed.") }
        let scope = query["scope"] ?? "openid"
        let names = scope.split(separator: " ").map(String.init)
        guard names.contains("openid"), names.allSatisfy(scopes.contains) else {
            throw refuse("invalid_scope", "The scope must contain openid and may contain email and profile.")
        }
        guard query["code_challenge_method"] == "S256", let challenge = query["code_challenge"],
            CodeChallenge.isChallenge(challenge)
        else { throw refuse("invalid_request", "A code_challenge with the method S256 is required.") }
        return Self(
            redirectURI: uri, scope: scope, state: query["state"], nonce: query["nonce"], challenge: challenge,
            loginHint: query["login_hint"], query: query)
    }
}

/// Why a request to `/oauth2/authorize` is refused.
enum AuthorizeRequestError: Error, Equatable {
    /// Shown on the provider's error page, because the redirect address cannot be trusted.
    case page(String)
    /// Sent to the redirect address.
    case redirect(error: String, description: String, uri: String, state: String?)
}
