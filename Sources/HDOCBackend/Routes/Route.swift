/// A route of the API, with what its path names.
enum Route: Equatable, Sendable {
    /// `main`: one user by query, under the name that later became the list.
    case oneUserAsUsers
    /// `dev`: one user by query.
    case oneUser
    /// `dev`: the list.
    case users
    case user(String)
    case signup
    case post(author: String)
    case article(String)
    case articles
    case tags

    /// Whether the gateway asks for a token before the lambda runs.
    var needsToken: Bool {
        switch self {
        case .signup, .post: true
        default: false
        }
    }

    /// The route of a path below the stage, given as its decoded segments; nil is unknown to the layer.
    static func find(method: String, segments: [String], layer: Layer) -> Route? {
        guard !segments.contains("") else { return nil }
        switch layer {
        case .main: return method == "GET" && segments == ["users"] ? .oneUserAsUsers : nil
        case .dev: return deployed(method: method, segments: segments)
        case .planned:
            return deployed(method: method, segments: segments) ?? planned(method: method, segments: segments)
        }
    }

    private static func deployed(method: String, segments: [String]) -> Route? {
        switch (method, segments) {
        case ("GET", ["user"]): .oneUser
        case ("GET", ["users"]): .users
        default: nil
        }
    }

    private static func planned(method: String, segments: [String]) -> Route? {
        switch (method, segments.count, segments.first) {
        case ("GET", 2, "users"): .user(segments[1])
        case ("POST", 1, "signup"): .signup
        case ("POST", 2, _) where segments[1] == "article": .post(author: segments[0])
        case ("GET", 2, "articles"): .article(segments[1])
        case ("GET", 1, "articles"): .articles
        case ("GET", 1, "tags"): .tags
        default: nil
        }
    }
}
