import FoundationEssentials
import HDOCClient
import HDOCModels

/// When to ask the backend without being told to.
enum Refreshing {
    /// What is shown, if it is old and nobody is asking for it already.
    static func whatIsShown(_ state: AppState) -> [Effect] {
        guard !state.settings.isOffline, !state.work.isSyncing, let source = state.tab.screen.source(state) else { return [] }
        switch state.freshness(of: source) {
        case .neverLoaded, .stale: return [.network(.refresh(source.resource))]
        // The client knows when an absent route is worth another try, and answers at once where it is not.
        case .absent: return state.activity[source.resource] == nil ? [.network(.refresh(source.resource))] : []
        case .loading, .fresh, .failed: return []
        }
    }

    /// The tags in use, for whoever is about to choose some.
    static func tags(_ state: AppState) -> [Effect] {
        let source = Source(resource: .tags, route: .tags, fetchedAt: state.model.tags.fetchedAt)
        guard !state.settings.isOffline, !state.work.isSyncing else { return [] }
        switch state.freshness(of: source) {
        case .neverLoaded, .stale: return [.network(.refresh(.tags))]
        case .loading, .fresh, .failed, .absent: return []
        }
    }

    /// What is due in the outbox.
    static func sendWhatIsDue(_ state: AppState) -> [Effect] {
        guard !state.settings.isOffline, !state.work.isSending, state.model.waiting > 0,
            state.now >= state.work.nextSendAllowed
        else { return [] }
        return [.network(.send(nil))]
    }

    /// Everything that waits, due or not: what it waited for has come.
    static func sendWhatWaits(_ state: AppState) -> [Effect] {
        let waiting = state.model.outbox.filter(\.state.isWaiting).map(\.id)
        return state.settings.isOffline || state.work.isSending || waiting.isEmpty ? [] : [.network(.send(waiting))]
    }

    /// The backend has answered: what is due goes out, and after it could not be reached everything does.
    static func sendAfterAnswer(_ state: inout AppState) -> [Effect] {
        defer { state.work.isAway = false }
        return state.work.isAway ? sendWhatWaits(state) : sendWhatIsDue(state)
    }
}
