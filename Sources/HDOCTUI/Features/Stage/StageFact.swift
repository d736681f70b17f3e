import HDOCClient
import TerminalKit

/// One row of the facts on the Stage screen.
struct StageFact {
    let name: String
    let value: String
    var style = Style.normal
}

/// The rows about the deployment pipeline. There are none until the user asks for its state.
enum PipelineFacts {
    static func count(_ state: AppState) -> Int { all(state).count }

    static func all(_ state: AppState) -> [StageFact] {
        let progress = state.screens.stage.pipeline
        guard let latest = progress.latest else {
            return progress.isRunning ? [StageFact(name: "Pipeline", value: "fetching from AWS", style: .dim)] : []
        }
        let fetched = progress.isRunning ? "fetching again; " : progress.fetchedAt.map { "fetched \(state.age($0)); " } ?? ""
        let line = StageFact(
            name: "Pipeline", value: fetched + PipelineStrings.line(latest, now: state.now),
            style: latest.failed == nil ? .normal : .warning)
        guard let failure = latest.failed?.failure else { return [line] }
        return [line, StageFact(name: "Failed", value: PipelineStrings.failure(failure), style: .warning)]
    }
}
