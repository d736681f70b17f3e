import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct JourneyImportCommand: JourneySessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make drafts of the days that are documented in the repository only.",
        discussion: """
            Nothing is sent. A day that has an entry already is left alone. The date of a draft is that of the commit with which the day
            was first written.
            """)

    @OptionGroup var journey: JourneyOptions
    @OptionGroup var options: StageOptions

    func run(_ repository: JourneyRepository, in session: ClientSession) async throws -> ExitStatus {
        try session.client.checkWriting()
        let (days, _) = try await JourneyDays(repository: repository, session: session).read()
        let importer = JourneyImport(repository: repository, session: session, list: try repository.checklist()?.list)
        // All documents are read before the first draft is saved.
        var entries: [Entry] = []
        for day in days where day.step == .import && day.day <= EntryRules.largestDay {
            if let entry = try await importer.entry(of: day.day) { entries.append(entry) }
        }
        for entry in entries { _ = try session.client.saveDraft(entry) }
        let console = session.context.console
        let written = days.filter { $0.document == .written }
        let rest = written.filter { $0.day > 0 }.count - entries.count
        let also = rest == 0 ? "" : " \(Amounts.count(rest, "day")) had an entry already."
        console.say("Imported \(Amounts.count(entries.count, "draft")).\(also)")
        if written.contains(where: { $0.day == 0 }) {
            console.say("Day 0 is no day of the challenge, so it was left alone.")
        }
        return .done
    }
}
