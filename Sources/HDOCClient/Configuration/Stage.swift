import HDOCModels

/// A deployment of the backend and its sign-in provider, configured in `[stages.NAME]`.
public struct Stage: Sendable, Equatable, Codable, Identifiable {
    /// The token that the stage's API accepts: usually the ID token; the access token if its routes require OAuth scopes.
    public enum TokenKind: String, Sendable, Codable { case id, access }

    /// The name: ASCII letters, digits, `_` and `-`. It is used in file names.
    public var name: String
    /// The base URL of the API, with a trailing slash.
    public var api: String
    /// The OpenID issuer, without a trailing slash. Nil if signing in is not possible.
    public var issuer: String?
    /// The OAuth client ID. Nil if signing in is not possible.
    public var clientID: String?
    /// The URL of Cognito's sign-in domain. Nil means that the endpoints are discovered at the issuer.
    public var auth: String?
    /// The callback ports, in the order in which they are tried. `http://localhost:PORT/callback` must be registered at the
    /// provider for each.
    public var callbackPorts: [Int]
    /// The token that is sent with requests that require signing in.
    public var token: TokenKind
    /// The participant's GitHub user name on this stage; nil if it is not known yet.
    public var handle: String?
    /// When the participant's days end. Nil means the setting for all stages, or midnight.
    public var dayEnd: DayEnd?
    /// Whether this is a demo community on this machine. Entries written for it are never sent to another stage.
    public var isDemo: Bool

    /// Creates a stage without validating it; see `StageRules.problem(of:)`.
    public init(
        name: String, api: String, issuer: String? = nil, clientID: String? = nil, auth: String? = nil,
        callbackPorts: [Int] = [8080, 8765], token: TokenKind = .id, handle: String? = nil, dayEnd: DayEnd? = nil,
        isDemo: Bool = false
    ) {
        self.name = name
        self.api = api
        self.issuer = issuer
        self.clientID = clientID
        self.auth = auth
        self.callbackPorts = callbackPorts
        self.token = token
        self.handle = handle
        self.dayEnd = dayEnd
        self.isDemo = isDemo
    }

    /// The name of the stage.
    public var id: String { name }
    /// Whether the stage is named `prod` or `production`, in any case. Destructive commands ask for confirmation there.
    public var isProduction: Bool { ["prod", "production"].contains(name.lowercased()) }
}
