import FoundationEssentials
import HDOCModels

/// The error of an operation on a stage: the operation, the request, the response, and the kind of problem.
///
/// It contains no secrets, and its texts are sanitised. `HDOCTUI` describes it in sentences.
public struct ClientError: Error, Sendable, Equatable {
    /// The kind of problem.
    public enum Kind: Sendable, Equatable {
        /// No response was received.
        case transport(TransportError)
        /// 404: the route exists, but the requested item does not.
        case notFound
        /// The stage does not support the route. It said so in this response, or in an earlier one that the cache remembers.
        case routeAbsent(Route)
        /// The user is not signed in, or the session has ended.
        case signInNeeded
        /// 401: the token was rejected. `expired` is true if the response says that the token has expired.
        case unauthorized(expired: Bool)
        /// 403, although the route exists.
        case forbidden
        /// 403 with the body `{"message":"Forbidden"}` of API Gateway. A firewall rule, a wrong stage name in the address or a missing
        /// API key has stopped the request before it reached the backend.
        case blocked
        /// 400, with the rejected fields if the response names them.
        case rejected([FieldError])
        /// 409: the article or user already exists. `existing` is the id of the article, if the response contains it.
        case conflict(existing: String?)
        /// 412: the article has another version than the one that was to be changed. `current` is the article as it is now, if the
        /// response contains it.
        case outdated(current: Article?)
        /// 413: the request body is too large.
        case tooLarge
        /// Not sent: the headers of the request together exceed the limit of API Gateway. Both sizes are in bytes.
        case headersTooLarge(limit: Int, is: Int)
        /// 429: too many requests. `retryAfter` is the delay that the stage asked for, if any.
        case throttled(retryAfter: Duration?)
        /// Any 5xx status except 504. Also a 404 that means that the backend could not serialise an existing user.
        case serverFailed
        /// 504: API Gateway gave up waiting. The backend may still complete the request.
        case gatewayTimeout
        /// A 2xx response whose body does not match the API contract.
        case unreadable
        /// A status that the API contract does not define.
        case unexpected
        /// 400, or 403 to 410, with a web page or a text that the API does not write. A proxy or firewall in front of the stage
        /// rejected the request. A 404 of this kind does not show that an item is missing.
        case webPage
        /// Not sent: the stage's configuration lacks a required value. `key` is `issuer`, `client_id` or `handle`.
        case notConfigured(key: String)
        /// Not sent: the sign-up profile breaks rules.
        case invalidProfile([SignUpProblem])
        /// The sign-in failed.
        case signIn(SignInError)
        /// The cache, the outbox or the token store could not be read or written.
        case store(StoreError)
        /// The outbox rejected the operation.
        case outbox(OutboxError)
        /// The participant's handle could not be written to the configuration.
        case configuration(ConfigurationWriteError)
    }

    /// The operation that failed.
    public var operation: Operation
    /// The request without host and secrets, for example `GET /users?limit=1000`. Empty if no request was made.
    public var request: String
    /// The HTTP status of the response; nil if there was none.
    public var status: Int?
    /// The server's message: one sanitised line of at most 300 characters. Nil if there is no message, or if it repeats the
    /// credential.
    public var serverText: String?
    /// The kind of problem.
    public var kind: Kind

    /// Creates an error.
    public init(
        _ kind: Kind, operation: Operation, request: String = "", status: Int? = nil, serverText: String? = nil
    ) {
        self.kind = kind
        self.operation = operation
        self.request = request
        self.status = status
        self.serverText = serverText
    }

    /// Whether no response was received. The screens then show cached data only.
    public var isOffline: Bool {
        if case .transport = kind { true } else { false }
    }
}

extension ClientError {
    /// Runs `body` and converts its `StoreError` to a `ClientError` of `operation`.
    static func storing<Value>(
        _ operation: Operation, _ body: () throws(StoreError) -> Value
    ) throws(ClientError) -> Value {
        do throws(StoreError) { return try body() } catch { throw ClientError(.store(error), operation: operation) }
    }

    /// The same for a body that waits.
    static func storing<Value>(
        _ operation: Operation, _ body: () async throws(StoreError) -> Value
    ) async throws(ClientError) -> Value {
        do throws(StoreError) { return try await body() } catch { throw ClientError(.store(error), operation: operation) }
    }

    /// Converts an error of the outbox to an error of `operation`.
    init(_ error: OutboxError, operation: Operation) {
        if case .store(let cause) = error {
            self.init(Kind.store(cause), operation: operation)
        } else {
            self.init(Kind.outbox(error), operation: operation)
        }
    }
}

/// The reason why the configuration was not changed.
public enum ConfigurationWriteError: Error, Sendable, Equatable {
    /// The existing file is not a valid configuration.
    case unusable(ConfigurationError)
    /// This change cannot be made in the existing file.
    case refused(ConfigurationEditError)
    /// The file could not be written.
    case store(StoreError)
    /// The handle was not saved for this reason, but it is used until the process ends. `wanted` is the text to write by hand,
    /// including its section header.
    indirect case keptInMemory(ConfigurationWriteError, wanted: String)

    /// Converts an error of `ConfigurationEditor`.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as ConfigurationWriteError: self = error
        case let error as ConfigurationError: self = .unusable(error)
        case let error as ConfigurationEditError: self = .refused(error)
        default: self = .store(StoreError(error, path: path))
        }
    }
}
