/// The contract's routes. The raw value is how a person reads it, and the key under which its presence is remembered.
public enum Route: String, Sendable, Codable, CaseIterable {
    case userByPath = "GET /users/{userID}"
    case userByQuery = "GET /user?username="
    case userAmongUsers = "GET /users?username="
    case users = "GET /users"
    case articles = "GET /articles"
    case article = "GET /articles/{articleID}"
    case tags = "GET /tags"
    case signUp = "POST /signup"
    case postArticle = "POST /{userID}/article"
}
