import ArgumentParser
import HDOCClient

/// `hdoc` without a command.
struct ScreensCommand: HdocCommand {
    static let configuration = CommandConfiguration.hdoc(
        .screens, abstract: "Open the screens (the default without a command).", shouldDisplay: false)

    @OptionGroup var options: StageOptions

    @Flag(help: "Print plain lines instead of full screens, for screen readers and simple terminals.")
    var linear = false

    var handlesSignals: Bool { true }

    func run(in context: CommandContext) async throws -> ExitStatus {
        try await OpenScreens(stage: options.stage, isOffline: options.offline, linear: linear).run(in: context)
    }
}
