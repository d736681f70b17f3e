import HDOCClient

/// Opens the screens. hdoc without arguments needs no argument parser, which takes a quarter of the time until the first frame.
struct OpenScreens: RunnableCommand {
    /// The name of the stage; nil means the one of `HDOC_STAGE` or the configuration.
    var stage: String?
    var isOffline = false
    /// Whether the linear mode was asked for.
    var linear = false

    var handlesSignals: Bool { true }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let isOnTerminal = context.input.isTerminal && context.console.outputIsTerminal
        let configuration = try context.configuration()
        let reason = LinearReason.of(option: linear, context.environment, configuration)
        let opened: Stage
        do {
            opened = try context.stage(named: stage, in: configuration)
        } catch StageSelectionError.none where stage == nil && (reason != nil || isOnTerminal) {
            return try await FirstRun(context: context, isOffline: isOffline, linear: reason).run()
        }
        guard reason != nil || isOnTerminal else { throw CommandError.notATerminal }
        return try await context.runScreens(ScreensRequest(stage: opened, isOffline: isOffline, linear: reason), context)
    }
}
