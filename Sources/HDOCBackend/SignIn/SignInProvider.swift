import HDOCService

/// The sign-in provider: emulates Cognito's user pool and its hosted pages.
struct SignInProvider: Sendable {
    static let poolID = "demo_pool"
    static let clientID = "hdocdemoclient"

    let context: ProviderContext

    /// The registered redirect addresses. They are compared as whole strings.
    var redirectURIs: [String] { context.options.callbackPorts.map { "http://localhost:\($0)/callback" } }

    func answer(_ request: BackendRequest) async -> ServiceReply {
        guard !request.body.isOverLimit else { return GatewayReply.bodyTooLarge }
        do {
            return try await route(request)
        } catch {
            return .json(500, ["error": "server_error"])
        }
    }

    private func route(_ request: BackendRequest) async throws -> ServiceReply {
        let hosted = HostedPageRoutes(context: context, redirectURIs: redirectURIs)
        let tokens = TokenRoutes(context: context, redirectURIs: redirectURIs)
        switch (request.head.method, request.head.path) {
        case ("GET", "/\(Self.poolID)/.well-known/openid-configuration"):
            return .json(200, OpenIDConfiguration.document(context.stage))
        case ("GET", "/\(Self.poolID)/.well-known/jwks.json"): return .json(200, context.tokens.keys.publicSet)
        case ("GET", "/oauth2/authorize"): return try await hosted.authorize(request.head)
        case ("GET", "/login"), ("GET", "/signup"): return hosted.show(request.head)
        case ("POST", "/login"): return try await hosted.signIn(request)
        case ("POST", "/signup"): return try await hosted.signUp(request)
        case ("GET", "/logout"): return try await hosted.signOut(request.head)
        case ("GET", HostedPage.stylePath): return HostedPage.style
        case ("GET", "/favicon.ico"): return ServiceReply(status: 204, contentType: "image/x-icon", text: "")
        case ("POST", "/oauth2/token"): return try await tokens.token(request)
        case ("POST", "/oauth2/revoke"): return try await tokens.revoke(request)
        case ("GET", "/oauth2/userInfo"), ("POST", "/oauth2/userInfo"):
            return try await tokens.userInfo(request.head)
        default:
            // The emulated API Gateway has the same host, and sends this reply for an unknown stage.
            return GatewayReply.forbidden
        }
    }
}

/// The values that all routes of the provider use.
struct ProviderContext: Sendable {
    let options: BackendOptions
    let stage: StageDescription
    let accounts: AccountStore
    let community: any CommunityStore
    let tokens: TokenIssuer
    let clock: BackendClock
    let formTokens = FormTokens()
}
