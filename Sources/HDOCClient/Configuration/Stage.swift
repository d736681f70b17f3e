/// One deployment of the backend with its sign-in provider, as configured under `[stages.NAME]`.
public struct Stage: Sendable, Equatable, Codable, Identifiable {
    /// Which token the stage's API accepts: the ID token, unless its routes require OAuth scopes.
    public enum TokenKind: String, Sendable, Codable { case id, access }

    /// ASCII letters, digits, `_` and `-`: the name becomes part of file names.
    public var name: String
    /// The base URL of the API, with its trailing slash.
    public var api: String
    /// The OpenID issuer without a trailing slash; nil where nobody can sign in.
    public var issuer: String?
    /// The OAuth client ID; nil where nobody can sign in.
    public var clientID: String?
    /// The URL of Cognito's sign-in domain; nil means that the endpoints are discovered at the issuer.
    public var auth: String?
    /// Ports that are registered as `http://localhost:PORT/callback`, tried in this order.
    public var callbackPorts: [Int]
    /// The token that is sent with requests for which somebody must be signed in.
    public var token: TokenKind
    /// The participant's GitHub user name on this stage; nil where it is not known yet.
    public var handle: String?
    /// A demo community on this machine. What is written there never goes to another stage.
    public var isDemo: Bool

    /// Checks nothing; see `StageRules.problem(of:)`.
    public init(
        name: String, api: String, issuer: String? = nil, clientID: String? = nil, auth: String? = nil,
        callbackPorts: [Int] = [8080, 8765], token: TokenKind = .id, handle: String? = nil, isDemo: Bool = false
    ) {
        self.name = name
        self.api = api
        self.issuer = issuer
        self.clientID = clientID
        self.auth = auth
        self.callbackPorts = callbackPorts
        self.token = token
        self.handle = handle
        self.isDemo = isDemo
    }

    /// The name.
    public var id: String { name }
    /// Whether the stage is called `prod` or `production`, in any case: destructive commands there ask for confirmation.
    public var isProduction: Bool { ["prod", "production"].contains(name.lowercased()) }
}
