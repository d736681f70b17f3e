import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

extension StageCommand {
    struct Pipeline: HdocCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the state of a stage's deployment pipeline. Changes nothing.",
            discussion: """
                hdoc asks CloudFormation for the output Pipeline of the stack hdoc-pipeline-STAGE, and CodePipeline for its state. \
                Exits with 0 if no stage of the pipeline has failed, 1 if one has failed, 5 if AWS does not respond, and 7 if there \
                is no such pipeline.
                """)

        @Argument(help: "The stage (default: the current stage).", completion: .live(.stage)) var stage: String?

        @Option(help: ArgumentHelp("The name of the pipeline (default: from CloudFormation).", valueName: "name"))
        var name: String?

        @OptionGroup var aws: AWSOptions
        @OptionGroup var format: JSONOptions

        func validate() throws {
            if let stage, let problem = StageRules.problem(ofName: stage) {
                throw ValidationError(ErrorDescriber.describe(problem).sentence)
            }
            if let name, !DeploymentPipeline.isName(name) {
                throw ValidationError("--name: a pipeline's name has 1 to 100 letters, digits and the characters . @ - _")
            }
        }

        func run(in context: CommandContext) async throws -> ExitStatus {
            let client = try aws.client(context)
            let pipeline: DeploymentPipeline
            var stage = stage
            if let name {
                pipeline = try await client.pipeline(named: name)
            } else {
                let found = try stageName(context)
                (pipeline, stage) = (try await client.pipeline(ofStage: found), found)
            }
            if format.json {
                context.console.json(Self.json(pipeline, stage, client.access.region, context))
            } else {
                context.console.table(Self.table(pipeline, context))
            }
            context.console.say(PipelineStrings.summary(pipeline))
            return pipeline.failed == nil ? .done : .failed
        }

        /// The argument may be a stage that is not configured on this machine, because only its name is needed.
        private func stageName(_ context: CommandContext) throws -> String {
            if let stage { return stage }
            return try context.configuration().select(option: nil, environment: context.environment).name
        }

        private static func table(_ pipeline: DeploymentPipeline, _ context: CommandContext) -> TextTable {
            TextTable(
                [.fixed("STAGE"), .fixed("STATE"), .fixed("CHANGED"), .text("REVISION"), .text("WHY")],
                cells: pipeline.steps.map { step in
                    [
                        .init(step.name), .init(PipelineStrings.status(step.status)),
                        step.changedAt.map { date in
                            .init("\(context.age(date)) (\(CalendarDay(date, in: context.zone)))", exact: Timestamp.format(date))
                        } ?? "-",
                        step.revision.map { .init(PipelineStrings.revision($0), exact: $0) } ?? "-",
                        .init(step.failure.map(PipelineStrings.failure) ?? ""),
                    ]
                })
        }

        private static func json(
            _ pipeline: DeploymentPipeline, _ stage: String?, _ region: String, _ context: CommandContext
        ) -> JSONValue {
            .object([
                "stage": .optional(stage), "pipeline": .string(pipeline.name), "region": .string(region),
                "fetched_at": .string(Timestamp.format(context.now())), "stages": .array(pipeline.steps.map(json)),
            ])
        }

        private static func json(_ step: DeploymentPipeline.Step) -> JSONValue {
            .object([
                "name": .string(step.name),
                "state": step.status.map { .string(PipelineStrings.status($0).replacing(" ", with: "_")) } ?? .null,
                "changed_at": .optional(step.changedAt.map(Timestamp.format)), "revision": .optional(step.revision),
                "failed_action": step.failure.map(json) ?? .null,
            ])
        }

        private static func json(_ failure: DeploymentPipeline.Failure) -> JSONValue {
            .object([
                "name": .string(failure.action), "code": .optional(failure.code), "message": .optional(failure.message),
                "url": .optional(failure.url),
            ])
        }
    }
}
