import FoundationEssentials
import HDOCClient
import HDOCModels

/// How current the data of a resource is, and whether a request for it is running or has failed.
enum Freshness: Sendable, Equatable {
    case neverLoaded
    /// A request has been running since `since`. `cached` is the date of the cached data; nil if nothing is cached.
    case loading(since: Date, cached: Date?)
    case fresh(Date)
    case stale(Date)
    case failed(ClientError, cached: Date?)
    /// The stage has no such route.
    case absent(RouteStatus, cached: Date?)

    /// In seconds. Older data is stale, and the screens fetch it again.
    static let staleAfter: TimeInterval = 300
    /// In seconds. Shorter waits are not shown.
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

    /// When the shown data was fetched; nil if there is none.
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
