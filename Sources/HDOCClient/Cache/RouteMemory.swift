import FoundationEssentials
import GRDB

/// Which routes a stage has, remembered in its cache. An absence is believed for a while only, so that a stage
/// that gains a route is noticed.
extension Cache {
    /// How long "unknown route" is believed.
    public static let absenceLifetime: TimeInterval = 6 * 3600

    public func routes() throws(StoreError) -> [RouteStatus] {
        let rows = try read { db in
            try Row.fetchAll(db, sql: "SELECT name, status, reason, checked_at FROM route")
        }
        let known = Dictionary(rows.map { ($0[0] as String, $0) }) { first, _ in first }
        return Route.allCases.map { route in
            guard let row = known[route.rawValue] else { return RouteStatus(route: route, presence: .unknown) }
            let presence = (row[1] as Int?).map { RouteStatus.Presence.absent(status: $0, reason: row[2] ?? "") } ?? .present
            return RouteStatus(route: route, presence: presence, checkedAt: Date(timeIntervalSince1970: row[3]))
        }
    }

    /// The absence of `route` where it was noticed recently enough to be believed at `instant`.
    public func absence(of route: Route, at instant: Date) throws(StoreError) -> RouteStatus? {
        try routes().first { status in
            guard status.route == route, case .absent = status.presence, let checked = status.checkedAt else { return false }
            // A clock set back must not make an absence eternal.
            return (0..<Self.absenceLifetime).contains(instant.timeIntervalSince(checked))
        }
    }

    public func note(_ route: Route, _ presence: RouteStatus.Presence, at instant: Date) throws(StoreError) {
        // Every successful call ends here: a write each time would wake whoever watches the cache.
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

    /// Forgets what the stage was found not to have: the user wants to know what it has now.
    public func forgetAbsences() throws(StoreError) {
        try write { try $0.execute(sql: "DELETE FROM route WHERE status IS NOT NULL") }
    }
}
