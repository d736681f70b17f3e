import FoundationEssentials
import HDOCModels

/// What signing out did.
public struct SignOutReport: Sendable, Equatable {
    /// The address that ends the browser's own session too.
    public var browserSignOut: String?
    /// Why the provider may still accept the tokens. They are forgotten here in any case.
    public var revocationFailure: ClientError?
    /// A report.
    public init(browserSignOut: String? = nil, revocationFailure: ClientError? = nil) {
        (self.browserSignOut, self.revocationFailure) = (browserSignOut, revocationFailure)
    }
}

/// What fetching a resource brought.
public struct RefreshReport: Sendable, Equatable {
    /// What was fetched.
    public var resource: Resource
    /// The number of elements that could be read.
    public var received: Int
    /// The number of elements that could not be read.
    public var unreadable: Int
    /// Whether the response may have been cut off.
    public var mayBePartial: Bool

    /// A report.
    public init(resource: Resource, received: Int, unreadable: Int = 0, mayBePartial: Bool = false) {
        self.resource = resource
        self.received = received
        self.unreadable = unreadable
        self.mayBePartial = mayBePartial
    }
}

/// How far a synchronisation is.
public struct SyncProgress: Sendable, Equatable {
    /// What is being fetched.
    public var resource: Resource
    /// The number of resources fetched before it.
    public var done: Int
    /// The number of resources in all.
    public var total: Int
}

/// What a synchronisation brought.
public struct SyncReport: Sendable {
    /// The resources that were fetched, in order.
    public var refreshed: [RefreshReport] = []
    /// The resources that could not be fetched, with the reason.
    public var failed: [(resource: Resource, error: ClientError)] = []
    /// An empty report.
    public init() {}
}

/// What sending did.
public struct SendReport: Sendable, Equatable {
    /// The entries that were tried, as they stand now.
    public var tried: [OutboxEntry] = []
    /// Whether another process is sending, so that nothing was tried here.
    public var otherSender = false
    /// Whether the rest waits until somebody signs in.
    public var needsSignIn = false
    /// A report.
    public init(tried: [OutboxEntry] = [], otherSender: Bool = false) {
        (self.tried, self.otherSender) = (tried, otherSender)
    }
}

/// The size of a stage's files in bytes, with the files that SQLite keeps beside them. Nil where there is no such file.
public struct StorageReport: Sendable, Equatable {
    /// The cache's.
    public var cache: Int?
    /// The outbox's.
    public var outbox: Int?
    /// A report.
    public init(cache: Int? = nil, outbox: Int? = nil) { (self.cache, self.outbox) = (cache, outbox) }
}

/// Whether a stage has a route, as last seen.
public struct RouteStatus: Sendable, Equatable, Identifiable {
    /// Whether a route is there.
    public enum Presence: Sendable, Equatable {
        /// It was never asked.
        case unknown
        /// The stage has it.
        case present
        /// The stage answered "unknown route", with this status and these sanitised words.
        case absent(status: Int, reason: String)
    }

    /// The route.
    public var route: Route
    /// Whether it is there.
    public var presence: Presence
    /// When the stage last showed it.
    public var checkedAt: Date?
    /// The route in the contract's notation.
    public var id: String { route.rawValue }

    /// A status.
    public init(route: Route, presence: Presence, checkedAt: Date? = nil) {
        (self.route, self.presence, self.checkedAt) = (route, presence, checkedAt)
    }
}
