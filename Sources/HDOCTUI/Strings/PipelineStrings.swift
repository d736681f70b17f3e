import FoundationEssentials
import HDOCClient
import HDOCModels

/// Texts about the deployment pipeline of a stage.
package enum PipelineStrings {
    package static func status(_ status: DeploymentPipeline.Status?) -> String {
        switch status {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .inProgress: "in progress"
        case .stopped: "stopped"
        case .stopping: "stopping"
        case .cancelled: "cancelled"
        case .skipped: "skipped"
        case .abandoned: "abandoned"
        case .other(let text): text
        case nil: "never run"
        }
    }

    /// The failed action and the reason.
    package static func failure(_ failure: DeploymentPipeline.Failure) -> String {
        let reason = failure.message ?? failure.code ?? "no reason given"
        return failure.action.isEmpty ? reason : "\(failure.action): \(reason)"
    }

    /// A revision as people write it: the first eight digits of a commit hash, any other text whole.
    package static func revision(_ text: String) -> String {
        let isCommit = text.utf8.count == 40 && text.utf8.allSatisfy { $0 < 0x80 && Character(Unicode.Scalar($0)).isHexDigit }
        return isCommit ? String(text.prefix(8)) : text
    }

    /// One sentence about all stages of the pipeline.
    package static func summary(_ pipeline: DeploymentPipeline) -> String {
        if let failed = pipeline.failed { return "\(pipeline.name): \(failed.name) failed." }
        if let running = pipeline.steps.first(where: { $0.status == .inProgress }) {
            return "\(pipeline.name): \(running.name) is in progress."
        }
        let open = pipeline.steps.filter { $0.status != .succeeded }
        guard let first = open.first else { return "\(pipeline.name): all \(pipeline.steps.count) stages succeeded." }
        return "\(pipeline.name): \(first.name) \(first.status == nil ? "was never run" : "is \(status(first.status))")."
    }

    /// The status of each stage, with the time of the latest change of all.
    package static func line(_ pipeline: DeploymentPipeline, now: Date) -> String {
        let states = pipeline.steps.map { "\($0.name) \(status($0.status))" }.joined(separator: ", ")
        let changed = pipeline.steps.compactMap(\.changedAt).max().map { ", changed \(RelativeTime.ago($0, now: now))" }
        return (states.isEmpty ? "no stages" : states) + (changed ?? "")
    }
}
