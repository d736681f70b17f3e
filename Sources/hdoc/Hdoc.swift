import ArgumentParser
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
            """,
        version: Version.current,
        subcommands: [
            ScreensCommand.self, DemoCommand.self, ServeCommand.self, LoginCommand.self, LogoutCommand.self, WhoamiCommand.self,
            SignUpCommand.self,
            UsersCommand.self,
            UserCommand.self, LeaderboardCommand.self, ArticlesCommand.self, TagsCommand.self, LogCommand.self,
            OutboxCommand.self, SyncCommand.self, AnnounceCommand.self, StatusCommand.self, NoteCommand.self,
            StatsCommand.self, RemindCommand.self, ExportCommand.self, ImportCommand.self, JourneyCommand.self,
            APICommand.self,
            StageCommand.self, DoctorCommand.self,
        ],
        defaultSubcommand: ScreensCommand.self)

    static func main() async {
        CrashGuard.install()
        // SIGPIPE is ignored, so that writing to a closed pipe is an error. The signal would end hdoc in the middle of its work.
        signal(SIGPIPE, SIG_IGN)
        let context = CommandContext.live()
        if !Paths.lacksHome(context.environment) { CrashGuard.reportCrashes(to: context.paths.crashReport, version: Version.current) }
        let arguments: [String]
        do throws(CommandError) {
            arguments = try CommandArguments.ofProcess()
        } catch {
            context.console.complain(ErrorDescriber().sentence(error))
            Glibc.exit(ExitStatus(for: error).rawValue)
        }
        let status =
            switch read(arguments, context.console) {
            case .answered(let status): checked(status, context.console)
            // The screens handle signals themselves.
            case .command(let command) where command is ScreensCommand || command is DemoCommand: await finish(command, in: context)
            case .command(let command): await finishInterruptibly(command, in: context)
            }
        Glibc.exit(status.rawValue)
    }

    /// Parses the arguments, runs the command and returns its exit status. Errors are printed.
    static func run(_ arguments: [String], in context: CommandContext) async -> ExitStatus {
        switch read(arguments, context.console) {
        case .answered(let status): checked(status, context.console)
        case .command(let command): await finish(command, in: context)
        }
    }

    private enum ParsedArguments {
        case command(any HdocCommand)
        /// Help or a usage error, which is already printed.
        case answered(ExitStatus)
    }

    private static func read(_ arguments: [String], _ console: Console) -> ParsedArguments {
        let known = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        if let name = arguments.first, let error = CommandError.unknownCommand(name, among: known) {
            console.complain(ErrorDescriber().sentence(error))
            return .answered(.usage)
        }
        // A prompt runs this command again and again. Parsing it as a part of all commands would take longer than all the rest; help and
        // errors come from there.
        if arguments.first == StatusCommand.configuration.commandName, let status = try? StatusCommand.parse(Array(arguments.dropFirst())) {
            return .command(status)
        }
        do {
            var parsed = try parseAsRoot(arguments)
            if let command = parsed as? any HdocCommand { return .command(command) }
            try parsed.run()
            return .answered(.done)
        } catch {
            return .answered(answer(error, console))
        }
    }

    private static func finishInterruptibly(_ command: any HdocCommand, in context: CommandContext) async -> ExitStatus {
        // Only one task uses the command after this.
        nonisolated(unsafe) let command = command
        return await Interruption.handled { await finish(command, in: context) }
    }

    /// Runs a command. An error becomes a message on standard error and an exit status.
    private static func finish(_ command: any HdocCommand, in context: CommandContext) async -> ExitStatus {
        let status: ExitStatus
        do {
            if Paths.lacksHome(context.environment) { throw CommandError.noHome }
            status = try await command.run(in: context)
        } catch {
            let failure = error as? StageFailure
            let cause = failure?.cause ?? error
            context.console.complain(ErrorDescriber(stage: failure?.stage).sentence(cause))
            status = ExitStatus(for: cause)
        }
        return checked(status, context.console)
    }

    /// The exit status of a finished command: a command fails if its output could not be written. This includes help and version.
    private static func checked(_ status: ExitStatus, _ console: Console) -> ExitStatus {
        guard let failure = console.outputFailure else { return status }
        console.complain(ErrorDescriber().sentence(failure))
        return status == .done ? .failed : status
    }

    /// Prints what the argument parser threw. Help, version and completion scripts go to standard output with status 0; everything else
    /// is a usage error.
    private static func answer(_ error: any Error, _ console: Console) -> ExitStatus {
        let text = fullMessage(for: error)
        guard exitCode(for: error) != .success else {
            console.own(HelpCompletion.added(to: text))
            return .done
        }
        console.say(text)
        return .usage
    }
}
