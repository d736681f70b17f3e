import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

struct HealthCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .health, abstract: "Report new, inactive and malformed users, and who moved on the leaderboard.",
        discussion: """
            The summary is printed to standard error, the users to standard output. The movement is the one between the states of the \
            leaderboard that this machine has fetched.
            """)

    @OptionGroup var options: StageOptions

    @Option(help: ArgumentHelp("The date from which users are new, and the movement counts (default: 7 days ago).", valueName: "date"))
    var since: CalendarDay?

    @Option(help: ArgumentHelp("Users without an entry for more than this number of days are inactive (default: 14).", valueName: "days"))
    var inactive: Int?

    @Option(
        help: ArgumentHelp("Compare the users with those of this stage, from the caches of both.", valueName: "stage"),
        completion: .live(.stage))
    var compare: String?

    @Option(help: ArgumentHelp("Maximum number of users in each list (default: 100).", valueName: "n"))
    var limit: Int?

    @OptionGroup var format: JSONOptions

    func validate() throws {
        if let inactive, !(0...100_000).contains(inactive) { throw ValidationError("--inactive must be 0 to 100000, not \(inactive).") }
        if let limit, limit < 0 { throw ValidationError("--limit must be 0 or more, not \(limit).") }
    }

    var usesOutbox: Bool { false }

    func run(in session: ClientSession) async throws -> ExitStatus {
        let (client, context) = (session.client, session.context)
        let other = try compare.map { try context.stage(named: $0) }
        _ = try await session.read(.journeyers, isPart: { $0 > 0 }, { try client.journeyers(JourneyerQuery(limit: 1)) { _ in true } })
        let wanted = HealthReport.Options(today: session.today, since: since, inactiveDays: inactive, limit: limit)
        var report = try HealthReport(client, wanted, now: context.now(), zone: context.zone)
        if let other {
            guard let comparison = try StageComparison(session.stage, other, paths: context.paths, limit: wanted.limit) else {
                throw EmptyCacheError(stage: other.name)
            }
            report.comparisons = [comparison]
        }
        if format.json {
            context.console.json(HealthJSON.document(report, stage: session.stage.name))
            return .done
        }
        for line in HealthStrings.summary(report, stage: session.stage.name) { context.console.say(line) }
        let rows = HealthStrings.rows(report, stage: session.stage.name, zone: context.zone)
        if !rows.isEmpty {
            let columns: [TextTable.Column] = [.fixed("KIND"), .fixed("HANDLE"), .text("DETAIL")]
            context.console.table(TextTable(columns, rows: rows.map { [$0.kind, $0.handle, $0.detail] }))
        }
        return .done
    }
}

/// A stage cannot be compared, because its cache has no users.
struct EmptyCacheError: SelfDescribingError {
    let stage: String

    func description(by describer: ErrorDescriber) -> ErrorDescription {
        ErrorDescription("The cache of \(stage) has no users", "Fetch them once: `hdoc sync --stage \(stage)`.")
    }
}

/// The report as JSON.
private enum HealthJSON {
    static func document(_ report: HealthReport, stage: String) -> JSONValue {
        .object([
            "stage": .string(stage), "fetched_at": .optional(report.list.fetchedAt.map(Timestamp.format)),
            "users": .optional(report.list.value), "unreadable": .optional(report.list.unreadable),
            "since": .string(report.options.since.description), "inactive_days": .optional(report.options.inactiveDays),
            "new": group(report.new) { dated($0, "date_joined") }, "inactive": group(report.inactive) { dated($0, "last_entry_at") },
            "without_entry": .optional(report.withoutEntry), "malformed": group(report.malformed, malformed),
            "movement": report.movement.map(movement) ?? .null, "comparison": report.comparisons.first.map(comparison) ?? .null,
        ])
    }

    private static func group<Member>(_ group: HealthReport.Group<Member>, _ json: (Member) -> JSONValue) -> JSONValue {
        .object(["count": .optional(group.count), "first": .array(group.first.map(json))])
    }

    private static func dated(_ user: HealthReport.Dated, _ name: String) -> JSONValue {
        .object(["github_username": .string(user.handle), name: .string(Timestamp.format(user.instant))])
    }

    private static func malformed(_ user: HealthReport.Malformed) -> JSONValue {
        .object([
            "github_username": .string(user.handle),
            "faults": .array(
                user.faults.map { fault, value in
                    .object(["attribute": .string(fault.attribute), "problem": .string(problem(fault)), "value": value])
                }),
        ])
    }

    private static func problem(_ fault: JourneyerFault) -> String {
        switch fault {
        case .unreadable: "unreadable"
        case .missing: "missing"
        case .implausible: "implausible"
        }
    }

    private static func movement(_ movement: LeaderboardMovement) -> JSONValue {
        .object([
            "from": .string(Timestamp.format(movement.from)), "to": .string(Timestamp.format(movement.to)),
            "count": .optional(movement.count),
            "first": .array(
                movement.movers.map {
                    .object(["github_username": .string($0.handle), "rank": .optional($0.rank), "gained": .optional($0.gained)])
                }),
        ])
    }

    private static func comparison(_ comparison: StageComparison) -> JSONValue {
        func handles(_ handles: HealthReport.Group<String>) -> JSONValue { group(handles) { .string($0) } }
        return .object([
            "stage": .string(comparison.stage), "on_both": .optional(comparison.onBoth), "only_here": handles(comparison.onlyHere),
            "only_there": handles(comparison.onlyThere),
        ])
    }
}
