import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct StatsCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .stats, abstract: "Show weekdays, tags, streaks and the pace to day 100.",
        discussion: """
            Without a name, hdoc shows your own days, also those in the outbox. With two names, it shows both side by side. The date
            of day 100 is an estimate by the days of the last four weeks.

            --json prints one object, or an array of two.
            """)

    @Argument(
        help: ArgumentHelp("Up to two GitHub usernames; “me” means you (default: you).", valueName: "name"), completion: .live(.person))
    var names: [String] = []

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    func validate() throws {
        if names.count > 2 { throw ValidationError("Give at most two names.") }
        if names.contains(where: \.isBlank) { throw ValidationError("A name must not be empty.") }
    }

    func run(in session: ClientSession) async throws -> ExitStatus {
        var people: [PersonStatistics] = []
        for name in names.isEmpty ? ["me"] : names {
            people.append(try await PersonStatistics.read(try await session.resolve(name), session))
        }
        let console = session.context.console
        if format.json {
            console.json(people.count == 1 ? people[0].json : .array(people.map(\.json)))
        } else {
            let report = StatisticsReport(people: people, isUnicode: BarChart.isUnicode(session.context.environment))
            report.lines.forEach { console.line($0) }
        }
        return .done
    }
}

/// The statistics of one person.
struct PersonStatistics {
    var handle: String
    var statistics: JourneyStatistics

    /// Reads a person's articles, and for the participant the outbox as well.
    static func read(_ handle: String, _ session: ClientSession) async throws -> PersonStatistics {
        let client = session.client
        let articles = try await session.read(.articles(author: handle, tag: nil), isPart: { !$0.isEmpty }) {
            try client.articles(author: handle, tag: nil)
        }.value
        let outbox = client.isMe(handle) ? try client.outbox().filter { $0.state.isWaiting || $0.state == .sent } : []
        let (known, removed) = (Set(articles.map(\.id)), Set(outbox.filter(\.isRemoved).map(\.id)))
        let tags =
            articles.filter { !removed.contains($0.id) }.map(\.tags)
            + outbox.filter { !known.contains($0.id) && !$0.isRemoved }.map(\.entry.tags)
        let journey = Journey(articles: articles, outbox: outbox, today: session.today)
        return PersonStatistics(
            handle: articles.first?.author ?? handle, statistics: JourneyStatistics(journey, tags: tags))
    }

    static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    var json: JSONValue {
        .object([
            "handle": .string(handle), "days_logged": .number(JSONNumber(statistics.daysLogged)),
            "last_day": .number(JSONNumber(statistics.lastDay)), "first_date": .optional(statistics.firstDate?.description),
            "last_date": .optional(statistics.lastDate?.description), "streak": .number(JSONNumber(statistics.streak.current)),
            "longest_streak": .number(JSONNumber(statistics.streak.longest)),
            "weekdays": .array(
                zip(Self.weekdays, statistics.weekdays).map {
                    .object(["weekday": .string($0), "count": .number(JSONNumber($1))])
                }),
            "tags": .array(statistics.tags.map { .object(["tag": .string($0.tag), "count": .number(JSONNumber($0.count))]) }),
            "days_per_week": statistics.pace.flatMap { JSONNumber(Self.daysPerWeek($0)) }.map(JSONValue.number) ?? .null,
            "day_100_on": .optional(statistics.day100?.description),
        ])
    }

    /// The pace with one decimal: `5.3`.
    static func daysPerWeek(_ pace: Double) -> String {
        let tenths = Int((pace * 70).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

/// Statistics of one or two people as text.
struct StatisticsReport {
    var people: [PersonStatistics]
    var isUnicode: Bool

    private static let mostTags = 10

    var lines: [String] {
        var lines = people.map(summary)
        lines +=
            ["", "Weekdays\(legend)"]
            + chart(
                zip(PersonStatistics.weekdays, 0...).map { name, index in
                    BarChart.Row(
                        label: name.prefix(1).uppercased() + name.dropFirst().prefix(2),
                        values: people.map { $0.statistics.weekdays[index] })
                })
        let tags = tagRows
        if !tags.isEmpty { lines += ["", "Tags\(legend)"] + chart(tags) }
        return lines
    }

    private var legend: String { people.count == 2 ? ": \(people[0].handle), \(people[1].handle)" : "" }

    private func chart(_ rows: [BarChart.Row]) -> [String] { BarChart(rows: rows, isUnicode: isUnicode).lines }

    private var tagRows: [BarChart.Row] {
        let counts = people.map { Dictionary($0.statistics.tags.map { ($0.tag, $0.count) }, uniquingKeysWith: max) }
        let names = Set(counts.flatMap(\.keys))
        func sum(_ name: String) -> Int { counts.reduce(0) { $0 + ($1[name] ?? 0) } }
        return names.sorted { (sum($1), $0) < (sum($0), $1) }.prefix(Self.mostTags)
            .map { name in BarChart.Row(label: name, values: counts.map { $0[name] ?? 0 }) }
    }

    private func summary(_ person: PersonStatistics) -> String {
        let statistics = person.statistics
        guard statistics.daysLogged > 0 else { return "\(person.handle): no day yet" }
        let streak = statistics.streak
        var parts = [
            "day \(statistics.lastDay) of \(EntryRules.lastDay)", "\(Amounts.count(statistics.daysLogged, "day")) written",
            "streak \(Amounts.count(streak.current, "day")), longest \(streak.longest)",
        ]
        if let pace = statistics.pace {
            parts.append("\(PersonStatistics.daysPerWeek(pace)) days a week in the last \(JourneyStatistics.paceWindow) days")
        }
        if let date = statistics.day100 {
            parts.append(statistics.lastDay >= EntryRules.lastDay ? "day 100 was on \(date)" : "day 100 around \(date)")
        }
        return "\(person.handle): \(parts.joined(separator: "; "))"
    }
}
