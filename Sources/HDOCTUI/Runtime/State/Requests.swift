import FoundationEssentials
import HDOCClient
import HDOCModels

/// The requests of this run: the latest ones, so that number and bytes are bounded.
extension AppState {
    static let requestsKept = 500
    /// The most bytes of their addresses and headers.
    static let requestBytesKept = 1 << 18

    mutating func take(_ trace: RequestTrace) {
        if let index = requests.lastIndex(where: { $0.id == trace.id }) {
            requests[index] = trace
        } else {
            requests = requests.suffix(Self.requestsKept - 1) + [trace]
            var bytes = requests.reduce(0) { $0 + $1.request.size }
            while bytes > Self.requestBytesKept, requests.count > 1 { bytes -= requests.removeFirst().request.size }
        }
    }

    /// The running request for a resource.
    func transfer(of resource: Resource) -> RequestTrace? {
        requests.last { $0.purpose == resource && $0.outcome == .underWay }
    }
}

extension RequestOutline {
    fileprivate var size: Int { headers.reduce(url.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count } }
}

/// Cancels running reads. A delivery is never cancelled.
enum Cancelling {
    /// The binding that cancels; nil if nothing is running. Its hint appears when the wait is long enough to be shown.
    static func binding(_ state: AppState) -> Binding? {
        guard let since = since(state) else { return nil }
        let isShown = state.now >= since.addingTimeInterval(Freshness.loadingShownAfter)
        return Binding(.back, hint: isShown ? "cancel" : nil, run: cancel)
    }

    static func cancel(_ state: inout AppState) -> [Effect] {
        var effects: [Effect] = []
        if state.work.isSyncing {
            (state.work.isSyncing, state.work.syncing) = (false, nil)
            effects.append(.cancel(.sync))
        }
        if state.tab == .stage, state.screens.stage.check.isRunning {
            state.screens.stage.check.isRunning = false
            effects.append(.cancel(.check))
        }
        if state.tab == .stage, state.screens.stage.pipeline.isRunning {
            state.screens.stage.pipeline.isRunning = false
            effects.append(.cancel(.pipeline))
        }
        if let source = state.tab.screen.source(state), case .loading? = state.activity[source.resource] {
            state.activity[source.resource] = nil
            effects.append(.cancel(.refresh(source.resource)))
        }
        if !effects.isEmpty { state.say("Cancelled. The screen shows cached data.") }
        return effects
    }

    /// When the oldest running request began.
    private static func since(_ state: AppState) -> Date? {
        var moments: [Date] = []
        if state.work.isSyncing { moments.append(state.work.syncingSince ?? state.now) }
        if state.tab == .stage, state.screens.stage.check.isRunning { moments.append(.distantPast) }
        if state.tab == .stage, state.screens.stage.pipeline.isRunning { moments.append(.distantPast) }
        if let source = state.tab.screen.source(state), case .loading(let since)? = state.activity[source.resource] {
            moments.append(since)
        }
        return moments.min()
    }
}
