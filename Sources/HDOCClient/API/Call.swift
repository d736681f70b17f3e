import HDOCModels

/// One request to a stage's route, without the base URL, the headers and the credential.
struct Call: Sendable, Equatable {
    let route: Route
    /// The path and query below the base URL, percent-encoded, without a leading slash.
    private(set) var path: String
    var body: [UInt8]?
    var idempotencyKey: String?
    /// The version of the article that the call changes, for the header `If-Match`.
    var version: Int?
    /// The validator of the list that the cache has, for the header `If-None-Match`.
    var entityTag: String?

    /// Creates a call.
    /// - Parameter values: the values of the variables in the route's path, not yet percent-encoded.
    init(_ route: Route, _ values: String..., query: [(String, String)] = [], body: [UInt8]? = nil, idempotencyKey: String? = nil) {
        self.route = route
        path = route.path(values) + (query.isEmpty ? "" : "?" + PercentEncoding.query(query))
        (self.body, self.idempotencyKey) = (body, idempotencyKey)
    }

    var operation: ClientError.Operation { route.operation }
    var method: Request.Method { route.method }

    /// The query, percent-encoded; nil if there is none.
    var query: String? { path.cut(atByte: "?").map { String($0.after) } }
    var pathWithoutQuery: String { RequestPath.withoutQuery(path) }

    /// The same call with another query, which is percent-encoded already.
    func withQuery(_ query: some StringProtocol) -> Call {
        var call = self
        call.path = pathWithoutQuery + "?" + query
        return call
    }

    var hasDotSegment: Bool { RequestPath.hasDotSegment(path) }

    /// Whether a segment of the path contains percent-encoded characters.
    var hasEncodedPath: Bool { RequestPath.segments(path).contains { $0.contains("%") } }

    /// The method and the path as people read them, for example `GET /user?username=ada`.
    var line: String { "\(method.rawValue) /\(path)" }

    static func users(limit: Int?) -> Call { Call(.users, query: limit.map { [("limit", String($0))] } ?? []) }

    /// The calls that fetch one user, one for each route that may exist, in order of preference.
    static func user(_ handle: String) -> [Call] { Route.serving(.getUser).map { Call($0, handle) } }

    static func articles(author: String?, tag: String?, limit: Int) -> Call {
        let filters = [("author", author), ("tag", tag)].compactMap { name, value in value.map { (name, $0) } }
        return Call(.articles, query: filters + [("limit", String(limit))])
    }

    static func article(_ id: String) -> Call { Call(.article, id) }

    /// A list that has no parameter but its limit.
    static func list(_ route: Route, limit: Int) -> Call { Call(route, query: [("limit", String(limit))]) }

    static func signUp(body: [UInt8], key: String) -> Call { Call(.signUp, body: body, idempotencyKey: key) }

    static func post(as handle: String, id: String, body: [UInt8]) -> Call {
        Call(.postArticle, handle, body: body, idempotencyKey: id)
    }

    static func correct(as handle: String, id: String, version: Int, body: [UInt8]) -> Call {
        var call = Call(.correctArticle, handle, id, body: body)
        call.version = version
        return call
    }

    static func remove(as handle: String, id: String, version: Int) -> Call {
        var call = Call(.removeArticle, handle, id)
        call.version = version
        return call
    }
}
