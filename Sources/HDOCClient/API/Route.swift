import HDOCModels

/// The routes of the API contract. The raw value is the notation of the contract. Method and path are derived from it, and the
/// cache stores under it whether a stage supports the route.
///
/// To add a route, add a case and its row here. To add one whose data is cached, add a resource here as well; ARCHITECTURE.md lists
/// the other places.
public enum Route: String, Sendable, CaseIterable {
    /// One user. The contract plans this route; deployed stages may lack it.
    case userByPath = "GET /users/{userID}"
    /// One user, on stages deployed from the `dev` layer.
    case userByQuery = "GET /user?username="
    /// One user, on stages deployed from the `main` layer.
    case userAmongUsers = "GET /users?username="
    /// The list of users.
    case users = "GET /users"
    /// The list of articles, newest first.
    case articles = "GET /articles"
    /// One article with its body text.
    case article = "GET /articles/{articleID}"
    /// The tags in use, with the number of articles of each.
    case tags = "GET /tags"
    /// Creates the user who is signed in.
    case signUp = "POST /signup"
    /// Creates an article: one day's progress of a user.
    case postArticle = "POST /{userID}/article"
    /// Replaces the text of an article of the user's own.
    case correctArticle = "PUT /{userID}/article/{articleID}"
    /// Removes an article of the user's own.
    case removeArticle = "DELETE /{userID}/article/{articleID}"

    /// The operation that an error of this route names.
    public var operation: ClientError.Operation { row.operation }
}

/// The properties of a route.
struct RouteRow: Sendable {
    let operation: ClientError.Operation
    /// The type of object in a successful response.
    let serves: ReplyShape
    /// Whether a successful response is a list of these objects.
    var isList = false
}

extension Route {
    var row: RouteRow {
        switch self {
        case .userByPath, .userByQuery, .userAmongUsers: RouteRow(operation: .getUser, serves: .user)
        case .users: RouteRow(operation: .listUsers, serves: .user, isList: true)
        case .articles: RouteRow(operation: .listArticles, serves: .article, isList: true)
        case .article: RouteRow(operation: .getArticle, serves: .article)
        case .tags: RouteRow(operation: .listTags, serves: .tag, isList: true)
        case .signUp: RouteRow(operation: .signUp, serves: .user)
        case .postArticle: RouteRow(operation: .postEntry, serves: .article)
        case .correctArticle: RouteRow(operation: .correctEntry, serves: .article)
        case .removeArticle: RouteRow(operation: .removeEntry, serves: .article)
        }
    }

    /// The routes for the same operation, in the order in which `StageAPI` tries them.
    static func serving(_ operation: ClientError.Operation) -> [Route] { allCases.filter { $0.operation == operation } }

    var method: Request.Method { Request.Method(rawValue: String(rawValue.prefix { $0 != " " })) ?? .get }

    /// The path below the base URL, without a leading slash. The values replace the variables of the path in their order,
    /// percent-encoded.
    func path(_ values: [String]) -> String {
        let template = rawValue.drop { $0 != "/" }.dropFirst()
        var components = values.map(PercentEncoding.component)[...]
        if template.hasSuffix("=") { return template + (components.first ?? "") }
        return template.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            segment.hasPrefix("{") ? components.popFirst() ?? "" : String(segment)
        }.joined(separator: "/")
    }
}

extension ClientError {
    /// The operations that can fail.
    public enum Operation: String, Sendable {
        /// Requests to the stage's routes. `Route.operation` maps routes to these cases.
        case listUsers, getUser, listArticles, getArticle, listTags, postEntry, correctEntry, removeEntry, signUp
        /// Requests to the sign-in provider.
        case signIn, refreshSession, signOut
        /// A request that a person composed.
        case composed

        /// What the operation fetches or changes, as a noun: `article`.
        public var subject: String {
            switch self {
            case .listUsers, .getUser: "journeyer"
            case .listArticles, .getArticle: "article"
            case .listTags: "tag"
            case .postEntry: "entry"
            case .correctEntry: "correction"
            case .removeEntry: "removal"
            case .signUp: "sign-up"
            case .signIn, .refreshSession: "sign-in"
            case .signOut: "session"
            case .composed: "resource"
            }
        }
    }
}

/// A resource that can be fetched and cached. The cache stores the age of each resource separately.
public enum Resource: Sendable, Hashable {
    /// The list of all users.
    case journeyers
    /// The user with this handle.
    case journeyer(String)
    /// The articles by this author and with this tag. Nil means any author or any tag.
    case articles(author: String?, tag: String?)
    /// The article with this id, including its body text.
    case article(String)
    /// The tags in use.
    case tags

    /// The operation that an error names if fetching this resource fails.
    public var operation: ClientError.Operation { row.operation }
}

/// The properties of a resource.
struct ResourceRow {
    let operation: ClientError.Operation
    /// The key under which the cache stores the age.
    let cacheName: String
    /// The calls that fetch the resource, one for each route that may exist, in order of preference.
    let calls: [Call]
    /// The most elements that a list is asked for.
    var limit: Int?
}

extension Resource {
    var row: ResourceRow {
        switch self {
        case .journeyers: ResourceRow(operation: .listUsers, cacheName: "journeyers", calls: [.users(limit: nil)])
        case .journeyer(let handle):
            ResourceRow(operation: .getUser, cacheName: "journeyer/\(GitHubHandle.key(handle))", calls: Call.user(handle))
        case .articles(let author, let tag):
            ResourceRow(
                operation: .listArticles, cacheName: "articles/\(author.map(GitHubHandle.key) ?? "*")/\(tag ?? "*")",
                calls: [.articles(author: author, tag: tag, limit: 500)], limit: 500)
        case .article(let id): ResourceRow(operation: .getArticle, cacheName: "article/\(id)", calls: [.article(id)])
        case .tags: ResourceRow(operation: .listTags, cacheName: "tags", calls: [.list(.tags, limit: 200)], limit: 200)
        }
    }

    /// The part of the data that changes when this resource is fetched again.
    package var change: Change { Self.changes(ofCacheName: cacheName) }
    var cacheName: String { row.cacheName }
    var calls: [Call] { row.calls }

    /// The parts of the cache that change when the resource with this key is fetched again.
    static func changes(ofCacheName name: String) -> Change {
        switch name.prefix(while: { $0 != "/" }) {
        case "journeyers", "journeyer": .journeyers
        case "articles", "article": .articles
        case "tags": .tags
        default: .wholeCache
        }
    }
}
