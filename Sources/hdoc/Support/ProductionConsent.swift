import ArgumentParser
import HDOCClient

/// The confirmation that destructive commands need on a production stage: `--yes`, or the answer yes at the terminal.
struct ConsentOptions: ParsableArguments {
    @Flag(help: "Do not ask for confirmation on a production stage.")
    var yes = false

    /// Asks for confirmation if the stage is a production stage and `--yes` was not given. Throws `CommandError.needsConsent` if there is
    /// no terminal to ask, and `CancellationError` if the answer is not yes.
    /// - Parameter action: a verb with its object, as in "discard day 5".
    func require(_ action: String, in session: ClientSession) async throws {
        try await require(action, on: session.stage, session.context)
    }

    func require(_ action: String, on stage: Stage, _ context: CommandContext) async throws {
        guard stage.isProduction, !yes else { return }
        guard context.input.isTerminal else { throw CommandError.needsConsent(action: action, stage: stage.name) }
        context.console.say("\(stage.name) is a production stage. To \(action), type yes:")
        guard await context.input.confirms() else { throw CancellationError() }
    }
}

extension InputSource {
    /// Reads a line and returns whether it is `y` or `yes`.
    func confirms() async -> Bool {
        ["y", "yes"].contains((await readLine() ?? "").lowercased().filter { !$0.isWhitespace })
    }
}
