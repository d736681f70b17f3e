import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct UsersCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(.users, abstract: "List the journeyers.")

    @OptionGroup var options: StageOptions

    @Option(help: ArgumentHelp("Only journeyers with all these words in handle, name or bio.", valueName: "text"))
    var search: String?

    @OptionGroup var queries: QueryOptions

    @Option(help: ArgumentHelp("The order: \(JourneyerSort.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "key"))
    var sort: JourneyerSort = .handle

    @Flag(help: "Reverse the order.")
    var reverse = false

    @OptionGroup var limit: LimitOptions
    @OptionGroup var format: JSONOptions

    var usesOutbox: Bool { false }

    func run(in session: ClientSession) async throws -> ExitStatus {
        let filter = try queries.matcher(for: .users, session.context)
        let query = JourneyerQuery(text: search, filter: filter, sort: sort, isReversed: reverse, limit: limit.limit)
        let (client, context, objects) = (session.client, session.context, JourneyerJSON())
        var output = RowOutput(context.console, json: format.json, Self.columns)
        // One journeyer shows whether there is an answer. The list follows without being in memory as a whole.
        let first = JourneyerQuery(text: search, limit: 1)
        if try await session.read(.journeyers, isPart: { $0 > 0 }, { try client.journeyers(first) { _ in true } }).value > 0 {
            _ = try client.journeyers(query) { journeyer in
                output.add(json: { objects.write(journeyer, to: &$0) }, cells: { Self.cells(journeyer, context) })
            }
        }
        output.finish(nothing: search == nil && filter == nil ? "\(session.stage.name) has no journeyers." : "No journeyer matches.")
        return .done
    }

    private static let columns: [TextTable.Column] = [
        .fixed("HANDLE"), .text("NAME"), .number("DAYS"), .number("SCORE"), .number("STREAK"), .fixed("LAST ENTRY"),
    ]

    private static func cells(_ journeyer: Journeyer, _ context: CommandContext) -> [TextTable.Cell] {
        [
            .init(journeyer.handle), .init(journeyer.fullName ?? ""), .init(Amounts.known(journeyer.daysCompleted)),
            .init(Amounts.known(journeyer.totalScore)), .init(Amounts.known(journeyer.githubStreak)),
            journeyer.lastEntryAt.map { .init(context.age($0), exact: Timestamp.format($0)) } ?? "-",
        ]
    }
}
