import HDOCTUI
import TerminalKit
import ArgumentParser
import HDOCClient
import HDOCModels

extension OutboxCommand {
    struct Edit: SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change an entry in $VISUAL or $EDITOR; its first line is the title.",
            discussion: "With --day, only its day is changed, without an editor.")

        @Argument(help: "The id of an entry, or its first characters.") var id: String

        @Option(help: ArgumentHelp("Another day for it.", valueName: "n"))
        var day: Int?

        @OptionGroup var options: StageOptions
        @OptionGroup var format: JSONOptions

        func validate() throws {
            if let day, !(1...EntryRules.largestDay).contains(day) {
                throw ValidationError(EntryStrings.sentence(.badDay(day)) + ".")
            }
        }

        func run(in session: ClientSession) async throws -> ExitStatus {
            let old = try OutboxOutput.find(id, try session.client.outbox())
            guard old.state.isEditable else { throw OutboxError.notEditable(old) }
            if let day {
                var entry = old.entry
                entry.day = day
                return try save(entry, old, session)
            }
            let file = try DraftFile.resume(
                in: session.context.paths.dataDirectory, name: "entry-\(old.id)", text: "# \(old.entry.title)\n\n\(old.entry.body)\n"
            ).file
            do {
                let parts = EntryText(try await file.edit(session.context))
                var entry = old.entry
                (entry.title, entry.body) = (parts.title, parts.body)
                let status = try save(entry, old, session)
                file.remove()
                return status
            } catch {
                file.keepAfterFailure(session.context.console)
                throw error
            }
        }

        private func save(_ entry: Entry, _ old: OutboxEntry, _ session: ClientSession) throws -> ExitStatus {
            let problems = EntryRules.problems(of: entry)
            if old.state == .queued, !problems.isEmpty { throw OutboxError.invalid(problems) }
            var saved = try session.client.saveDraft(entry)
            // What waited to be sent still does.
            if old.state == .queued, saved.state == .draft { saved = try session.client.queue(saved.id) }
            let console = session.context.console
            if format.json { console.json(saved.json) }
            console.say("Saved day \(entry.day): \(entry.title) (\(EntryStrings.name(saved.state))).")
            return .done
        }
    }
}
