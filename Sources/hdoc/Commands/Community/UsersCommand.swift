import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct UsersCommand: SessionCommand {
    static let configuration = CommandConfiguration(commandName: "users", abstract: "List the journeyers.")

    @OptionGroup var options: StageOptions

    @Option(help: ArgumentHelp("Only journeyers with all these words in handle, name or bio.", valueName: "text"))
    var search: String?

    @Option(help: ArgumentHelp("The order: \(JourneyerSort.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "key"))
    var sort: JourneyerSort = .handle

    @Flag(help: "Reverse the order.")
    var reverse = false

    @OptionGroup var limit: LimitOptions
    @OptionGroup var format: JSONOptions

    func run(in session: ClientSession) async throws -> ExitStatus {
        let found = try await session.read(.journeyers, isPart: { !$0.isEmpty }) {
            try search.map(session.client.journeyers(matching:)) ?? session.client.journeyers()
        }.value
        let shown = limit.first(of: sort.sorted(found, reversed: reverse))
        let console = session.context.console
        if format.json {
            console.json(.array(shown.map(\.json)))
        } else if shown.isEmpty {
            console.say(search == nil ? "\(session.stage.name) has no journeyers." : "No journeyer matches.")
        } else {
            console.table(Self.table(shown, session.context))
        }
        return .done
    }

    static func table(_ journeyers: [Journeyer], _ context: CommandContext) -> TextTable {
        TextTable(
            [.fixed("HANDLE"), .text("NAME"), .number("DAYS"), .number("SCORE"), .number("STREAK"), .fixed("LAST ENTRY")],
            cells: journeyers.map { journeyer in
                [
                    .init(journeyer.handle), .init(journeyer.fullName ?? ""), .init(Amounts.known(journeyer.daysCompleted)),
                    .init(Amounts.known(journeyer.totalScore)), .init(Amounts.known(journeyer.githubStreak)),
                    journeyer.lastEntryAt.map { .init(context.age($0), exact: Timestamp.format($0)) } ?? "-",
                ]
            })
    }
}
