import ArgumentParser
import HDOCClient
import HDOCTUI

extension StageCommand {
    struct Add: HdocCommand {
        static let configuration = CommandConfiguration(abstract: "Add a stage. The first stage becomes the current one.")

        @Argument(help: "The name of the stage: letters, digits, _ and -.") var name: String

        @Option(help: ArgumentHelp("Base URL of the API (https, or http on this machine).", valueName: "url"))
        var api: String

        @Option(help: ArgumentHelp("Issuer of the stage's tokens; needed for sign-in.", valueName: "url"))
        var issuer: String?

        @Option(help: ArgumentHelp("The client id of hdoc at the issuer; needed for sign-in.", valueName: "id"))
        var clientId: String?

        @Option(help: ArgumentHelp("Sign-in domain (default: discovered from the issuer).", valueName: "url"))
        var auth: String?

        @Option(
            name: .customLong("callback-port"),
            help: ArgumentHelp(
                "A port whose address http://localhost:PORT/callback is registered; may be repeated.", valueName: "port"))
        var callbackPorts: [Int] = []

        @Option(help: "The token that the stage expects: id or access.")
        var token: Stage.TokenKind = .id

        @Option(help: ArgumentHelp("Your GitHub username on this stage.", valueName: "name"))
        var handle: String?

        @Flag(help: "Make the stage the current stage.")
        var use = false

        @OptionGroup var format: JSONOptions

        private var stage: Stage {
            var stage = Stage(
                name: name, api: api, issuer: issuer, clientID: clientId, auth: auth, token: token, handle: handle)
            if !callbackPorts.isEmpty { stage.callbackPorts = callbackPorts }
            return stage
        }

        func validate() throws {
            if let problem = StageRules.problem(of: stage) { throw ValidationError(ErrorDescriber.describe(problem).sentence) }
        }

        func run(in context: CommandContext) async throws -> ExitStatus {
            let configuration = try context.configurationEditor.add(stage, use: use)
            if format.json { StageOutput.print(name, configuration, context.console) }
            let isCurrent = configuration.current == name
            context.console.say("Added \(name)\(isCurrent ? ", the current stage" : ""). Saved in \(configuration.file).")
            return .done
        }
    }
}
