import FoundationEssentials
import HDOCClient
import HDOCModels

/// Requests that the screens start by themselves.
enum Refreshing {
    /// Fetches the data of the visible screen if it is stale and not being fetched.
    static func whatIsShown(_ state: AppState) -> [Effect] {
        guard !state.settings.isOffline, !state.work.isSyncing, let source = state.tab.screen.source(state) else { return [] }
        switch state.freshness(of: source) {
        case .neverLoaded, .stale: return [.network(.refresh(source.resource))]
        // The client decides when an absent route is requested again; until then, the effect fails immediately.
        case .absent: return state.activity[source.resource] == nil ? [.network(.refresh(source.resource))] : []
        case .loading, .fresh, .failed: return []
        }
    }

    /// Fetches the tags in use, for the completion of tags.
    static func tags(_ state: AppState) -> [Effect] {
        let source = Source(resource: .tags, route: .tags, fetchedAt: state.model.tags.fetchedAt)
        guard !state.settings.isOffline, !state.work.isSyncing else { return [] }
        switch state.freshness(of: source) {
        case .neverLoaded, .stale: return [.network(.refresh(.tags))]
        case .loading, .fresh, .failed, .absent: return []
        }
    }

    /// Sends the entries that are due.
    static func sendWhatIsDue(_ state: AppState) -> [Effect] {
        guard !state.settings.isOffline, !state.work.isSending, state.model.waiting > 0,
            state.now >= state.work.nextSendAllowed
        else { return [] }
        return [.network(.send(nil))]
    }

    /// Sends all waiting entries, due or not. Called after a sign-in, and when the network is back.
    static func sendWhatWaits(_ state: AppState) -> [Effect] {
        let waiting = state.model.outbox.filter(\.state.isWaiting).map(\.id)
        return state.settings.isOffline || state.work.isSending || waiting.isEmpty ? [] : [.network(.send(waiting))]
    }

    /// After a response: sends the entries that are due, or all waiting ones if the backend was unreachable before.
    static func sendAfterAnswer(_ state: inout AppState) -> [Effect] {
        defer { state.work.isAway = false }
        return state.work.isAway ? sendWhatWaits(state) : sendWhatIsDue(state)
    }
}
