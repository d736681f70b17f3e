import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct JourneyExportCommand: JourneySessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write your entries into the repository, and tick their days in its list.",
        discussion: """
            Without --day, hdoc exports all entries but drafts and rejected ones. It writes a document where there is none, or where the
            document has only the lines of a template. It never replaces a text or a title of yours without --force, and changes no other
            byte of the list.
            """)

    @OptionGroup var journey: JourneyOptions

    @Option(
        help: ArgumentHelp(
            "Export this day only, also if it is a draft. May be repeated.", valueName: "n"), completion: .live(.writtenDay))
    var day: [Int] = []

    @Flag(help: "Show the changes, and write nothing.")
    var dryRun = false

    @Flag(help: "Replace texts and titles that differ from the entries.")
    var force = false

    @Flag(help: "Commit the exported files, and nothing else.")
    var commit = false

    @OptionGroup var options: StageOptions

    func validate() throws {
        if dryRun, commit { throw ValidationError("Pass either --dry-run or --commit, not both.") }
    }

    func run(_ repository: JourneyRepository, in session: ClientSession) async throws -> ExitStatus {
        let (days, missing) = try await JourneyDays(repository: repository, session: session).read()
        let entries = try chosen(days)
        let export = JourneyExport(repository, isForced: force)
        let plan = try export.plan(entries)
        let console = session.context.console
        if dryRun {
            let patch = try await export.differences(plan)
            // A pipe or a file gets a patch that `git apply` accepts.
            if !patch.isEmpty { console.outputIsTerminal ? console.block(patch) : console.verbatim(patch) }
            report(plan, missing, console)
        } else {
            let files = commit ? try await export.filesToCommit(plan, entries) : []
            try export.write(plan)
            report(plan, missing, console)
            if !files.isEmpty {
                try await export.commit(files, entries)
                console.say("Committed \(files.joined(separator: ", ")).")
            }
        }
        // A day that was asked for by its number must be exported.
        return day.isEmpty || plan.keptDocuments.isEmpty ? .done : .failed
    }

    private func chosen(_ days: [JourneyDay]) throws(JourneyError) -> [Entry] {
        guard !day.isEmpty else { return days.filter(\.isFinished).compactMap(\.entry) }
        var entries: [Entry] = []
        for number in Set(day).sorted() {
            guard let entry = days.first(where: { $0.day == number })?.entry else {
                throw .noEntry(day: number)
            }
            entries.append(entry)
        }
        return entries
    }

    private func report(_ plan: JourneyExport.Plan, _ missing: Int, _ console: Console) {
        for (day, path) in plan.keptDocuments {
            console.say("Day \(day): \(path) has another text, which stays. To replace it, pass --force.")
        }
        for day in plan.keptTitles {
            console.say(
                "Day \(day): the list has another title, which stays. To replace it, pass --force.")
        }
        if plan.list == nil {
            console.say("The repository has no list of days, so no day was ticked.")
        } else if !plan.unlisted.isEmpty {
            console.say(
                "The list has no line for day \(plan.unlisted.map(String.init).joined(separator: ", ")).")
        }
        if missing > 0 {
            console.say(
                "The texts of \(Amounts.count(missing, "entry", "entries")) are not in the cache, so they were left out."
            )
        }
        let paths = plan.changes.map(\.path)
        if paths.isEmpty { return console.say("Nothing to write: the repository has these entries.") }
        console.say("\(dryRun ? "Would write" : "Wrote") \(paths.joined(separator: ", ")).")
    }
}
