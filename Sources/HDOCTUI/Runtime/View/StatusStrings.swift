import FoundationEssentials
import HDOCClient
import HDOCModels
import SafeText
import TerminalKit

/// The texts of the title line and the status line.
enum StatusStrings {
    struct Line: Equatable {
        /// Versions of the text, the longest first, for windows of different widths. Never empty.
        var variants: [String]
        var isWarning = false

        init(_ variants: String..., isWarning: Bool = false) {
            (self.variants, self.isWarning) = (variants, isWarning)
        }

        init(variants: [String], isWarning: Bool = false) { (self.variants, self.isWarning) = (variants, isWarning) }

        /// The first version that fits, or else the last one.
        func text(width: Int) -> String {
            variants.first { TextWidth.columns(of: TerminalText.line($0)) <= width } ?? variants.last ?? ""
        }
    }

    static func who(_ state: AppState) -> String {
        let name = state.model.handle.map { "@\($0)" }
        switch state.model.session {
        case .signedIn(let identity, until: _, canRefresh: _): return name ?? identity.displayName
        case .signedOut, .otherSession: return name.map { "\($0), signed out" } ?? "signed out"
        case .ended: return name.map { "\($0), session ended" } ?? "session ended"
        case .unreadable: return name ?? "sign-in unreadable"
        }
    }

    static func titleFacts(_ state: AppState) -> [String] {
        let waiting = state.model.waiting
        return [
            state.tab.screen.summary(state), state.freshness.flatMap { age($0, state) },
            waiting > 0 ? "\(waiting) queued" : nil, state.settings.isOffline ? "offline" : nil,
        ].compactMap { $0 }
    }

    /// A remark about the data on the screen; nil if there is nothing to say.
    static func line(_ state: AppState) -> Line? {
        if let problem = state.tab.screen.queryProblem(state) {
            return Line(variants: QueryStrings.briefly(problem), isWarning: true)
        }
        if let problem = state.model.problem { return Line(state.describer.sentence(problem), isWarning: true) }
        if let syncing = syncing(state) { return syncing }
        if isBeingRead(state) { return Line("Reading the cache …") }
        if state.work.isSending, isShown(state.work.sendingSince, state) { return Line("Sending queued entries …") }
        return state.freshness.flatMap { line($0, state) }
    }

    /// Whether the screen's data is being read from the cache and none of it is shown yet.
    private static func isBeingRead(_ state: AppState) -> Bool {
        guard let source = state.tab.screen.source(state), source.fetchedAt == nil else { return false }
        return state.model.part(of: source.resource).map(state.model.pending.contains) == true
    }

    private static func age(_ freshness: Freshness, _ state: AppState) -> String? {
        freshness.fetchedAt.map { "synced \(state.age($0))" }
    }

    private static func syncing(_ state: AppState) -> Line? {
        guard state.work.isSyncing, isShown(state.work.syncingSince, state) else { return nil }
        guard let progress = state.work.syncing, progress.total > 0 else { return Line("Syncing …") }
        let share = Double(progress.done) / Double(progress.total)
        let transfer = state.transfer(of: progress.resource).flatMap { $0.received > 0 ? ", \(RequestStrings.size($0))" : nil } ?? ""
        let bytes = progress.list.map { ", \(ResourceStrings.progress($0))" } ?? transfer
        let done = "\(progress.done) of \(progress.total)"
        return Line("Syncing  \(bar(share, state))  \(done)\(bytes)", "Syncing  \(done)\(bytes)", "Syncing \(done)")
    }

    /// Whether a wait since this time is long enough to be shown.
    private static func isShown(_ since: Date?, _ state: AppState) -> Bool {
        since.map { state.now >= $0.addingTimeInterval(Freshness.loadingShownAfter) } ?? true
    }

    private static func bar(_ share: Double, _ state: AppState) -> String {
        TextWidth.padRight(Bar.text(share, width: 20, glyphs: state.glyphs), to: 20)
    }

    /// How much of the running response has arrived, in versions of decreasing length: bytes, and a bar if the total is known.
    private static func arrived(_ state: AppState) -> [String] {
        guard let resource = state.tab.screen.source(state)?.resource, let trace = state.transfer(of: resource), trace.received > 0
        else { return [""] }
        let size = RequestStrings.size(trace)
        guard let expected = trace.expected, expected > 0 else { return ["  \(size)", ""] }
        return ["  \(bar(Double(trace.received) / Double(expected), state))  \(size)", "  \(size)", ""]
    }

    private static func line(_ freshness: Freshness, _ state: AppState) -> Line? {
        let stage = state.settings.stage.name
        switch freshness {
        case .fresh: return state.tab.screen.isEmpty(state) ? Line("\(stage) has no data for this screen yet.") : nil
        case .stale(let date): return Line("From the cache, \(state.age(date)).")
        case .neverLoaded:
            let key = state.settings.keymap.name(of: .refresh) ?? "refresh"
            return Line(
                state.settings.isOffline
                    ? "Nothing is cached yet, and hdoc runs with --offline."
                    : "Nothing is cached yet. Press \(key) to fetch it from \(stage).")
        case .loading(let since, let cached):
            if state.now < since.addingTimeInterval(Freshness.loadingShownAfter) { return nil }
            let asking = cached.map { "From the cache, \(state.age($0)); fetching from \(stage) …" } ?? "Fetching from \(stage) …"
            return Line(variants: arrived(state).map { asking + $0 } + arrived(state).map { "Fetching from \(stage) …" + $0 })
        case .failed(let error, let cached): return failure(error, cached: cached.map { state.age($0) }, state)
        case .absent(let status, _): return absence(status, state)
        }
    }

    private static func failure(_ error: ClientError, cached age: String?, _ state: AppState) -> Line {
        let words = state.describer.describe(error)
        let short = "\(words.what)."
        guard let age else { return Line(words.sentence, short, isWarning: true) }
        return Line(
            "From the cache, \(age). \(words.sentence)", "Cached \(age). \(words.sentence)", "From the cache, \(age). \(short)",
            "Cached \(age). \(short)", short, isWarning: true)
    }

    /// The line about a missing route: its name, the response of the stage, and the time of the check.
    private static func absence(_ status: RouteStatus, _ state: AppState) -> Line {
        var answer = ""
        if case .absent(let code, let reason) = status.presence { answer = reason.isEmpty ? " (\(code))" : " (\(code) \(reason))" }
        let checked = status.checkedAt.map { ", checked \(state.age($0))" } ?? ""
        let route = status.route.rawValue
        if status.route == .users, case .absent(502, _) = status.presence {
            let what = "\(state.settings.stage.name) supports only looking journeyers up by name"
            return Line("\(what), not listing them\(answer)\(checked).", "\(what), no list\(answer).", "\(what).", isWarning: true)
        }
        return Line(
            "\(state.settings.stage.name) has no route \(route)\(answer)\(checked).", "No \(route)\(answer)\(checked).",
            "No \(route)\(answer).", isWarning: true)
    }
}
