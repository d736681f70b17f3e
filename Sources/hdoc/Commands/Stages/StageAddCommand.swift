import HDOCTUI
import TerminalKit
import ArgumentParser
import HDOCClient

extension StageCommand {
    struct Add: HdocCommand {
        static let configuration = CommandConfiguration(abstract: "Add a stage; the first one becomes the current one.")

        @Argument(help: "Its name: letters, digits, _ and -.") var name: String

        @Option(help: ArgumentHelp("Base URL of the API (https, or http on this machine).", valueName: "url"))
        var api: String

        @Option(help: ArgumentHelp("Issuer of its tokens, for signing in.", valueName: "url"))
        var issuer: String?

        @Option(help: ArgumentHelp("The client id that hdoc is registered under.", valueName: "id"))
        var clientId: String?

        @Option(help: ArgumentHelp("Sign-in domain; otherwise the issuer tells.", valueName: "url"))
        var auth: String?

        @Option(
            name: .customLong("callback-port"),
            help: ArgumentHelp(
                "A registered port of http://localhost:PORT/callback; may be repeated.", valueName: "port"))
        var callbackPorts: [Int] = []

        @Option(help: "Which token the stage expects: id or access.")
        var token: Stage.TokenKind = .id

        @Option(help: ArgumentHelp("Your GitHub username on this stage.", valueName: "name"))
        var handle: String?

        @Flag(help: "Make it the current stage.")
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
            context.console.say("Added \(name)\(isCurrent ? ", the current stage" : ""). Kept in \(configuration.file).")
            return .done
        }
    }
}
