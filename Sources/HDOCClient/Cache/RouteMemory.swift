import FoundationEssentials
import GRDB

/// Remembers in the cache which routes a stage supports. An absence expires after 6 hours, so that hdoc notices when the stage
/// adds a route.
extension Cache {
    /// The status of each route, in the order of the API contract.
    func routes() throws(StoreError) -> [RouteStatus] {
        let known = try read { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT name, status, reason, checked_at FROM route").mapToArray { row in
                let (status, reason) = (try row.decode(Int?.self, atIndex: 1), try row.decode(String?.self, atIndex: 2))
                let presence = status.map { RouteStatus.Presence.absent(status: $0, reason: reason ?? "") } ?? .present
                return (try row.decode(String.self, atIndex: 0), (presence, Date(timeIntervalSince1970: try row.decode(atIndex: 3))))
            }
            return Dictionary(rows) { first, _ in first }
        }
        return Route.allCases.map { route in
            guard let (presence, checkedAt) = known[route.rawValue] else { return RouteStatus(route: route, presence: .unknown) }
            return RouteStatus(route: route, presence: presence, checkedAt: checkedAt)
        }
    }

    /// The status of `route` if it is absent and the absence has not expired at `instant`; otherwise nil.
    func absence(of route: Route, at instant: Date) throws(StoreError) -> RouteStatus? {
        try routes().first { $0.route == route && $0.isAbsent(at: instant) }
    }

    /// Stores whether the stage supports a route. If the status is unchanged, it is written at most once in 10 minutes.
    func note(_ route: Route, _ presence: RouteStatus.Presence, at instant: Date) throws(StoreError) {
        // This runs after every successful response. Writing each time would notify all processes that watch the cache.
        let known = try routes().first { $0.route == route }
        let isNews = known?.presence != presence || abs(known?.checkedAt?.timeIntervalSince(instant) ?? .infinity) > 600
        guard isNews else { return }
        try write { db in
            var status: Int?, reason: String?
            if case .absent(let code, let words) = presence { (status, reason) = (code, words) }
            try db.execute(
                sql: Self.upsert("route", ["name", "status", "reason", "checked_at"]),
                arguments: [route.rawValue, status, reason, instant.timeIntervalSince1970])
        }
    }

    /// Deletes all absences, so that every route is requested again.
    func forgetAbsences() throws(StoreError) {
        try write { try $0.execute(sql: "DELETE FROM route WHERE status IS NOT NULL") }
    }
}
