import FoundationEssentials

/// Which of the three layers of the contract a stage runs.
public enum Layer: String, Sendable, CaseIterable {
    /// `GET /users?username=N` alone.
    case main
    /// `GET /user?username=N` and `GET /users`.
    case dev
    /// The routes of `dev`, and everything the architecture diagram plans.
    case planned
}

/// Which token the stage's authorizer expects.
public enum TokenUse: String, Sendable, CaseIterable {
    case id
    case access
}

/// How a backend is to be started. The defaults are those of `hdoc demo`.
public struct BackendOptions: Sendable {
    /// Journeyers of the sample community, the sample account included. At least 1. Two elements without a key come
    /// on top of it from 20 users on.
    public var users = 300
    /// The TCP port on 127.0.0.1; 0 chooses a free one.
    public var port: UInt16 = 0
    public var layer: Layer = .planned
    /// What goes wrong on purpose, see ``Fault``.
    public var faults: [Fault] = []
    /// An instant of the day (UTC) that the sample community calls today; nil is the real one. It moves the dates of
    /// users and articles only: tokens live by the real clock.
    public var today: Date?
    /// The SQLite file that keeps the state between runs; nil keeps it in memory.
    public var databasePath: String?
    /// Erases `databasePath` before starting.
    public var reset = false
    /// The same seed, `users` and day make the same community.
    public var seed: UInt64 = 100
    /// The redirect addresses registered with the provider are `http://localhost:PORT/callback` for these ports.
    public var callbackPorts: [UInt16] = [8080, 8765]
    /// The sample account's password; nil makes a new one at every start.
    public var password: String?
    public var token: TokenUse = .id
    /// Seconds that ID and access tokens live.
    public var tokenLifetime = 3600
    /// Seconds that refresh tokens live.
    public var refreshLifetime = 30 * 24 * 3600
    /// Whether a refresh answers with a new refresh token and retires the old one.
    public var rotatesRefreshTokens = false
    /// Adds the user `string-set`, whose item holds a DynamoDB string set: the deployed handlers crash on it.
    public var holdsStringSet = false
    /// Signs with one pair of keys made once for the whole process; saves a test a quarter of a second per backend.
    public var sharesKeys = false
    /// Hears of each request as it is answered, or as it begins to hang.
    public var onRequest: @Sendable (LoggedRequest) -> Void = { _ in }
    /// The clock; tests put their own here.
    public var clock: @Sendable () -> Date = { Date() }

    public init() {}
}

/// A running stage, as one line of JSON on the standard output of `hdoc serve`.
public struct StageDescription: Codable, Sendable, Equatable {
    /// The base URL, with a trailing slash: `http://127.0.0.1:PORT/Prod/`.
    public let api: String
    public let issuer: String
    public let clientID: String
    public let callbackPorts: [UInt16]
    /// The sample account of the hosted page.
    public let username: String
    public let password: String

    enum CodingKeys: String, CodingKey {
        case api, issuer, username, password
        case clientID = "client_id"
        case callbackPorts = "callback_ports"
    }

    init(port: UInt16, options: BackendOptions, password: String) {
        let origin = "http://127.0.0.1:\(port)"
        api = "\(origin)/\(Gateway.stageName)/"
        issuer = "\(origin)/\(Provider.poolID)"
        clientID = Provider.clientID
        callbackPorts = options.callbackPorts
        username = SampleAccount.username
        self.password = password
    }

    /// What `hdoc serve` prints first: one line, its keys in the documented order.
    public var jsonLine: String {
        let line: RawJSON = [
            "api": .string(api), "issuer": .string(issuer), "client_id": .string(clientID),
            "callback_ports": .array(callbackPorts.map { .number(String($0)) }), "username": .string(username),
            "password": .string(password),
        ]
        return line.text
    }

    /// Scheme, host and port, without a slash.
    var origin: String { String(issuer.dropLast(Provider.poolID.count + 1)) }
}
