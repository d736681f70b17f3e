import FoundationEssentials
import HDOCClient
import HDOCModels

/// How current the data of a resource is, and what happens to it now.
enum Freshness: Sendable, Equatable {
    case neverLoaded
    /// Being fetched since a moment; the date of the cached data shown meanwhile, nil without any.
    case loading(since: Date, cached: Date?)
    case fresh(Date)
    case stale(Date)
    case failed(ClientError, cached: Date?)
    /// The stage has no such route.
    case absent(RouteStatus, cached: Date?)

    /// Data older than this is stale: the screens fetch it again.
    static let staleAfter: TimeInterval = 300
    /// Shorter waits are not shown.
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

/// A running request for a resource, or its last error. Nil after a success.
enum Activity: Sendable, Equatable {
    case loading(since: Date)
    case failed(ClientError)
}

extension ClientError {
    var isAbsence: Bool { if case .routeAbsent = kind { true } else { false } }
}
