import ArgumentParser

/// `hdoc` without a command.
struct ScreensCommand: HdocCommand {
    static let configuration = CommandConfiguration(
        commandName: "screens", abstract: "Open the screens (this is what hdoc does without a command).", shouldDisplay: false)

    @OptionGroup var options: StageOptions

    @Flag(help: "Plain lines instead of a full screen, for screen readers and simple terminals.")
    var linear = false

    func run(in context: CommandContext) async throws -> ExitStatus {
        let stage = try context.stage(options)
        guard linear || (context.input.isTerminal && context.console.outputIsTerminal) else { throw CommandError.notATerminal }
        let request = ScreensRequest(stage: stage, isOffline: options.offline, isLinear: linear)
        return try await context.runScreens(request, context)
    }
}
