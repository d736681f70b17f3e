import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// The layout of Stage: facts above, routes below.
struct StageLayout {
    private static let facts = 9
    private static let reasonBesideFrom = 60

    let facts: Rect
    let routes: Rect
    /// The row for the reason of the selected route. Empty if the table has room for the column “Why”.
    let reason: Rect

    init(_ state: AppState) {
        self.init(state, in: Chrome(size: state.size).body)
    }

    init(_ state: AppState, in body: Rect) {
        // In a low window, the routes get half of the rows.
        let wanted = min(Self.facts + PipelineFacts.count(state), max(1, body.height / 2))
        let parts = body.split(rows: [.fixed(wanted), .fixed(body.height >= 14 ? 1 : 0), .share(1)])
        let below = parts[2].split(rows: [.share(1), .fixed(body.width < Self.reasonBesideFrom && parts[2].height >= 3 ? 1 : 0)])
        (facts, routes, reason) = (Chrome.inset(parts[0]), below[0], Chrome.inset(below[1]))
    }

    var listHeight: Int { Table.listHeight(in: routes.height) }
}

enum StageView {
    private static let columns = [
        TableColumn(title: "Route", minimum: 22, ideal: 26, priority: 0),
        TableColumn(title: "Available", minimum: 10, ideal: 10, priority: 1),
        TableColumn(title: "Why", minimum: 14, ideal: 60, priority: 3),
        TableColumn(title: "Checked", minimum: 12, ideal: 12, priority: 2),
    ]
    /// The columns after a comparison with the API contract.
    private static let checkedColumns = [
        columns[0], TableColumn(title: "Available", minimum: 10, ideal: 10, priority: 1),
        TableColumn(title: "Took", minimum: 8, ideal: 8, priority: 2, alignment: .trailing),
        TableColumn(title: "Why", minimum: 14, ideal: 80, priority: 3),
    ]

    static func draw(_ state: AppState, _ layout: StageLayout, of frame: inout Frame) {
        for (row, fact) in facts(state).enumerated() {
            let line = layout.facts.row(row)
            let used = frame.put(TextWidth.padRight(fact.name, to: 12), in: line, style: .dim)
            frame.put(fact.value, in: line.inset(left: used), style: fact.style)
        }
        guard state.screens.stage.list.count > 0 else { return }
        let (routes, check) = (state.model.routes, state.screens.stage.check)
        let isChecked = check.isRunning || !check.routes.isEmpty
        let table = Table(columns: isChecked ? checkedColumns : columns)
        table.draw(into: &frame, area: layout.routes, list: state.screens.stage.list, glyphs: state.glyphs) { index in
            guard index < routes.count else { return [] }
            return isChecked ? row(routes[index].route, check) : row(routes[index], state)
        }
        guard let selected = state.screens.stage.list.selected, selected < routes.count, !layout.reason.isEmpty else { return }
        let cells = isChecked ? row(routes[selected].route, check) : row(routes[selected], state)
        let why = (isChecked ? checkedColumns : columns).firstIndex { $0.title == "Why" } ?? 0
        frame.put([cells[why]], in: layout.reason, row: 0)
    }

    static func facts(_ state: AppState) -> [StageFact] {
        let stage = state.settings.stage
        let name = StageFact(
            name: "Stage", value: stage.name + (stage.isDemo ? " (a demo on this machine)" : ""),
            style: stage.isProduction ? .prod : .accent)
        // Near the top, so that a low window shows what the user asked for.
        return [name] + PipelineFacts.all(state) + [
            StageFact(name: "Address", value: stage.api), connection(state), session(state),
            StageFact(name: "You", value: state.model.handle.map { "@\($0)" } ?? "unknown; hdoc asks when you write your first entry"),
            StageFact(name: "Journeyers", value: cached(state.model.journeyers, state)),
            StageFact(name: "Articles", value: cached(state.model.articles.with(state.model.articles.value.count), state)),
            StageFact(name: "Outbox", value: outbox(state)), StageFact(name: "Version", value: storage(state)),
        ]
    }

