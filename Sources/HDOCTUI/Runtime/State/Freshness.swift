import TerminalKit
import FoundationEssentials
import HDOCClient
import HDOCModels

/// What is known of a resource beside its content: the one answer to "can I trust what I see, and what happens now?"
enum Freshness: Sendable, Equatable {
    case neverLoaded
    /// Asked for since; what is shown meanwhile is that old (nil: nothing is).
    case loading(since: Date, cached: Date?)
    case fresh(Date)
    case stale(Date)
    case failed(ClientError, cached: Date?)
    /// The stage has no such route.
    case absent(RouteStatus, cached: Date?)

    /// Older than this, what is shown is asked for again, and called stale until it came.
    static let staleAfter: TimeInterval = 300
    /// Shorter waits are not worth a word.
    static let loadingShownAfter: TimeInterval = 0.3

    init(fetchedAt: Date?, activity: Activity?, route: RouteStatus?, now: Date) {
        switch activity {
        case .loading(let since)?: self = .loading(since: since, cached: fetchedAt)
        case .failed(let error)? where !error.isAbsence: self = .failed(error, cached: fetchedAt)
        default:
            if let route, case .absent = route.presence {
                self = .absent(route, cached: fetchedAt)
            } else if case .failed(let error)? = activity {
                self = .failed(error, cached: fetchedAt)
            } else if let fetchedAt {
                self = now.timeIntervalSince(fetchedAt) < Self.staleAfter ? .fresh(fetchedAt) : .stale(fetchedAt)
            } else {
                self = .neverLoaded
            }
        }
    }

    /// When what is shown was fetched.
    var fetchedAt: Date? {
        switch self {
        case .neverLoaded: nil
        case .fresh(let date), .stale(let date): date
        case .loading(_, let cached), .failed(_, let cached), .absent(_, let cached): cached
        }
    }
}

/// What the network is doing, or last did, for a resource. Nothing where it did what it was asked.
enum Activity: Sendable, Equatable {
    case loading(since: Date)
    case failed(ClientError)
}

extension ClientError {
    var isAbsence: Bool { if case .routeAbsent = kind { true } else { false } }
}
