import FoundationEssentials
import HDOCModels

/// Why an operation on a stage failed: what was asked, what came back, and what follows from it.
/// It holds no secret and only sanitised text; the words for people are made elsewhere.
public struct ClientError: Error, Sendable, Equatable {
    public enum Operation: String, Sendable {
        case listUsers, getUser, listArticles, getArticle, listTags, postEntry, signUp, signIn, refreshSession, signOut
    }

    public enum Kind: Sendable, Equatable {
        /// No reply at all.
        case transport(TransportError)
        case notFound
        /// The stage answered "unknown route", now or when last asked.
        case routeAbsent(Route)
        /// Nobody is signed in, or the session has ended.
        case signInNeeded
        /// The token was refused or has expired.
        case unauthorized(expired: Bool)
        case forbidden
        /// 400 with the fields that were refused.
        case rejected([FieldError])
        /// 409; the id of the article that is there already, where told.
        case conflict(existing: String?)
        case tooLarge
        /// Not sent: the request's headers together are more than API Gateway takes. Sizes in bytes.
        case headersTooLarge(limit: Int, is: Int)
        case throttled(retryAfter: Duration?)
        /// 500, 502, 503.
        case serverFailed
        /// 504: the backend may still have done the work.
        case gatewayTimeout
        /// A 200 whose body is not what the contract says.
        case unreadable
        /// A status that the contract does not know.
        case unexpected
        /// The stage's configuration lacks what this needs: `issuer`, `client_id`.
        case notConfigured(key: String)
        case signIn(SignInError)
        case store(StoreError)
    }

    public var operation: Operation
    /// `GET /users?limit=1000`, without host or secrets.
    public var request: String
    public var status: Int?
    /// What the server said, one line, sanitised and capped. Nil where it said nothing, or echoed the request.
    public var serverText: String?
    public var kind: Kind

    public init(
        _ kind: Kind, operation: Operation, request: String = "", status: Int? = nil, serverText: String? = nil
    ) {
        self.kind = kind
        self.operation = operation
        self.request = request
        self.status = status
        self.serverText = serverText
    }

    /// Whether the same call may succeed later without anybody changing anything.
    public var isTransient: Bool {
        switch kind {
        case .transport(let error): ![.badURL, .insecure, .cancelled].contains(error.cause)
        case .throttled, .serverFailed, .gatewayTimeout: true
        default: false
        }
    }

    /// Whether the backend could not be reached at all (exit code 5 without a cached answer).
    public var isOffline: Bool {
        if case .transport = kind { true } else { false }
    }
}

/// A local database or file could not be used.
public enum StoreError: Error, Sendable, Equatable {
    case diskFull(path: String)
    case readOnly(path: String)
    /// It was damaged, and set aside under the second path; so many entries could be carried over.
    case damaged(path: String, setAside: String, salvaged: Int? = nil)
    /// Written by a newer hdoc.
    case newer(path: String)
    case busy(path: String)
    /// Others could read it, by this mode; now they cannot.
    case tightened(path: String, mode: UInt32)
    case failed(path: String, detail: String)
}

/// A move that an outbox entry cannot make.
public enum OutboxError: Error, Sendable, Equatable {
    case noSuchEntry(String)
    /// A prefix that names several entries.
    case ambiguous(String, [String])
    case notEditable(OutboxEntry)
    case cannotMove(from: EntryState, to: EntryState)
    case invalid([EntryRules.Problem])
    /// Another entry or article has this day already.
    case dayTaken(day: Int, title: String)
    /// Another entry or article has this date; `next` is the day that a second one would be.
    case dateTaken(date: CalendarDay, day: Int, title: String, next: Int)
    /// Demo data never leaves the demo.
    case demoOnly
}
