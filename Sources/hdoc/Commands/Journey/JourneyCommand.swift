import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct JourneyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.hdoc(
        .journey,
        abstract: "Compare your journey repository with your entries, and keep both the same.",
        discussion: """
            Only days that are documented in your own copy of the community's journey repository count: a document for each day, such as
            Journey/011/Readme.md, and a ticked line in the list of README.md.
            """,
        subcommands: [JourneyStatusCommand.self, JourneyExportCommand.self, JourneyImportCommand.self],
        defaultSubcommand: JourneyStatusCommand.self)
}

struct JourneyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Your copy of the journey repository.", valueName: "path"),
        completion: .directory)
    var repo = "."
}

/// A command that uses a stage and a journey repository.
protocol JourneySessionCommand: SessionCommand {
    var journey: JourneyOptions { get }
    func run(_ repository: JourneyRepository, in session: ClientSession) async throws -> ExitStatus
}

extension JourneySessionCommand {
    func run(in session: ClientSession) async throws -> ExitStatus {
        try await run(.open(journey.repo, session.context), in: session)
    }
}
