import ArgumentParser
import HDOCClient
import HDOCModels

/// Something that hdoc can do. The context gives access to everything outside the process.
protocol RunnableCommand {
    /// Whether the command handles signals itself, as the screens do.
    var handlesSignals: Bool { get }
    func run(in context: CommandContext) async throws -> ExitStatus
}

extension RunnableCommand {
    var handlesSignals: Bool { false }
}

/// A command with arguments and options, which are stored properties.
protocol HdocCommand: AsyncParsableCommand, RunnableCommand {}

extension HdocCommand {
    mutating func run() async throws {
        let status = try await run(in: .live())
        if status != .done { throw ExitCode(status.rawValue) }
    }
}

extension CommandConfiguration {
    /// The configuration of a command of hdoc.
    ///
    /// The name of the program is set because the command may be parsed without the others: the usage needs it then, and without it the
    /// parser would first look for `--generate-completion-script`, which takes as long as parsing the command.
    static func hdoc(
        _ name: CommandName, abstract: String, discussion: String = "", shouldDisplay: Bool = true,
        subcommands: [any ParsableCommand.Type] = [], defaultSubcommand: (any ParsableCommand.Type)? = nil
    ) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name.rawValue, _superCommandName: "hdoc", abstract: abstract, discussion: discussion,
            shouldDisplay: shouldDisplay, subcommands: subcommands, defaultSubcommand: defaultSubcommand)
    }
}

/// A command that uses one stage.
protocol SessionCommand: HdocCommand {
    var options: StageOptions { get }
    /// Whether the command sends a request whatever the cache holds.
    var needsNetwork: Bool { get }
    /// Whether the command uses the outbox. One that does not leaves the file closed, of which every page would be checked.
    var usesOutbox: Bool { get }
    func run(in session: ClientSession) async throws -> ExitStatus
}

extension SessionCommand {
    var needsNetwork: Bool { false }
    var usesOutbox: Bool { true }

    func run(in context: CommandContext) async throws -> ExitStatus {
        // It takes about as long to load libcurl as to open the stage's files.
        if needsNetwork { CurlTransport.prepare() }
        let stage = try context.stage(options)
        do {
            return try await run(in: context.session(stage, isOffline: options.offline, usesOutbox: usesOutbox))
        } catch {
            throw StageFailure(stage: stage.name, cause: error)
        }
    }
}

/// An error together with the name of the stage, which the error message contains.
struct StageFailure: Error {
    let stage: String
    let cause: any Error
}

/// The stage to use, and whether the network may be used.
struct StageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The stage to use (default: $HDOC_STAGE, then the current stage).", valueName: "name"),
        completion: .live(.stage))
    var stage: String?

    @Flag(help: "Use cached data only, without the network.")
    var offline = false
}

struct JSONOptions: ParsableArguments {
    @Flag(help: "Print the result as one JSON document.")
    var json = false
}

struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Maximum number of rows.", valueName: "n"))
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more, not \(limit).") }
    }

    func first<Element>(of elements: [Element]) -> [Element] { limit.map { Array(elements.prefix($0)) } ?? elements }
}

extension JourneyerSort: ExpressibleByArgument {}
extension ArticleTemplate: ExpressibleByArgument {}
extension Stage.TokenKind: ExpressibleByArgument {}

extension CalendarDay: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
