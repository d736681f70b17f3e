import HDOCModels

/// The sign-in request that the browser opens. It uses the authorization code flow with PKCE, state and nonce (RFC 6749, RFC
/// 7636, OpenID Connect Core).
struct AuthorizationRequest: Sendable {
    var endpoint: String
    var clientID: String
    var redirect: String
    var secrets: SignInSecrets

    var url: String {
        let query = PercentEncoding.query([
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirect),
            ("scope", "openid email profile"), ("state", secrets.state), ("nonce", secrets.nonce),
            ("code_challenge", secrets.pkce.challenge), ("code_challenge_method", "S256"),
        ])
        return endpoint + (endpoint.contains("?") ? "&" : "?") + query
    }
}