    private static func session(_ state: AppState) -> StageFact {
        let key = state.settings.keymap.name(of: .signIn) ?? "sign in"
        switch state.model.session {
        case .signedOut: return StageFact(name: "Sign-in", value: "Not signed in. Press \(key) to sign in.")
        case .signedIn(let identity, let until, let canRefresh):
            let wait = until > state.now ? "for \(RelativeTime.wait(until: until, now: state.now))" : "expired"
            return StageFact(name: "Sign-in", value: "\(identity.displayName), \(wait)\(canRefresh ? ", renewed automatically" : "")")
        case .ended(let identity):
            return StageFact(
                name: "Sign-in", value: "The session of \(identity.displayName) has expired. Press \(key) to sign in again.",
                style: .warning)
        case .otherSession(let identity):
            return StageFact(
                name: "Sign-in",
                value:
                    "Not signed in. The session of \(identity.displayName) belongs to another issuer or client. Press \(key) to sign in.",
                style: .warning)
        case .unreadable(let path): return StageFact(name: "Sign-in", value: "\(path) cannot be read.", style: .warning)
        }
    }

    private static func connection(_ state: AppState) -> StageFact {
        if state.settings.isOffline { return StageFact(name: "Connection", value: "Offline (--offline).") }
        let failures = state.activity.values.compactMap { activity -> ClientError? in
            if case .failed(let error) = activity, error.isOffline { error } else { nil }
        }
        if let error = failures.first { return StageFact(name: "Connection", value: state.describer.sentence(error), style: .warning) }
        let answered =
            ([state.model.journeyers.fetchedAt, state.model.articles.fetchedAt, state.model.mine.fetchedAt]
            + state.model.routes.map(\.checkedAt)).compactMap { $0 }.max()
        return StageFact(name: "Connection", value: answered.map { "Last response \(state.age($0))." } ?? "No request yet.")
    }

    private static func cached(_ snapshot: Snapshot<Int>, _ state: AppState) -> String {
        guard let fetchedAt = snapshot.fetchedAt else {
            return snapshot.value == 0 ? "never fetched" : "\(snapshot.value) in the cache, fetched one by one"
        }
        let doubts = [
            snapshot.unreadable > 0 ? Amounts.unreadable(snapshot.unreadable, received: snapshot.received) : nil,
            snapshot.mayBePartial ? "may be partial" : nil,
        ].compactMap { $0 }
        return (["\(snapshot.value) in the cache, synced \(state.age(fetchedAt))"] + doubts).joined(separator: "; ")
    }

    private static func storage(_ state: AppState) -> String {
        let parts = [("cache", state.model.storage.cache), ("outbox", state.model.storage.outbox)].compactMap { name, size in
            size.map { "\(name) \(Amounts.bytes($0))" }
        }
        return Version.current + (parts.isEmpty ? "" : ", \(parts.joined(separator: " and ")) on disk")
    }

    private static func outbox(_ state: AppState) -> String {
        let counts = EntryState.allCases.compactMap { kind -> String? in
            let count = state.model.outbox.count { $0.state == kind }
            return count == 0 ? nil : "\(count) \(EntryStrings.name(kind))"
        }
        return counts.isEmpty ? "empty" : counts.joined(separator: ", ")
    }

    private static func row(_ route: Route, _ check: StageState.CheckProgress) -> [Span] {
        guard let result = check.routes[route] else {
            return [Span(route.rawValue, .dim), Span("?", .dim), Span(""), Span(check.isRunning ? "checking" : "not checked", .dim)]
        }
        let (word, style): (String, Style) =
            switch result.verdict {
            case .present, .presentForSignedIn: ("yes", .normal)
            case .absent: ("no", .dim)
            case .drifted: ("drifted", .warning)
            case .unanswered: ("silent", .warning)
            }
        return [
            Span(route.rawValue, style == .dim ? .dim : .normal), Span(word, style), Span(StageCheckStrings.time(result.took), .dim),
            Span(StageCheckStrings.reason(result), style == .normal ? .dim : style),
        ]
    }

    private static func row(_ status: RouteStatus, _ state: AppState) -> [Span] {
        let checked = Span(status.checkedAt.map { state.age($0) } ?? "–", .dim)
        switch status.presence {
        case .unknown: return [Span(status.route.rawValue), Span("?", .dim), Span("not checked yet", .dim), checked]
        case .present: return [Span(status.route.rawValue), Span("yes"), Span(""), checked]
        case .absent(let code, let reason):
            // Dimmed, because a missing route is not an error: this stage runs an older version of the API.
            return [Span(status.route.rawValue, .dim), Span("no", .dim), Span("\(code) \(reason)", .dim), checked]
        }
    }
}
