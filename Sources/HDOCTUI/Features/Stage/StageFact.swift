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

    /// The source credentials with which CodeBuild reads the code. They contain no secret.
    private static func credentials(_ state: AppState) -> [StageFact] {
        switch state.screens.stage.pipeline.credentials {
        case nil: return []
        case .failure(let error)?:
            return [StageFact(name: "Credentials", value: state.describer.describe(error).what, style: .warning)]
        case .success(let all)?:
            guard !all.isEmpty else { return [StageFact(name: "Credentials", value: "CodeBuild has no source credentials", style: .dim)] }
            return all.map { each in
                let kinds = [each.serverType, each.authType].compactMap(\.self).joined(separator: ", ")
                return StageFact(name: "Credentials", value: kinds.isEmpty ? each.arn : "\(kinds): \(each.arn)")
            }
        }
    }

    static func all(_ state: AppState) -> [StageFact] {
        let progress = state.screens.stage.pipeline
        guard let latest = progress.latest else {
            return progress.isRunning ? [StageFact(name: "Pipeline", value: "fetching from AWS", style: .dim)] : []
        }
        let fetched = progress.isRunning ? "fetching again; " : progress.fetchedAt.map { "fetched \(state.age($0)); " } ?? ""
        let line = StageFact(
            name: "Pipeline", value: fetched + PipelineStrings.line(latest, now: state.now),
            style: latest.failed == nil ? .normal : .warning)
        guard let failure = latest.failed?.failure else { return [line] + credentials(state) }
        return [line, StageFact(name: "Failed", value: PipelineStrings.failure(failure), style: .warning)] + credentials(state)
    }
}
