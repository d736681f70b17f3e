import FoundationEssentials
import HDOCModels

/// Why an operation on a stage failed: what was asked, what came back, and what follows from it.
///
/// It holds no secret, and only sanitised text. `HDOCTUI` turns it into sentences for a person.
public struct ClientError: Error, Sendable, Equatable {
    /// What was attempted.
    public enum Operation: String, Sendable {
        /// Calls of the stage's routes: see `Route.operation`.
        case listUsers, getUser, listArticles, getArticle, listTags, postEntry, signUp
        /// Calls of the sign-in provider.
        case signIn, refreshSession, signOut
    }

    /// What went wrong.
    public enum Kind: Sendable, Equatable {
        /// There was no response at all.
        case transport(TransportError)
        /// 404: the stage has the route, but not what was asked for.
        case notFound
        /// The stage answered "unknown route", now or when it was last asked.
        case routeAbsent(Route)
        /// Nobody is signed in, or the session has ended.
        case signInNeeded
        /// 401: the token was refused or has expired.
        case unauthorized(expired: Bool)
        /// 403 for a route that exists.
        case forbidden
        /// 400 with the fields that were refused.
        case rejected([FieldError])
        /// 409, with the id of the article that is there already, where the stage said so.
        case conflict(existing: String?)
        /// 413.
        case tooLarge
        /// Not sent: the request's headers together exceed what API Gateway accepts. Sizes in bytes.
        case headersTooLarge(limit: Int, is: Int)
        /// 429, with the pause that the stage asked for.
        case throttled(retryAfter: Duration?)
        /// 500, 502, 503.
        case serverFailed
        /// 504: the backend may still have done the work.
        case gatewayTimeout
        /// A 2xx response whose body is not what the contract says.
        case unreadable
        /// A status that the contract does not know.
        case unexpected
        /// 400, or 403 to 410, with a web page instead of the stage's answer: a proxy or a firewall in front of it refused.
        case webPage
        /// The stage's configuration lacks a key that this needs: `issuer`, `client_id`, `handle`.
        case notConfigured(key: String)
        /// Not sent: the sign-up profile breaks rules.
        case invalidProfile([SignUpProblem])
        /// The sign-in failed.
        case signIn(SignInError)
        /// The cache, the outbox or the token store could not be used.
        case store(StoreError)
        /// The outbox refused.
        case outbox(OutboxError)
        /// The participant's handle could not be written into the configuration.
        case configuration(ConfigurationWriteError)
    }

    /// What was attempted.
    public var operation: Operation
    /// The request without host and secrets: `GET /users?limit=1000`. Empty where none was made.
    public var request: String
    /// The status of the response; nil where there was none.
    public var status: Int?
    /// What the server said: one line, sanitised, at most 300 characters. Nil where it said nothing or echoed the request.
    public var serverText: String?
    /// What went wrong.
    public var kind: Kind

    /// An error of an operation.
    public init(
        _ kind: Kind, operation: Operation, request: String = "", status: Int? = nil, serverText: String? = nil
    ) {
        self.kind = kind
        self.operation = operation
        self.request = request
        self.status = status
        self.serverText = serverText
    }

    /// Whether there was no response at all, so that only the cache can answer.
    public var isOffline: Bool {
        if case .transport = kind { true } else { false }
    }
}

extension ClientError {
    /// Runs `body`, whose only errors are those of a file, for `operation`.
    static func storing<Value>(
        _ operation: Operation, _ body: () throws(StoreError) -> Value
    ) throws(ClientError) -> Value {
        do throws(StoreError) { return try body() } catch { throw ClientError(.store(error), operation: operation) }
    }

    /// The same failure of an operation that uses the outbox.
    init(_ error: OutboxError, operation: Operation) {
        if case .store(let cause) = error {
            self.init(Kind.store(cause), operation: operation)
        } else {
            self.init(Kind.outbox(error), operation: operation)
        }
    }
}

/// Why the configuration was not changed.
public enum ConfigurationWriteError: Error, Sendable, Equatable {
    /// The file was unusable before.
    case unusable(ConfigurationError)
    /// The change cannot be made in this file.
    case refused(ConfigurationEditError)
    /// The file could not be written.
    case store(StoreError)

    /// Whether the file is sound but cannot be written: the value then holds for this run.
    package var isUnwritable: Bool { if case .refused(.unwritable) = self { true } else { false } }

    /// The case for an error of `ConfigurationEditor`.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as ConfigurationWriteError: self = error
        case let error as ConfigurationError: self = .unusable(error)
        case let error as ConfigurationEditError: self = .refused(error)
        default: self = .store(StoreError(error, path: path))
        }
    }
}
