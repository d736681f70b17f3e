import FoundationEssentials
import HDOCModels

/// Changes that time causes. The loop sleeps until `next` and then sends a tick. If time will change nothing, the loop waits for an
/// event.
enum Timers {
    /// The next time at which the state changes by itself, always after `now`; nil if there is none.
    static func next(_ state: AppState) -> Date? {
        let dialog = state.dialogs.last.flatMap { deadline(of: $0, state) }
        let moments = [
            state.toast?.expiry, freshness(state), work(state), streak(state), sending(state), dialog, TourUpdate.next(state),
            CacheUpdate.journeyersDue(state),
        ]
        return moments.compactMap { $0 }
            // At least 50 ms from now, so that a time in the past does not cause a busy loop.
            .map { max($0, state.now.addingTimeInterval(0.05)) }
            .min()
    }

    static func tick(_ state: inout AppState) -> [Effect] {
        if let expiry = state.toast?.expiry, expiry <= state.now { state.toast = nil }
        var effects = FormUpdate.autosave(&state)
        if let due = sending(state), due <= state.now { effects += Refreshing.sendWhatIsDue(state) }
        return effects
    }

    /// When the age in the title line next changes, or a wait becomes long enough to be shown.
    private static func freshness(_ state: AppState) -> Date? {
        guard let freshness = state.freshness else { return nil }
        var moments: [Date] = []
        if case .loading(let since, _) = freshness {
            let shown = since.addingTimeInterval(Freshness.loadingShownAfter)
            if shown > state.now { moments.append(shown) }
        }
        if let date = freshness.fetchedAt { moments.append(nextChange(ofAge: date, at: state.now)) }
        return moments.min()
    }

    /// When a sync or a delivery has run long enough to be shown.
    private static func work(_ state: AppState) -> Date? {
        let begun = [state.work.isSyncing ? state.work.syncingSince : nil, state.work.isSending ? state.work.sendingSince : nil]
        return begun.compactMap { $0?.addingTimeInterval(Freshness.loadingShownAfter) }.filter { $0 > state.now }.min()
    }

    /// When the shown age of a date next changes. Ages are shown in minutes, then hours, then days.
    static func nextChange(ofAge date: Date, at now: Date) -> Date {
        let age = max(0, now.timeIntervalSince(date))
        let unit: TimeInterval = age < 3600 ? 60 : age < 86_400 ? 3600 : 86_400
        return date.addingTimeInterval(((age / unit).rounded(.down) + 1) * unit)
    }

    /// When the Today screen next changes: every minute while the streak is at risk, and at the end of the day.
    private static func streak(_ state: AppState) -> Date? {
        guard state.tab == .today else { return nil }
        let end = state.settings.calendar.end(of: state.today)
        guard state.journey.streak.isAtRisk else { return end }
        let left = end.timeIntervalSince(state.now)
        let wholeMinutes = (left / 60).rounded(.up) - 1
        return min(end, end.addingTimeInterval(-max(0, wholeMinutes) * 60))
    }

    /// When the next entry of the outbox may be sent again.
    private static func sending(_ state: AppState) -> Date? {
        guard !state.settings.isOffline, !state.work.isSending else { return nil }
        let due = state.model.outbox.filter { $0.state == .queued || $0.state == .unknown }.compactMap(\.nextAttemptAt).min()
        return due.map { max($0, state.work.nextSendAllowed) }
    }

    private static func deadline(of dialog: Dialog, _ state: AppState) -> Date? {
        switch dialog {
        case .form(let form): form.autosaveAt
        case .signIn(let signIn): signIn.isWaiting ? nextChange(ofAge: signIn.startedAt, at: state.now, unit: 1) : nil
        case .help, .palette, .requestInspector, .handle, .confirm, .signUp, .reader, .choice, .export, .text: nil
        }
    }

    private static func nextChange(ofAge date: Date, at now: Date, unit: TimeInterval) -> Date {
        let age = max(0, now.timeIntervalSince(date))
        return date.addingTimeInterval(((age / unit).rounded(.down) + 1) * unit)
    }
}
