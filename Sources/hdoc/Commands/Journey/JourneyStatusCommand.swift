import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct JourneyStatusCommand: JourneySessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Compare the repository, the outbox and the stage day by day.")

    @OptionGroup var journey: JourneyOptions
    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    func run(_ repository: JourneyRepository, in session: ClientSession) async throws -> ExitStatus {
        let (days, missing) = try await JourneyDays(repository: repository, session: session).read()
        let list = try repository.checklist()?.file.path
        let console = session.context.console
        if format.json {
            console.json(
                .object([
                    "repository": .string(repository.path), "list": .optional(list),
                    "days": .array(days.map(\.json)),
                    "documented": .number(JSONNumber(Self.documented(days))),
                ]))
            return .done
        }
        if !days.isEmpty { console.table(Self.table(days)) }
        if list == nil { console.say("No file in \(repository.path) has a list of days.") }
        if missing > 0 {
            console.say(
                "The texts of \(Amounts.count(missing, "entry", "entries")) are not in the cache, so they were not compared."
            )
        }
        console.say(Self.summary(days))
        return .done
    }

    private static func documented(_ days: [JourneyDay]) -> Int {
        days.filter { $0.day > 0 && $0.document == .written }.count
    }

    private static func table(_ days: [JourneyDay]) -> TextTable {
        TextTable(
            [
                .number("DAY"), .fixed("DOCUMENT"), .fixed("LIST"), .fixed("OUTBOX"), .fixed("STAGE"),
                .fixed("NEXT"), .text("TITLE"),
            ],
            rows: days.map { day in
                [
                    String(day.day), day.document == .none ? "-" : day.document.rawValue,
                    day.isTicked.map { $0 ? "ticked" : "open" } ?? "-",
                    day.outbox.map(EntryStrings.name) ?? "-", day.isPosted ? "posted" : "-",
                    day.step?.rawValue ?? "", day.title,
                ]
            })
    }

    private static func summary(_ days: [JourneyDay]) -> String {
        func count(_ step: JourneyDay.Step) -> Int { days.filter { $0.step == step }.count }
        var parts = [
            "\(Amounts.count(documented(days), "day")) of \(EntryRules.lastDay) \(documented(days) == 1 ? "is" : "are") documented."
        ]
        let (writes, ticks) = (count(.export), count(.export) + count(.tick))
        if ticks > 0 {
            let writing = writes > 0 ? "writes \(Amounts.count(writes, "document")) and " : ""
            parts.append("`hdoc journey export` \(writing)ticks \(Amounts.count(ticks, "line")).")
        }
        if count(.import) > 0 {
            parts.append("`hdoc journey import` makes \(Amounts.count(count(.import), "draft")).")
        }
        if count(.post) > 0 { parts.append("Post \(Amounts.count(count(.post), "draft")) with `hdoc outbox send`.") }
        if count(.compare) > 0 {
            parts.append(
                "\(Amounts.count(count(.compare), "day")) with another text: `hdoc journey export --force --dry-run` shows it."
            )
        }
        return parts.joined(separator: " ")
    }
}
