import ArgumentParser
import CTaskThreads
import Glibc
import HDOCClient
import HDOCTUI
import TerminalKit

@main
struct Hdoc: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hdoc",
        abstract: "A terminal client for the #100DaysOfCloud community.",
        discussion: """
            Without a command, hdoc opens its screens on the current stage:
              hdoc [--stage <name>] [--offline] [--linear]
            More help: hdoc help \(HelpTopic.allCases.map(\.rawValue).joined(separator: "|")), and hdoc help --json.
            """,
        version: Version.current,
        subcommands: CommandName.allCases.map(\.type),
        defaultSubcommand: ScreensCommand.self)

    static func main() async {
        CrashGuard.install()
        hdoc_memory_return()
        // SIGPIPE is ignored, so that writing to a closed pipe is an error. The signal would end hdoc in the middle of its work.
        signal(SIGPIPE, SIG_IGN)
        if let request = CompletionRequest(Array(CommandLine.arguments.dropFirst())) {
            print(request.answer)
            Glibc.exit(ExitStatus.done.rawValue)
        }
        let context = CommandContext.live()
        if !Paths.lacksHome(context.environment) { CrashGuard.reportCrashes(to: context.paths.crashReport, version: Version.current) }
        let arguments: [String]
        do throws(CommandError) {
            arguments = try CommandArguments.ofProcess()
        } catch {
            Glibc.exit(ErrorOutput([], console: context.console).report(error).rawValue)
        }
        let errors = ErrorOutput(arguments, console: context.console)
        let request = read(arguments, errors)
        // The screens are open for hours. A command ends before wake-ups matter, and a backend in the same process needs libdispatch.
        if case .command(let command) = request, command is OpenScreens || command is ScreensCommand { hdoc_task_threads_install() }
        let status =
            switch request {
            case .answered(let status): checked(status, errors)
            case .command(let command) where command.handlesSignals: await finish(command, in: context, errors)
            case .command(let command): await finishInterruptibly(command, in: context, errors)
            }
        CrashGuard.exit(status.rawValue)
    }

    /// Parses the arguments, runs the command and returns its exit status. Errors are printed.
    static func run(_ arguments: [String], in context: CommandContext) async -> ExitStatus {
        let errors = ErrorOutput(arguments, console: context.console)
        return switch read(arguments, errors) {
        case .answered(let status): checked(status, errors)
        case .command(let command): await finish(command, in: context, errors)
        }
    }

    private enum ParsedArguments {
        case command(any RunnableCommand)
        /// Help or a usage error, which is already printed.
        case answered(ExitStatus)
    }

    private static func read(_ arguments: [String], _ errors: ErrorOutput) -> ParsedArguments {
        if arguments.isEmpty { return .command(OpenScreens()) }
        if let error = CommandError.unknownCommand(arguments[0], among: CommandName.all) { return .answered(errors.report(error)) }
        if let help = HelpRequest(arguments) { return .command(help) }
        // Without the parser, which would read the options of all commands first. Scripts ask for the version often.
        if arguments == ["--version"] {
            errors.console.own(Version.current)
            return .answered(.done)
        }
        if let command = parseAlone(arguments) { return .command(command) }
        do {
            var parsed = try parseAsRoot(arguments)
            if let command = parsed as? any RunnableCommand { return .command(command) }
            try parsed.run()
            return .answered(.done)
        } catch {
            return .answered(answer(error, command: arguments.first { CommandName.all.contains($0) }, errors))
        }
    }

    /// Parses one command without the others: reading the options of all commands takes longer than most commands run. Nil if the
    /// arguments ask for help or are wrong; help and errors come from the parser of all commands.
    private static func parseAlone(_ arguments: [String]) -> (any RunnableCommand)? {
        let named = CommandName.command(named: arguments.first, in: Hdoc.self)
        var command = named ?? ScreensCommand.self
        var rest = arguments.dropFirst(named == nil ? 0 : 1)
        while !command.configuration.subcommands.isEmpty {
            let next = CommandName.command(named: rest.first, in: command)
            guard let inner = next ?? command.configuration.defaultSubcommand else { return nil }
            if next != nil { rest = rest.dropFirst() }
            command = inner
        }
        return try? command.parse(Array(rest)) as? any RunnableCommand
    }

    private static func finishInterruptibly(_ command: any RunnableCommand, in context: CommandContext, _ errors: ErrorOutput) async
        -> ExitStatus
    {
        // Only one task uses the command after this.
        nonisolated(unsafe) let command = command
        return await Interruption.handled { await finish(command, in: context, errors) }
    }

    /// Runs a command. An error becomes a message on standard error and an exit status.
    private static func finish(_ command: any RunnableCommand, in context: CommandContext, _ errors: ErrorOutput) async -> ExitStatus {
        let status: ExitStatus
        do {
            if Paths.lacksHome(context.environment) { throw CommandError.noHome }
            status = try await command.run(in: context)
            if context.console.outputFailure == nil { errors.finish(status) }
        } catch {
            let failure = error as? StageFailure
            status = errors.report(failure?.cause ?? error, stage: failure?.stage)
        }
        return checked(status, errors)
    }

    /// The exit status of a finished command: a command fails if its output could not be written. This includes help and version.
    private static func checked(_ status: ExitStatus, _ errors: ErrorOutput) -> ExitStatus {
        guard let failure = errors.console.outputFailure else { return status }
        let failed = errors.report(failure)
        return status == .done ? failed : status
    }

    /// Prints what the argument parser threw. Help, version and completion scripts go to standard output with status 0; everything else
    /// is a usage error.
    private static func answer(_ error: any Error, command: String?, _ errors: ErrorOutput) -> ExitStatus {
        let text = fullMessage(for: error)
        guard exitCode(for: error) != .success else {
            errors.console.own(HelpCompletion.added(to: text))
            return .done
        }
        return errors.reportUsage(text, message: message(for: error), command: command)
    }
}
