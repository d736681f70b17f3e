import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct LeaderboardCommand: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "leaderboard", abstract: "List the journeyers by their total score.")

    @OptionGroup var options: StageOptions
    @OptionGroup var limit: LimitOptions
    @OptionGroup var format: JSONOptions

    func run(in session: ClientSession) async throws -> ExitStatus {
        let journeyers = try await session.read(.journeyers) { try session.client.journeyers() }.value
        let rows = limit.first(of: Leaderboard(journeyers).rows)
        let console = session.context.console
        if format.json {
            let movement = try session.client.leaderboardMovement()
            console.json(.array(rows.map { Self.json($0, movement) }))
        } else if rows.isEmpty {
            console.say("No journeyer on \(session.stage.name) has a score.")
        } else {
            console.table(Self.table(rows))
        }
        return .done
    }

    /// Adds `movement`: places gained since the leaderboard last changed, or null if that is unknown.
    private static func json(_ row: LeaderboardRow, _ movement: [String: Int]) -> JSONValue {
        guard case .object(var members) = row.json else { return row.json }
        members["movement"] = .optional(movement[GitHubHandle.key(row.journeyer.handle)])
        return .object(members)
    }

    static func table(_ rows: [LeaderboardRow]) -> TextTable {
        TextTable(
            [
                .number("RANK"), .fixed("HANDLE"), .text("NAME"), .number("SCORE"), .number("GITHUB"), .number("TWITTER"),
                .number("STREAK"),
            ],
            rows: rows.map { row in
                let journeyer = row.journeyer
                return [
                    String(row.rank), journeyer.handle, journeyer.fullName ?? "", Amounts.known(journeyer.totalScore),
                    Amounts.known(journeyer.githubScore), Amounts.known(journeyer.twitterScore),
                    Amounts.known(journeyer.githubStreak),
                ]
            })
    }
}
