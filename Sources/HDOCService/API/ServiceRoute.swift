import HDOCModels

/// The routes of the API. To add a route, add a case, its line in ``definition``, and its handler.
package enum ServiceRoute: Sendable, CaseIterable {
    /// One user, on the path that `dev` uses for the list.
    case userAmongUsers
    case userByQuery
    /// All users in one scan.
    case scannedUsers
    /// All users, or those that changed, in pages.
    case users
    case userByPath
    case signUp
    case postArticle
    case correctArticle
    case removeArticle
    case article
    case articles
    case tags

    /// The table of routes. Dispatch, the layers and the route names of faults are derived from it.
    var definition: RouteDefinition {
        switch self {
        case .userAmongUsers: RouteDefinition("GET", "/users", [.main], .open { try await $0.userAmongUsers($1) })
        case .userByQuery: RouteDefinition("GET", "/user", [.dev, .planned], .open { try await $0.userByQuery($1) })
        case .scannedUsers: RouteDefinition("GET", "/users", [.dev], .open { try await $0.scannedUsers($1) })
        case .users: RouteDefinition("GET", "/users", [.planned], .open { try await $0.users($1) })
        case .userByPath: RouteDefinition("GET", "/users/{userID}", [.planned], .open { try await $0.userByPath($1) })
        case .signUp: RouteDefinition("POST", "/signup", [.planned], .authenticated { try await $0.signUp($1, subject: $2) })
        case .postArticle:
            RouteDefinition("POST", "/{userID}/article", [.planned], .authenticated { try await $0.postArticle($1, subject: $2) })
        case .correctArticle:
            RouteDefinition(
                "PUT", "/{userID}/article/{articleID}", [.planned], .authenticated { try await $0.correctArticle($1, subject: $2) })
        case .removeArticle:
            RouteDefinition(
                "DELETE", "/{userID}/article/{articleID}", [.planned], .authenticated { try await $0.removeArticle($1, subject: $2) })
        case .article: RouteDefinition("GET", "/articles/{articleID}", [.planned], .open { try await $0.article($1) })
        case .articles: RouteDefinition("GET", "/articles", [.planned], .open { try await $0.articles($1) })
        case .tags: RouteDefinition("GET", "/tags", [.planned], .open { try await $0.tags($1) })
        }
    }

    /// `GET`, `POST`, `PUT`, `DELETE`.
    package var method: String { definition.method }
    /// The path below the base URL, with placeholders: `/users/{userID}`.
    package var path: String { definition.pattern.text }
    /// The path with `*` for each placeholder, as a fault names it: `/users/*`.
    package var faultPath: String { definition.pattern.wildcard }
    /// Whether a request must carry a valid token.
    package var needsToken: Bool {
        switch definition.handler {
        case .open: false
        case .authenticated: true
        }
    }

    /// The route of a request on a stage that runs `layer`; nil if that layer has no such route.
    /// - Parameter path: the percent-encoded path below the base URL, beginning with a slash.
    package static func match(method: String, path: String, layer: Layer) -> RouteMatch? {
        let segments = segments(of: path)
        for route in allCases {
            let definition = route.definition
            guard definition.method == method, definition.layers.contains(layer),
                let parameters = definition.pattern.parameters(in: segments)
            else { continue }
            return RouteMatch(route: route, layer: layer, parameters: parameters)
        }
        return nil
    }

    /// Whether a stage that runs `layer` has a route with this path and any method.
    package static func hasPath(_ path: String, layer: Layer) -> Bool {
        let segments = segments(of: path)
        return allCases.contains { $0.definition.layers.contains(layer) && $0.definition.pattern.parameters(in: segments) != nil }
    }

    /// The literals with which a path can begin, such as `users`. A gateway may prefer them to a placeholder, so no user has such a name.
    static let reservedNames = Set(allCases.compactMap { $0.definition.pattern.firstLiteral })

    private static func segments(of path: String) -> [String] {
        (path.afterBytes(of: "/") ?? path[...]).split(atByte: "/", keepingEmptyParts: true).map { PercentDecoder.decode($0) }
    }
}

/// One row of the table of routes.
struct RouteDefinition: Sendable {
    let method: String
    let pattern: RoutePattern
    /// The layers that have the route.
    let layers: Set<Layer>
    let handler: RouteHandler

    init(_ method: String, _ path: String, _ layers: Set<Layer>, _ handler: RouteHandler) {
        (self.method, self.layers, self.handler) = (method, layers, handler)
        pattern = RoutePattern(path)
    }
}

/// The function that answers a route.
enum RouteHandler: Sendable {
    /// Answers without a token.
    case open(@Sendable (CommunityService, ServiceCall) async throws -> ServiceReply)
    /// Needs the subject (`sub`) of a verified token.
    case authenticated(@Sendable (CommunityService, ServiceCall, _ subject: String) async throws -> ServiceReply)
}

/// A route together with the values in the path that matched it.
package struct RouteMatch: Sendable {
    package let route: ServiceRoute
    /// The layer that the stage runs.
    let layer: Layer
    let parameters: [RouteParameter: String]
}
