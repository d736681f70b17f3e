import FoundationEssentials
import HDOCModels

/// The result of signing out.
public struct SignOutReport: Sendable, Equatable {
    /// The address of the page that also ends the provider's session in the browser.
    public var browserSignOut: String?
    /// The reason why the tokens could not be revoked. The provider may still accept them, but they are deleted from this
    /// machine.
    public var revocationFailure: ClientError?
    /// Creates a report.
    public init(browserSignOut: String? = nil, revocationFailure: ClientError? = nil) {
        (self.browserSignOut, self.revocationFailure) = (browserSignOut, revocationFailure)
    }
}

/// The result of refreshing a resource.
public struct RefreshReport: Sendable, Equatable {
    /// The resource that was fetched.
    public var resource: Resource
    /// The number of elements that could be decoded.
    public var received: Int
    /// The number of elements that could not be decoded.
    public var unreadable: Int
    /// Whether the stage may have truncated the response.
    public var mayBePartial: Bool
    /// Handles that differ from an earlier handle of the response only in case. They name the same account, so these elements
    /// were left out. At most 1,000.
    public var mergedHandles: [String] = []
    /// How much of the resource was fetched.
    public var extent = Extent.whole
    /// The number of users that the stage reported as removed.
    public var removed = 0

    /// How much of a resource was fetched.
    public enum Extent: String, Sendable {
        /// All of it, or the rest of an interrupted fetch.
        case whole
        /// Only what has changed since it was last fetched.
        case changes
        /// Nothing, because the stage says that it is unchanged.
        case unchanged
    }

    /// Creates a report.
    public init(resource: Resource, received: Int, unreadable: Int = 0, mayBePartial: Bool = false) {
        self.resource = resource
        self.received = received
        self.unreadable = unreadable
        self.mayBePartial = mayBePartial
    }
}

/// The progress of a sync.
public struct SyncProgress: Sendable, Equatable {
    /// The resource that is being fetched.
    public var resource: Resource
    /// The number of resources that were finished before this one.
    public var done: Int
    /// The total number of resources.
    public var total: Int
    /// How much of a long list has arrived; nil for other resources.
    public var list: ListProgress?

    /// Creates a progress.
    public init(resource: Resource, done: Int, total: Int, list: ListProgress? = nil) {
        (self.resource, self.done, self.total, self.list) = (resource, done, total, list)
    }
}

/// How much of a long list has arrived.
public struct ListProgress: Sendable, Equatable {
    /// The number of elements.
    public var elements: Int
    /// The number of complete pages.
    public var pages: Int
    /// The size in bytes, after decompression.
    public var bytes: Int

    /// Creates a progress.
    public init(elements: Int, pages: Int, bytes: Int) { (self.elements, self.pages, self.bytes) = (elements, pages, bytes) }
}

/// The result of a sync.
public struct SyncReport: Sendable {
    /// The resources that were fetched, in the order of the requests.
    public var refreshed: [RefreshReport] = []
    /// The resources that could not be fetched, each with its error.
    public var failed: [(resource: Resource, error: ClientError)] = []
    /// Creates an empty report.
    public init() {}
}

/// The result of sending entries.
public struct SendReport: Sendable, Equatable {
    /// The entries that the sender tried to deliver, in their new states.
    public var tried: [OutboxEntry] = []
    /// The former days of entries that moved to another day, by entry id. The backend had another entry for that day.
    public var formerDays: [String: Int] = [:]
    /// What each entry did on the stage, by entry id. A correction that is sent is a sent entry like any other.
    public var kinds: [String: EntryChange.Kind] = [:]
    /// True if another process is sending; this process sent nothing then.
    public var otherSender = false
    /// True if the remaining entries wait for the user to sign in.
    public var needsSignIn = false
    /// Creates a report.
    public init(tried: [OutboxEntry] = [], otherSender: Bool = false) {
        (self.tried, self.otherSender) = (tried, otherSender)
    }
}

/// The sizes of a stage's databases in bytes, including the files that SQLite writes beside them. Nil if the database does not
/// exist.
public struct StorageReport: Sendable, Equatable {
    /// The size of the cache in bytes.
    public var cache: Int?
    /// The size of the outbox in bytes.
    public var outbox: Int?
    /// Creates a report.
    public init(cache: Int? = nil, outbox: Int? = nil) { (self.cache, self.outbox) = (cache, outbox) }
}

/// Whether a stage supports a route, according to its latest response.
public struct RouteStatus: Sendable, Equatable, Identifiable {
    /// Whether a stage supports a route.
    public enum Presence: Sendable, Equatable {
        /// The route was never requested.
        case unknown
        /// The stage supports the route.
        case present
        /// The stage responded that the route is unknown, with this HTTP status. `reason` is its sanitised message.
        case absent(status: Int, reason: String)
    }

    /// The route.
    public var route: Route
    /// Whether the stage supports the route.
    public var presence: Presence
    /// The time of the response that showed this. Nil if the route was never requested.
    public var checkedAt: Date?
    /// Whether the route counts as absent at this time. An absence expires after six hours, so that hdoc notices when the stage adds
    /// the route.
    public func isAbsent(at instant: Date) -> Bool {
        guard case .absent = presence, let checkedAt else { return false }
        // If the system clock was set back, the absence counts as expired. One second is for rounding.
        return (-1..<Self.absenceLifetime).contains(instant.timeIntervalSince(checkedAt))
    }

    /// In seconds.
    static let absenceLifetime: TimeInterval = 6 * 3600

    /// The route in the notation of the API contract, for example `GET /users`.
    public var id: String { route.rawValue }

    /// Creates a status.
    public init(route: Route, presence: Presence, checkedAt: Date? = nil) {
        (self.route, self.presence, self.checkedAt) = (route, presence, checkedAt)
    }
}
