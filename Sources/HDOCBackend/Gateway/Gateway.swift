import HDOCModels
import HDOCService

/// Emulates API Gateway in front of the service: size limits, unknown routes, tokens, and the reply if a handler crashes.
struct Gateway: Sendable {
    static let stageName = "Prod"
    /// The limit for the request line and all headers, in bytes.
    private static let headerLimit = 10_240

    let service: CommunityService
    let layer: Layer
    let authorizer: TokenAuthorizer

    /// Whether a path belongs to the API and not to the provider.
    static func serves(_ path: String) -> Bool { path == "/" + stageName || path.beginsWithBytes(of: "/" + stageName + "/") }

    func answer(_ request: BackendRequest) async -> ServiceReply {
        await reply(to: request).adding("x-amzn-RequestId", Secrets.requestID())
    }

    /// A planned stage adds the headers for other origins to the gateway's own replies as well.
    private func reply(to request: BackendRequest) async -> ServiceReply {
        let path = String(request.head.path.afterBytes(of: "/" + Self.stageName) ?? "")
        if request.head.method == "OPTIONS", layer == .planned, ServiceRoute.hasPath(path, layer: layer) {
            return CrossOriginHeaders.preflight
        }
        var reply = await reply(to: request, path: path)
        if layer == .planned, !reply.headers.contains(where: { $0.name == "Access-Control-Allow-Origin" }) {
            reply.headers += CrossOriginHeaders.reply(on: layer)
        }
        return reply
    }

    private func reply(to request: BackendRequest, path: String) async -> ServiceReply {
        let head = request.head
        if head.size > Self.headerLimit { return GatewayReply.headersTooLarge }
        if request.body.isOverLimit { return GatewayReply.bodyTooLarge }
        guard let match = ServiceRoute.match(method: head.method, path: path, layer: layer) else {
            return head.header("Authorization").map(GatewayReply.incompleteSignature) ?? GatewayReply.missingToken
        }
        do {
            guard match.route.needsToken else { return try await forward(request, to: match, subject: nil) }
            switch try await authorizer.authorize(head.header("Authorization")) {
            case .allowed(let subject): return try await forward(request, to: match, subject: subject)
            case .refused(let reply): return reply
            }
        } catch {
            return GatewayReply.crashed
        }
    }

    private func forward(_ request: BackendRequest, to match: RouteMatch, subject: String?) async throws -> ServiceReply {
        let forwarded = ServiceRequest(query: request.head.query, headers: request.head.headers, body: request.body.bytes)
        return try await service.reply(to: forwarded, on: match, subject: subject)
    }
}

/// The gateway's authorizer: allows a request if its token is valid.
struct TokenAuthorizer: Sendable {
    let tokens: TokenIssuer
    /// The kind of token that the stage expects.
    let use: TokenUse
    let accounts: AccountStore

    enum AuthorizerDecision: Sendable {
        case allowed(subject: String)
        case refused(ServiceReply)
    }

    /// - Parameter header: the `Authorization` header, with or without `Bearer`.
    func authorize(_ header: String?) async throws -> AuthorizerDecision {
        guard let header else { return .refused(.unauthorized) }
        let token = header.afterBytes(of: "Bearer ").map(String.init) ?? header
        switch await tokens.verify(token, use: use) {
        case .valid(let claims):
            return try await accounts.account(sub: claims.sub).map { .allowed(subject: $0.sub) } ?? .refused(.unauthorized)
        case .expired: return .refused(GatewayReply.expiredToken)
        case .invalid: return .refused(.unauthorized)
        }
    }
}
