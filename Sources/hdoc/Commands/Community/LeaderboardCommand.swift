import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct LeaderboardCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .leaderboard, abstract: "List the journeyers by their total score.")

    @OptionGroup var options: StageOptions
    @OptionGroup var limit: LimitOptions
    @OptionGroup var format: JSONOptions

    var usesOutbox: Bool { false }

    func run(in session: ClientSession) async throws -> ExitStatus {
        let client = session.client
        _ = try await session.read(.journeyers) { try client.journeyers(JourneyerQuery(limit: 1)) { _ in true } }
        let movement = format.json ? try client.leaderboardMovement() : [:]
        let objects = JourneyerJSON(adding: ["rank", "movement"])
        var output = RowOutput(session.context.console, json: format.json, Self.columns)
        try Self.eachRow(client, limit: limit.limit) { row in
            // `movement` is the number of places gained since the leaderboard last changed, or null if that is unknown.
            output.add(
                json: {
                    objects.write(row.journeyer, adding: [row.rank, movement[GitHubHandle.key(row.journeyer.handle)]], to: &$0)
                },
                cells: { Self.cells(row) })
        }
        output.finish(nothing: "No journeyer on \(session.stage.name) has a score.")
        return .done
    }

    /// Passes the rows of the leaderboard to `body`, best first, until it returns false.
    static func eachRow(_ client: any CommunityClient, limit: Int?, _ body: (LeaderboardRow) -> Bool) throws {
        var (place, last): (Int, LeaderboardRow?) = (0, nil)
        _ = try client.journeyers(JourneyerQuery(sort: .score, limit: limit)) { journeyer in
            // Journeyers without a score come last.
            guard let score = journeyer.totalScore else { return false }
            place += 1
            let isTie = last?.journeyer.totalScore == score
            let row = LeaderboardRow(rank: isTie ? last?.rank ?? place : place, journeyer: journeyer)
            last = row
            return body(row)
        }
    }

    static let columns: [TextTable.Column] = [
        .number("RANK"), .fixed("HANDLE"), .text("NAME"), .number("SCORE"), .number("GITHUB"), .number("TWITTER"), .number("STREAK"),
    ]

    static func cells(_ row: LeaderboardRow) -> [TextTable.Cell] {
        let journeyer = row.journeyer
        return [
            .init(String(row.rank)), .init(journeyer.handle), .init(journeyer.fullName ?? ""), .init(Amounts.known(journeyer.totalScore)),
            .init(Amounts.known(journeyer.githubScore)), .init(Amounts.known(journeyer.twitterScore)),
            .init(Amounts.known(journeyer.githubStreak)),
        ]
    }
}
