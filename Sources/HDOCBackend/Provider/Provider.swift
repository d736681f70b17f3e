/// The sign-in provider: what Cognito's user pool and its hosted pages answer.
struct Provider: Sendable {
    static let poolID = "demo_pool"
    static let clientID = "hdocdemoclient"

    let services: Services

    /// The registered redirect addresses, compared as whole strings.
    var redirectURIs: [String] { services.options.callbackPorts.map { "http://localhost:\($0)/callback" } }

    func answer(_ request: Request) async -> Reply {
        guard !request.body.isOverLimit else { return GatewayReply.bodyTooLarge }
        do {
            return try await route(request)
        } catch {
            return .json(500, ["error": "server_error"])
        }
    }

    private func route(_ request: Request) async throws -> Reply {
        let hosted = HostedSignIn(services: services, redirectURIs: redirectURIs)
        let tokens = TokenEndpoint(services: services, redirectURIs: redirectURIs)
        switch (request.head.method, request.head.path) {
        case ("GET", "/\(Self.poolID)/.well-known/openid-configuration"):
            return .json(200, Discovery.document(services.stage))
        case ("GET", "/\(Self.poolID)/.well-known/jwks.json"): return .json(200, services.tokens.keys.publicSet)
        case ("GET", "/oauth2/authorize"): return try await hosted.authorize(request.head)
        case ("GET", "/login"), ("GET", "/signup"): return hosted.show(request.head)
        case ("POST", "/login"): return try await hosted.signIn(request)
        case ("POST", "/signup"): return try await hosted.signUp(request)
        case ("GET", "/logout"): return try await hosted.signOut(request.head)
        case ("GET", HostedPage.stylePath): return HostedPage.style
        case ("GET", "/favicon.ico"): return Reply(status: 204, contentType: "image/x-icon", text: "")
        case ("POST", "/oauth2/token"): return try await tokens.token(request)
        case ("POST", "/oauth2/revoke"): return try await tokens.revoke(request)
        case ("GET", "/oauth2/userInfo"), ("POST", "/oauth2/userInfo"):
            return try await tokens.userInfo(request.head)
        default:
            // The host is the gateway's as well, which knows no stage of this name.
            return GatewayReply.forbidden
        }
    }
}

/// `/.well-known/openid-configuration`, which says nothing of PKCE, as Cognito's does not.
enum Discovery {
    static func document(_ stage: StageDescription) -> RawJSON {
        func endpoint(_ path: String) -> RawJSON { .string(stage.origin + path) }
        return [
            "authorization_endpoint": endpoint("/oauth2/authorize"),
            "end_session_endpoint": endpoint("/logout"),
            "id_token_signing_alg_values_supported": ["RS256"],
            "issuer": .string(stage.issuer),
            "jwks_uri": .string(stage.issuer + "/.well-known/jwks.json"),
            "response_types_supported": ["code", "token"],
            "revocation_endpoint": endpoint("/oauth2/revoke"),
            "scopes_supported": ["openid", "email", "phone", "profile"],
            "subject_types_supported": ["public"],
            "token_endpoint": endpoint("/oauth2/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "userinfo_endpoint": endpoint("/oauth2/userInfo"),
        ]
    }
}
