import FoundationEssentials
import HDOCService

/// Which token the stage's authorizer expects.
package enum TokenUse: String, Sendable, CaseIterable {
    case id
    case access
}

/// The settings of a backend. The defaults are those of `hdoc demo`.
package struct BackendOptions: Sendable {
    /// How many users the sample community has, including the sample account. At least 1. From 20 on, two items without
    /// a key are added to it.
    package var users = 300
    /// The TCP port on 127.0.0.1; 0 chooses a free one.
    package var port: UInt16 = 0
    package var layer: Layer = .planned
    /// The faults to inject, see ``Fault``.
    package var faults: [Fault] = []
    /// An instant of the day (UTC) that is today for the community; nil is the real day. It shifts the dates of users
    /// and articles only: tokens use the real clock.
    package var today: Date?
    /// The SQLite file that keeps the state between runs; nil keeps the state in memory.
    package var databasePath: String?
    /// Erases `databasePath` before starting.
    package var reset = false
    /// The same seed, number of users and day give the same community.
    package var seed: UInt64 = 100
    /// The redirect addresses registered with the provider are `http://localhost:PORT/callback` for these ports.
    package var callbackPorts: [UInt16] = [8080, 8765]
    /// The sample account's password; nil generates a new one at each start.
    package var password: String?
    package var token: TokenUse = .id
    /// Lifetime of ID and access tokens in seconds.
    package var tokenLifetime = 3600
    /// Lifetime of refresh tokens in seconds.
    package var refreshLifetime = 30 * 24 * 3600
    /// Whether each refresh replaces the refresh token with a new one.
    package var rotatesRefreshTokens = false
    /// Adds the user `string-set`, whose item contains a DynamoDB string set. The deployed handlers crash on it.
    package var holdsStringSet = false
    /// What one client may take from the server.
    var limits = ServerLimits()
    /// Signs with keys that are generated once for the whole process, which saves a test a quarter of a second per backend.
    package var sharesKeys = false
    /// Called for each request when it is answered, or when it begins to hang.
    package var onRequest: @Sendable (LoggedRequest) -> Void = { _ in }
    /// Where the server runs; nil for the default pool of threads. Tests give it threads of its own, so that it answers although
    /// other tests occupy the pool.
    package var executor: (any TaskExecutor)?
    /// The clock. Tests replace it.
    package var clock: @Sendable () -> Date = { Date() }

    package init() {}
}

/// A running stage, as one line of JSON on the standard output of `hdoc serve`.
package struct StageDescription: Codable, Sendable, Equatable {
    /// The base URL, with a trailing slash: `http://127.0.0.1:PORT/Prod/`.
    package let api: String
    package let issuer: String
    package let clientID: String
    package let callbackPorts: [UInt16]
    /// The sample account of the hosted page.
    package let username: String
    package let password: String

    enum CodingKeys: String, CodingKey {
        case api, issuer, username, password
        case clientID = "client_id"
        case callbackPorts = "callback_ports"
    }

    init(port: UInt16, options: BackendOptions, password: String) {
        let origin = "http://127.0.0.1:\(port)"
        api = "\(origin)/\(Gateway.stageName)/"
        issuer = "\(origin)/\(SignInProvider.poolID)"
        clientID = SignInProvider.clientID
        callbackPorts = options.callbackPorts
        username = SampleAccount.username
        self.password = password
    }

    /// Scheme, host and port, without a slash.
    var origin: String { String(issuer.dropLast(SignInProvider.poolID.count + 1)) }
}
