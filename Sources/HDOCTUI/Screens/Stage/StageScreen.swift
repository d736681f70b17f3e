import TerminalKit
import FoundationEssentials
import HDOCClient
import HDOCModels

struct StageState: Sendable {
    var list = ListState()
    /// Ends the browser's own session, after a sign-out.
    var browserSignOut: String?
    var check = Check()

    /// The comparison of the routes with the API contract, during this run.
    struct Check: Sendable {
        var isRunning = false
        var routes: [Route: RouteCheck] = [:]
        var finishedAt: Date?
    }
}

enum StageScreen: Screen {
    static func offers(_ state: AppState) -> [Offer] {
        let isIn = if case .signedIn = state.library.session { true } else { false }
        let common = Offers.everywhere(state)
        func hinted(_ command: Command, _ hint: String) -> Offer? {
            common.first { $0.command == command }.map { Offer(command, hint: hint, disabled: $0.disabled) }
        }
        return [
            Offer(.check, hint: "check routes", disabled: checkObstacle(state)), hinted(.refresh, "fetch everything"),
            state.setting.otherStages.isEmpty ? nil : Offer(.switchStage, hint: "switch stage"),
            isIn ? nil : hinted(.signIn, "sign in"), isIn ? hinted(.signOut, "sign out") : nil,
            state.stageScreen.browserSignOut.map { _ in Offer(.openLink, hint: "sign the browser out too") },
        ].compactMap { $0 } + Offers.moving
    }

    static func update(_ state: inout AppState, _ command: Command) -> [Effect] {
        if let move = ListMove(command) {
            state.stageScreen.list.move(move, height: StageLayout(state).listHeight)
            return []
        }
        if command == .check { return [.check] }
        if command == .openLink, let address = state.stageScreen.browserSignOut { return [.openLink(address)] }
        return []
    }

    private static func checkObstacle(_ state: AppState) -> String? {
        if state.setting.isOffline { return "hdoc runs with --offline: nothing is fetched or sent." }
        return state.stageScreen.check.isRunning ? "A check is already running." : nil
    }

    /// The end of a check; its routes came one by one.
    static func checked(_ result: Result<StageCheckReport, any Error>, _ state: inout AppState) -> [Effect] {
        state.stageScreen.check.isRunning = false
        switch result {
        case .success(let report):
            state.stageScreen.check.finishedAt = state.now
            state.say(StageCheckStrings.summary(report), isWarning: !report.drifted.isEmpty || !report.unanswered.isEmpty)
        case .failure(let error): state.warn(error)
        }
        return [.read(.routes)]
    }

    static func rebuild(_ state: inout AppState) {
        state.stageScreen.list.setCount(state.library.routes.count, height: StageLayout(state).listHeight)
    }

    static func view(_ state: AppState, in area: Rect, of frame: inout Frame) {
        StageView.draw(state, StageLayout(area), of: &frame)
    }
}
