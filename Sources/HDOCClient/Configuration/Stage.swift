/// One deployment of the backend and its sign-in, as configured under `[stages.NAME]`.
public struct Stage: Sendable, Equatable, Codable, Identifiable {
    /// Which token the stage's authorizer wants; `id` unless its methods have OAuth scopes.
    public enum TokenKind: String, Sendable, Codable { case id, access }

    public var name: String
    /// Base URL with its trailing slash.
    public var api: String
    /// Cognito issuer without a trailing slash; nil where nobody can sign in.
    public var issuer: String?
    public var clientID: String?
    /// Sign-in domain; nil means discovery at the issuer.
    public var auth: String?
    /// Ports registered as `http://localhost:PORT/callback`, tried in this order.
    public var callbackPorts: [Int]
    public var token: TokenKind
    /// The participant's GitHub username on this stage.
    public var handle: String?
    /// A throw-away community on this machine: what is written there is never for another stage.
    public var isDemo: Bool

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

    public var id: String { name }
    public var isProduction: Bool { ["prod", "production"].contains(name.lowercased()) }
}
