import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

extension StageCommand {
    struct Import: HdocCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add or update a stage from the output of `aws cloudformation describe-stacks`.",
            discussion: "For example: aws cloudformation describe-stacks --profile mfa | hdoc stage import --name dev")

        @Argument(help: "The file (default: -, the standard input).", completion: .file()) var file = "-"

        @Option(help: ArgumentHelp("The name of the stage; if the input describes several stages, the one to import.", valueName: "name"))
        var name: String?

        @OptionGroup var format: JSONOptions

        func run(in context: CommandContext) async throws -> ExitStatus {
            if file == "-", context.input.isTerminal {
                context.console.say("Reading from the terminal; press Ctrl-D at the end.")
            }
            let outputs = try StageOutputs.one(of: try Stack.describe(try bytes(context.input)), name: name)
            StagePutting.show([try StagePutting.put(outputs, context)], format, context)
            return .done
        }

        private func bytes(_ input: any InputSource) throws -> [UInt8] {
            let limit = 16 << 20
            return file == "-" ? try input.readAll(limit: limit) : Array(try DescriptorReader.text(file, limit: limit).utf8)
        }
    }

    struct Discover: HdocCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add or update stages from CloudFormation.",
            discussion: "hdoc reads the AWS keys from the environment or from a profile of the AWS command line.")

        @OptionGroup var aws: AWSOptions
        @Argument(help: "The stages to import (default: all).") var stages: [String] = []
        @OptionGroup var format: JSONOptions

        func run(in context: CommandContext) async throws -> ExitStatus {
            let client = try aws.client(context)
            let stacks = try await client.stacks()
            let found = try StageOutputs.all(of: stacks, only: Set(stages))
            let known = found.map(\.stage)
            for name in stages where !known.contains(name) {
                let all = try StageOutputs.all(of: stacks).map(\.stage)
                throw StackImportError.noSuchStage(name, nearest: nil, known: all)
            }
            guard !found.isEmpty else { throw StackImportError.noStages(region: client.access.region) }
            StagePutting.show(try found.map { try StagePutting.put($0, context) }, format, context)
            return .done
        }
    }
}

/// The profile and the region for commands that call AWS.
struct AWSOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The AWS profile to use.", valueName: "profile"))
    var profile: String?

    @Option(help: ArgumentHelp("The AWS region (default: from the environment, the profile, or us-east-1).", valueName: "region"))
    var region: String?

    func client(_ context: CommandContext) throws -> AWSClient {
        try Wiring.awsClient(profile: profile, region: region, transport: Wiring.transport(context), context)
    }
}

/// Writes imported stages into the configuration and reports each change.
enum StagePutting {
    struct Result {
        var change: StageChange
        var stage: String
        var configuration: Configuration
    }

    static func put(_ outputs: StageOutputs, _ context: CommandContext) throws -> Result {
        let (change, configuration) = try context.configurationEditor.put(outputs)
        return Result(change: change, stage: outputs.stage, configuration: configuration)
    }

    static func show(_ results: [Result], _ format: JSONOptions, _ context: CommandContext) {
        for result in results { context.console.say(sentence(result)) }
        guard format.json else { return }
        context.console.json(
            .array(
                results.compactMap { result in
                    let json = result.configuration.stage(result.stage).map { StageOutput.json($0, current: result.configuration.current) }
                    guard case .object(var members)? = json else { return nil }
                    members["change"] = .string(result.change.rawValue)
                    return .object(members)
                }))
    }

    private static func sentence(_ result: Result) -> String {
        let current = result.configuration.current == result.stage ? ", the current stage" : ""
        return switch result.change {
        case .added: "Added \(result.stage)\(current). Saved in \(result.configuration.file)."
        case .updated: "Updated \(result.stage)\(current). Saved in \(result.configuration.file)."
        case .unchanged: "\(result.stage) is already up to date."
        }
    }
}
