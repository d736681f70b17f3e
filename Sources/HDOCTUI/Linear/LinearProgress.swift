import FoundationEssentials
import HDOCClient
import HDOCModels

/// What is going on, as a sentence at a humane pace: the first after two seconds, and then one each five seconds.
struct LinearProgress: Sendable {
    static let first: TimeInterval = 2
    static let pause: TimeInterval = 5

    private var begun: Date?
    private var lastSaid: Date?
    private var lastSentence = ""

    /// When the next sentence may be said; nil if nothing is going on.
    var due: Date? {
        begun.map { lastSaid?.addingTimeInterval(Self.pause) ?? $0.addingTimeInterval(Self.first) }
    }

    /// The sentence to say now; nil if there is none.
    mutating func sentence(_ state: AppState, at now: Date) -> String? {
        guard let sentence = Self.activity(state) else {
            (begun, lastSaid, lastSentence) = (nil, nil, "")
            return nil
        }
        begun = begun ?? now
        guard let due, due <= now else { return nil }
        lastSaid = now
        guard sentence != lastSentence else { return nil }
        lastSentence = sentence
        return sentence
    }

    /// What is going on; nil if nothing is.
    static func activity(_ state: AppState) -> String? {
        let stage = state.settings.stage.name
        if state.work.isSyncing { return syncing(state) }
        if state.work.isSending { return "Sending queued entries." }
        if state.screens.stage.check.isRunning {
            return "Comparing the routes with the API contract: \(state.screens.stage.check.routes.count) of \(state.model.routes.count)."
        }
        if state.screens.stage.pipeline.isRunning { return "Fetching the pipeline from AWS." }
        if case .signUp(let signUp)? = state.dialogs.last, signUp.isSending { return "Creating your account." }
        let resource = state.openedArticle.map { Resource.article($0) } ?? state.tab.screen.source(state)?.resource
        guard let resource, case .loading? = state.activity[resource] else { return nil }
        let size = state.transfer(of: resource).flatMap { $0.received > 0 ? ", \(RequestStrings.size($0)) so far" : nil } ?? ""
        return "Fetching \(ResourceStrings.name(resource)) from \(stage)\(size)."
    }

    private static func syncing(_ state: AppState) -> String {
        guard let progress = state.work.syncing, progress.total > 0 else { return "Syncing." }
        let list = progress.list.map { ", \(ResourceStrings.progress($0))" } ?? ""
        return "Syncing: \(progress.done) of \(progress.total) parts\(list)."
    }
}
