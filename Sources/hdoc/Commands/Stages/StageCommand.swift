import ArgumentParser
import Glibc
import HDOCClient
import HDOCModels
import HDOCTUI

struct StageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.hdoc(
        .stage, abstract: "List, choose, add, import, check and remove stages, and watch their deployment.",
        subcommands: [
            ListStages.self, Use.self, Add.self, Remove.self, Import.self, Discover.self, MFA.self, Check.self, Pipeline.self,
            Credentials.self,
        ],
        defaultSubcommand: ListStages.self)

    struct ListStages: HdocCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the configured stages.")

        @OptionGroup var format: JSONOptions

        func run(in context: CommandContext) async throws -> ExitStatus {
            let configuration = try context.configuration()
            let current = try? configuration.select(option: nil, environment: context.environment).name
            if format.json {
                context.console.json(.array(configuration.stages.map { StageOutput.json($0, current: current) }))
            } else if configuration.stages.isEmpty {
                context.console.say(ErrorDescriber().sentence(StageSelectionError.none(file: configuration.file)))
            } else {
                context.console.table(StageOutput.table(configuration.stages, current: current))
            }
            return .done
        }
    }

    struct Use: HdocCommand {
        static let configuration = CommandConfiguration(abstract: "Make a stage the current stage.")

        @Argument(help: "The stage.", completion: .live(.stage)) var name: String
        @OptionGroup var format: JSONOptions

        func run(in context: CommandContext) async throws -> ExitStatus {
            let configuration = try context.configurationEditor.use(name)
            if format.json { StageOutput.print(name, configuration, context.console) }
            context.console.say("\(name) is the current stage.")
            if let wish = context.environment["HDOC_STAGE"], !wish.isEmpty, wish != name {
                context.console.say("HDOC_STAGE is set to \(wish), which takes precedence.")
            }
            return .done
        }
    }

    struct Remove: HdocCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a stage from the configuration. Its cache and outbox are kept.")

        @Argument(help: "The stage.", completion: .live(.stage)) var name: String
        @OptionGroup var consent: ConsentOptions
        @OptionGroup var format: JSONOptions

        func run(in context: CommandContext) async throws -> ExitStatus {
            let before = try context.configuration()
            if let stage = before.stages.first(where: { $0.name == name }) {
                try await consent.require("remove it from the configuration", on: stage, context)
            }
            try context.configurationEditor.remove(name)
            if format.json { StageOutput.print(name, before, context.console) }
            context.console.say("\(name) is removed from the configuration.")
            let outbox = context.paths.outbox(name)
            if access(outbox, F_OK) == 0 { context.console.say("Its outbox is kept in \(outbox).") }
            return .done
        }
    }
}

/// Stages as text and JSON.
enum StageOutput {
    static func table(_ stages: [Stage], current: String?) -> TextTable {
        TextTable(
            [.fixed(""), .fixed("NAME"), .text("API"), .fixed("SIGN-IN"), .fixed("HANDLE")],
            rows: stages.map { stage in
                [
                    stage.name == current ? "*" : "", stage.name, stage.api,
                    stage.issuer != nil && stage.clientID != nil ? "yes" : "no", stage.handle ?? "-",
                ]
            })
    }

    static func json(_ stage: Stage, current: String?) -> JSONValue {
        .object([
            "name": .string(stage.name), "current": .bool(stage.name == current), "api": .string(stage.api),
            "issuer": .optional(stage.issuer), "client_id": .optional(stage.clientID), "auth": .optional(stage.auth),
            "callback_ports": .array(stage.callbackPorts.map { .number(JSONNumber($0)) }),
            "token": .string(stage.token.rawValue), "handle": .optional(stage.handle), "day_ends": .optional(stage.dayEnd?.description),
        ])
    }

    static func print(_ name: String, _ configuration: Configuration, _ console: Console) {
        if let stage = configuration.stage(name) { console.json(json(stage, current: configuration.current)) }
    }
}
