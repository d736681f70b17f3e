import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

struct StageState: Sendable {
    var list = ListState()
    /// After a sign-out: the address that also ends the browser's session at the sign-in provider.
    var browserSignOut: String?
    var check = CheckProgress()
    var pipeline = PipelineProgress()

    /// The latest comparison of the routes with the API contract in this run.
    struct CheckProgress: Sendable {
        var isRunning = false
        var routes: [Route: RouteCheck] = [:]
        var finishedAt: Date?
    }

    /// The state of the stage's deployment pipeline. It is fetched only when the user asks for it.
    struct PipelineProgress: Sendable {
        var isRunning = false
        var latest: DeploymentPipeline?
        var fetchedAt: Date?
        /// The source credentials of CodeBuild, or why they could not be listed. Nil until they are fetched.
        var credentials: Result<[SourceCredentials], any Error>?
    }
}

extension Tab {
    static let stage = Tab(StageScreen.self)
}

enum StageScreen: Screen {
    static let title = "Stage"
    static let action = Action.stage
    static var list: StatePath<ListState> { \.screens.stage.list }
    static let parts: Set<ReadModel.Part> = [.routes, .storage]

    static func listHeight(_ state: AppState) -> Int { StageLayout(state).listHeight }

    static func bindings(_ state: AppState) -> [Binding] {
        let isIn = if case .signedIn = state.model.session { true } else { false }
        let common = Bindings.everywhere(state)
        func hinted(_ action: Action, _ hint: String) -> Binding? { common.first { $0.action == action }?.hinted(hint) }
        return [
            .effects(.check, hint: "check routes", disabled: checkObstacle(state), [.network(.check)]),
            pipelineBinding(state), hinted(.refresh, "fetch everything"),
            state.settings.otherStages.isEmpty ? nil : hinted(.switchStage, "switch stage"),
            isIn ? nil : hinted(.signIn, "sign in"), isIn ? hinted(.signOut, "sign out") : nil,
            state.screens.stage.browserSignOut.map { .openOwnLink($0, hint: "sign the browser out too", missing: "") },
        ].compactMap { $0 } + Binding.moves(in: self)
    }

    static func isConcerned(by trace: RequestTrace, _ state: AppState) -> Bool { true }

    private static func checkObstacle(_ state: AppState) -> String? {
        if state.settings.isOffline { return "hdoc runs with --offline: nothing is fetched or sent." }
        return state.screens.stage.check.isRunning ? "A check is already running." : nil
    }

    /// The hint line names the key only on a stage with an address of AWS. A stage with a domain of its own may have a pipeline too.
    private static func pipelineBinding(_ state: AppState) -> Binding {
        let stage = state.settings.stage
        let obstacle: String? =
            if state.settings.isOffline {
                "hdoc runs with --offline: nothing is fetched or sent."
            } else if stage.isDemo || !stage.api.hasPrefix("https:") {
                "A stage on this machine has no pipeline."
            } else if state.screens.stage.pipeline.isRunning {
                "The pipeline is already being fetched."
            } else {
                nil
            }
        let hint = stage.api.contains(".amazonaws.com/") ? "pipeline" : nil
        return .effects(.pipeline, hint: hint, disabled: obstacle, [.maintenance(.fetchPipeline)])
    }

    static func fetchedCredentials(_ result: Result<[SourceCredentials], any Error>, _ state: inout AppState) {
        state.screens.stage.pipeline.credentials = result
        rebuild(&state)
    }

    static func fetchedPipeline(_ result: Result<DeploymentPipeline, any Error>, _ state: inout AppState) {
        state.screens.stage.pipeline.isRunning = false
        switch result {
        case .success(let pipeline):
            (state.screens.stage.pipeline.latest, state.screens.stage.pipeline.fetchedAt) = (pipeline, state.now)
            rebuild(&state)
            state.say(PipelineStrings.summary(pipeline), isWarning: pipeline.failed != nil)
        case .failure(let error): state.warn(error)
        }
    }

    /// Handles the end of a check. The results of the routes have arrived before, one by one.
    static func checked(_ result: Result<StageCheckReport, any Error>, _ state: inout AppState) {
        state.screens.stage.check.isRunning = false
        switch result {
        case .success(let report):
            state.screens.stage.check.finishedAt = state.now
            state.say(StageCheckStrings.summary(report), isWarning: !report.drifted.isEmpty || !report.unanswered.isEmpty)
        case .failure(let error): state.warn(error)
        }
    }

    static func rebuild(_ state: inout AppState) {
        state.screens.stage.list.setCount(state.model.routes.count, height: StageLayout(state).listHeight)
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        StageView.draw(state, StageLayout(state, in: area), of: &frame)
    }
}
