import HDOCModels

/// One call of a stage's route, before it is a request.
struct Call: Sendable, Equatable {
    let operation: ClientError.Operation
    let route: Route
    let method: Request.Method
    /// Relative to the base URL, percent-encoded, without a leading slash.
    let path: String
    var body: [UInt8]?
    var idempotencyKey: String?

    /// The part of the path before a query, in its segments.
    private var segments: [Substring] {
        path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// Whether a segment is `.`, `..` or empty, so that its path means another resource.
    var hasDotSegment: Bool { segments.contains { [".", "..", ""].contains($0) } }

    /// Whether the path itself holds percent-encoded characters.
    var hasEncodedPath: Bool { segments.contains { $0.contains("%") } }

    /// How a person reads it: `GET /user?username=ada`.
    var line: String { "\(method.rawValue) /\(path)" }

    static func users(limit: Int?) -> Call {
        let query = limit.map { "?limit=\($0)" } ?? ""
        return Call(operation: .listUsers, route: .users, method: .get, path: "users\(query)")
    }

    /// One user by each of the routes that may know them, the preferred one first.
    static func user(_ handle: String) -> [Call] {
        let name = PercentEncoding.component(handle)
        return [
            Call(operation: .getUser, route: .userByPath, method: .get, path: "users/\(name)"),
            Call(operation: .getUser, route: .userByQuery, method: .get, path: "user?username=\(name)"),
            Call(operation: .getUser, route: .userAmongUsers, method: .get, path: "users?username=\(name)"),
        ]
    }

    static func articles(author: String?, tag: String?, limit: Int) -> Call {
        var items = [("limit", String(limit))]
        if let tag { items.insert(("tag", tag), at: 0) }
        if let author { items.insert(("author", author), at: 0) }
        return Call(
            operation: .listArticles, route: .articles, method: .get, path: "articles?\(PercentEncoding.query(items))")
    }

    static func article(_ id: String) -> Call {
        Call(operation: .getArticle, route: .article, method: .get, path: "articles/\(PercentEncoding.component(id))")
    }

    static func tags(limit: Int) -> Call {
        Call(operation: .listTags, route: .tags, method: .get, path: "tags?limit=\(limit)")
    }

    static func signUp(body: [UInt8], key: String) -> Call {
        Call(operation: .signUp, route: .signUp, method: .post, path: "signup", body: body, idempotencyKey: key)
    }

    static func post(as handle: String, id: String, body: [UInt8]) -> Call {
        Call(
            operation: .postEntry, route: .postArticle, method: .post,
            path: "\(PercentEncoding.component(handle))/article", body: body, idempotencyKey: id)
    }
}
