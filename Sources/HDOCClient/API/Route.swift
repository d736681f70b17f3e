import HDOCModels

/// The contract's routes. The raw value is the contract's notation, from which method and path are made, and the key under
/// which the cache remembers whether a stage has the route.
///
/// To add a route: add a case and its row here, and a function to `StageAPI` that decodes the response.
public enum Route: String, Sendable, CaseIterable {
    /// One user, as planned.
    case userByPath = "GET /users/{userID}"
    /// One user, on stages of the `dev` layer.
    case userByQuery = "GET /user?username="
    /// One user, on stages of the `main` layer.
    case userAmongUsers = "GET /users?username="
    /// The list of users.
    case users = "GET /users"
    /// The list of articles, newest first.
    case articles = "GET /articles"
    /// One article with its text.
    case article = "GET /articles/{articleID}"
    /// The tags in use, with counts.
    case tags = "GET /tags"
    /// Creates the caller's user.
    case signUp = "POST /signup"
    /// Posts one day's progress.
    case postArticle = "POST /{userID}/article"

    /// What an error of this route names as the operation that failed.
    public var operation: ClientError.Operation { row.operation }
}

/// A row of the table of routes.
struct RouteRow: Sendable {
    let operation: ClientError.Operation
    /// What a successful response holds.
    let serves: ReplyShape
    /// Whether the response is a list of such objects.
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
        }
    }

    /// The routes that do the same, in the order in which they are tried.
    static func serving(_ operation: ClientError.Operation) -> [Route] { allCases.filter { $0.operation == operation } }

    var method: Request.Method { Request.Method(rawValue: String(rawValue.prefix { $0 != " " })) ?? .get }

    /// The path below the base URL, with `value` in its one variable place, percent-encoded.
    func path(_ value: String) -> String {
        let template = rawValue.drop { $0 != "/" }.dropFirst()
        let component = PercentEncoding.component(value)
        guard let open = template.firstIndex(of: "{"), let close = template.firstIndex(of: "}") else {
            return template.hasSuffix("=") ? template + component : String(template)
        }
        return template[..<open] + component + template[template.index(after: close)...]
    }
}

/// What can be fetched and kept in the cache. Each resource has an age of its own.
public enum Resource: Sendable, Hashable {
    /// The list of all users.
    case journeyers
    /// The user with this handle.
    case journeyer(String)
    /// The articles of one author, with one tag, or all. Nil means any.
    case articles(author: String?, tag: String?)
    /// The article with this id, with its text.
    case article(String)
    /// The tags in use.
    case tags

    /// What an error names as the operation that failed when this was fetched.
    public var operation: ClientError.Operation { row.operation }

    /// The key under which the cache keeps the age.
    var cacheName: String { row.cacheName }

    private var row: (operation: ClientError.Operation, cacheName: String) {
        switch self {
        case .journeyers: (.listUsers, "journeyers")
        case .journeyer(let handle): (.getUser, "journeyer/\(GitHubHandle.key(handle))")
        case .articles(let author, let tag): (.listArticles, "articles/\(author.map(GitHubHandle.key) ?? "*")/\(tag ?? "*")")
        case .article(let id): (.getArticle, "article/\(id)")
        case .tags: (.listTags, "tags")
        }
    }

    /// What a newer age of the resource with this key changes for whoever reads the cache.
    static func changes(ofCacheName name: String) -> Change {
        switch name.prefix(while: { $0 != "/" }) {
        case "journeyers", "journeyer": .journeyers
        case "articles", "article": .articles
        case "tags": .tags
        default: .wholeCache
        }
    }
}
