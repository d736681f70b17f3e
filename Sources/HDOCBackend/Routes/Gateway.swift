import HDOCModels

/// API Gateway in front of the routes: limits, unknown routes, tokens, and what becomes of a crashed lambda.
struct Gateway: Sendable {
    static let stageName = "Prod"
    /// Request line and headers together, in bytes.
    private static let headerLimit = 10_240

    let services: Services

    /// Whether a path belongs to the API and not to the provider.
    static func serves(_ path: String) -> Bool { path == "/" + stageName || path.hasPrefix("/" + stageName + "/") }

    func answer(_ request: Request) async -> Reply {
        await reply(to: request)
            .adding("x-amzn-RequestId", Secrets.requestID())
    }

    private func reply(to request: Request) async -> Reply {
        if request.head.size > Self.headerLimit { return GatewayReply.headersTooLarge }
        if request.body.isOverLimit { return GatewayReply.bodyTooLarge }
        let segments = request.head.path.dropFirst(Self.stageName.count + 2)
            .split(separator: "/", omittingEmptySubsequences: false).map { PercentEncoding.decode($0) }
        guard
            let route = Route.find(
                method: request.head.method, segments: segments, layer: services.options.layer)
        else {
            return request.head.header("Authorization").map(GatewayReply.incompleteSignature)
                ?? GatewayReply.missingToken
        }
        do {
            guard route.needsToken else { return try await run(route, request, caller: nil) }
            switch try await authorize(request.head) {
            case .caller(let account): return try await run(route, request, caller: account)
            case .refused(let reply): return reply
            }
        } catch {
            return GatewayReply.crashed
        }
    }

    private enum Authorization {
        case caller(Account)
        case refused(Reply)
    }

    private func authorize(_ head: RequestHead) async throws -> Authorization {
        guard let header = head.header("Authorization") else { return .refused(GatewayReply.unauthorized) }
        let token = header.hasPrefix("Bearer ") ? String(header.dropFirst("Bearer ".count)) : header
        switch await services.tokens.verify(token, use: services.options.token) {
        case .valid(let claims):
            return try await services.store.account(sub: claims.sub).map(Authorization.caller)
                ?? .refused(GatewayReply.unauthorized)
        case .expired: return .refused(GatewayReply.expiredToken)
        case .invalid: return .refused(GatewayReply.unauthorized)
        }
    }

    private func run(_ route: Route, _ request: Request, caller: Account?) async throws -> Reply {
        let users = UserRoutes(store: services.store)
        let articles = ArticleRoutes(store: services.store, clock: services.clock)
        switch route {
        case .oneUserAsUsers: return try await users.oneAsUsers(request.head.query)
        case .oneUser: return try await users.one(request.head.query)
        case .users: return try await users.list(request.head.query)
        case .user(let handle): return try await users.byPath(handle)
        case .article(let id): return try await articles.one(id)
        case .articles: return try await articles.list(request.head.query)
        case .tags: return try await articles.tags(request.head.query)
        case .signup:
            guard let caller else { return GatewayReply.unauthorized }
            return try await SignupRoute(store: services.store, clock: services.clock).run(request, caller: caller)
        case .post(let author):
            guard let caller else { return GatewayReply.unauthorized }
            return try await articles.post(request, author: author, caller: caller)
        }
    }
}

extension Secrets {
    /// A random UUID in version 4's form, which the gateway gives every request.
    static func requestID() -> String {
        let digits = randomBytes(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { start, end in
            String(digits.dropFirst(start).prefix(end - start))
        }.joined(separator: "-")
    }
}
