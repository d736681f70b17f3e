import ArgumentParser
import HDOCClient

/// `hdoc` without a command.
struct ScreensCommand: HdocCommand {
    static let configuration = CommandConfiguration(
        commandName: "screens", abstract: "Open the screens (the default without a command).", shouldDisplay: false)

    @OptionGroup var options: StageOptions

    @Flag(help: "Print plain lines instead of full screens, for screen readers and simple terminals.")
    var linear = false

    func run(in context: CommandContext) async throws -> ExitStatus {
        let isOnTerminal = context.input.isTerminal && context.console.outputIsTerminal
        let configuration = try context.configuration()
        let reason = LinearReason.of(option: linear, context.environment, configuration)
        let stage: Stage
        do {
            stage = try context.stage(named: options.stage, in: configuration)
        } catch StageSelectionError.none where options.stage == nil && (reason != nil || isOnTerminal) {
            return try await FirstRun(context: context, options: options, linear: reason).run()
        }
        guard reason != nil || isOnTerminal else { throw CommandError.notATerminal }
        let request = ScreensRequest(stage: stage, isOffline: options.offline, linear: reason)
        return try await context.runScreens(request, context)
    }
}
