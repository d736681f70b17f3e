import FoundationEssentials
import HDOCModels

/// The state of a deployment pipeline of CodePipeline. The texts are as AWS sent them and not sanitised.
public struct DeploymentPipeline: Sendable, Equatable {
    /// The status of the latest execution of a pipeline's stage or of one of its actions.
    public enum Status: Sendable, Equatable {
        case succeeded, failed, inProgress, stopped, stopping, cancelled, skipped, abandoned
        /// A status that hdoc does not know, as AWS sent it.
        case other(String)
    }

    /// Why an action failed.
    public struct Failure: Sendable, Equatable {
        /// The name of the failed action.
        public var action: String
        /// The error code, for example `JobFailed`.
        public var code: String?
        /// The message of AWS, or the summary of the execution if there is no message.
        public var message: String?
        /// The address of the failed execution in the console of AWS.
        public var url: String?

        package init(action: String, code: String? = nil, message: String? = nil, url: String? = nil) {
            (self.action, self.code, self.message, self.url) = (action, code, message, url)
        }
    }

    /// One stage of the pipeline, such as `Build`. It is not a stage of the community.
    public struct Step: Sendable, Equatable {
        /// The name of the stage in the pipeline.
        public var name: String
        /// The status of the latest execution; nil if the stage was never executed.
        public var status: Status?
        /// The latest change of the status of an action; nil if the stage was never executed.
        public var changedAt: Date?
        /// The revision that a source action found, for example a commit hash.
        public var revision: String?
        /// The first failed action. Nil unless `status` is `failed`, because AWS also lists actions of earlier executions.
        public var failure: Failure?

        package init(
            name: String, status: Status? = nil, changedAt: Date? = nil, revision: String? = nil, failure: Failure? = nil
        ) {
            (self.name, self.status, self.changedAt, self.revision, self.failure) = (name, status, changedAt, revision, failure)
        }
    }

    /// The name of the pipeline.
    public var name: String
    /// The stages of the pipeline in their order.
    public var steps: [Step]

    package init(name: String, steps: [Step]) { (self.name, self.steps) = (name, steps) }

    /// Whether CodePipeline allows a pipeline to have this name.
    package static func isName(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
                    || ".@-_".utf8.contains(byte)
            }
    }

    /// The first failed stage of the pipeline.
    public var failed: Step? { steps.first { $0.status == .failed } }
}

extension AWSClient {
    /// The state of the pipeline with this name (`GetPipelineState` of CodePipeline).
    /// - Throws: `noSuchPipeline` if the region has no pipeline with this name.
    public func pipeline(named name: String) async throws(AWSError) -> DeploymentPipeline {
        do throws(AWSError) {
            let reply = try await json("codepipeline", target: "CodePipeline_20150709.GetPipelineState", ["name": .string(name)])
            guard let pipeline = DeploymentPipeline(json: reply) else { throw .unreadable(status: 200) }
            return pipeline
        } catch {
            if case .refused("PipelineNotFoundException", _, _) = error { throw .noSuchPipeline(name, region: access.region) }
            throw error
        }
    }

    /// The state of the pipeline of a stage. The output `Pipeline` of the stack `hdoc-pipeline-STAGE` names it.
    /// - Throws: `noPipelineStack` or `noPipelineOutput` if CloudFormation does not name a pipeline for the stage.
    public func pipeline(ofStage stage: String) async throws(AWSError) -> DeploymentPipeline {
        let stackName = "hdoc-pipeline-\(stage)"
        guard let stack = try await stack(named: stackName) else { throw .noPipelineStack(stackName, region: access.region) }
        guard let name = stack.outputs["Pipeline"], !name.isEmpty else { throw .noPipelineOutput(stack: stackName) }
        return try await pipeline(named: name)
    }
}

extension DeploymentPipeline {
    /// Nil if the response has no name or no list of stages, or if a stage has no name.
    fileprivate init?(json: [String: JSONValue]) {
        guard let name = json["pipelineName"]?.text, let states = json["stageStates"]?.array else { return nil }
        let steps = states.compactMap { $0.object.flatMap(Step.init(json:)) }
        guard steps.count == states.count else { return nil }
        self.init(name: name, steps: steps)
    }
}

extension DeploymentPipeline.Step {
    fileprivate init?(json: [String: JSONValue]) {
        guard let name = json["stageName"]?.text else { return nil }
        let actions = (json["actionStates"]?.array ?? []).compactMap(\.object)
        let executions = actions.compactMap { $0["latestExecution"]?.object }
        let status = json["latestExecution"]?.object?["status"]?.text.map(DeploymentPipeline.Status.init(text:))
        self.init(
            name: name, status: status, changedAt: executions.compactMap { Self.date($0["lastStatusChange"]) }.max(),
            revision: actions.compactMap { $0["currentRevision"]?.object?["revisionId"]?.text }.first,
            failure: status == .failed ? actions.lazy.compactMap(DeploymentPipeline.Failure.init(action:)).first : nil)
    }

    /// A time in JSON 1.1: the number of seconds since 1970, with a fraction.
    private static func date(_ value: JSONValue?) -> Date? {
        guard case .number(let number)? = value, let seconds = Double(number.text), abs(seconds) < 1e11 else { return nil }
        return Date(timeIntervalSince1970: seconds)
    }
}

extension DeploymentPipeline.Failure {
    /// Nil if the latest execution of the action did not fail.
    fileprivate init?(action: [String: JSONValue]) {
        guard let execution = action["latestExecution"]?.object, execution["status"]?.text == "Failed" else { return nil }
        let details = execution["errorDetails"]?.object
        self.init(
            action: action["actionName"]?.text ?? "", code: details?["code"]?.text,
            message: details?["message"]?.text ?? execution["summary"]?.text, url: execution["externalExecutionUrl"]?.text)
    }
}

extension DeploymentPipeline.Status {
    init(text: String) {
        self =
            switch text {
            case "Succeeded": .succeeded
            case "Failed": .failed
            case "InProgress": .inProgress
            case "Stopped": .stopped
            case "Stopping": .stopping
            case "Cancelled": .cancelled
            case "Skipped": .skipped
            case "Abandoned": .abandoned
            default: .other(text)
            }
    }
}
