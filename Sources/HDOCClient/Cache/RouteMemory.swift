import FoundationEssentials
import GRDB

/// Which routes a stage has, remembered in its cache. An absence expires after 6 hours, so that hdoc notices when a stage
/// gains a route.
extension Cache {
    /// How long a route counts as absent after the stage answered "unknown route". In seconds.
    static let absenceLifetime: TimeInterval = 6 * 3600

    /// What is known of each route, in the order of the contract.
    func routes() throws(StoreError) -> [RouteStatus] {
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

    /// The absence of `route` where it has not expired at `instant`.
    func absence(of route: Route, at instant: Date) throws(StoreError) -> RouteStatus? {
        try routes().first { status in
            guard status.route == route, case .absent = status.presence, let checked = status.checkedAt else { return false }
            // After a clock was set back, an absence must still expire.
            return (0..<Self.absenceLifetime).contains(instant.timeIntervalSince(checked))
        }
    }

    /// Remembers whether the stage has a route. Writes at most once in 10 minutes where nothing changed.
    func note(_ route: Route, _ presence: RouteStatus.Presence, at instant: Date) throws(StoreError) {
        // Every successful call comes here: writing each time would wake whoever watches the cache.
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

    /// Forgets all absences, so that every route is asked again.
    func forgetAbsences() throws(StoreError) {
        try write { try $0.execute(sql: "DELETE FROM route WHERE status IS NOT NULL") }
    }
}
