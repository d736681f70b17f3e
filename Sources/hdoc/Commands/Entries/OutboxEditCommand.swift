import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

extension OutboxCommand {
    struct EditEntry: SessionCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit", abstract: "Edit an entry with its tags and link in $VISUAL or $EDITOR.",
            discussion: "With --day, hdoc changes only the day and opens no editor.")

        @Argument(help: "The id of an entry, or its first characters.") var id: String

        @Option(help: ArgumentHelp("The new day.", valueName: "n"))
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
                (entry.day, entry.isDayProposed) = (day, false)
                return try save(entry, [], old, session)
            }
            return try await edit(old, session)
        }

        private func edit(_ old: OutboxEntry, _ session: ClientSession) async throws -> ExitStatus {
            let context = session.context
            let file = try await DraftFile.open(
                name: DraftFile.name(ofEntry: old.id), text: EntryDocument.text(for: old.entry), savedAt: old.updatedAt, context)
            do {
                let text = try await file.edit(context)
                let journey = try session.client.journey(today: context.today, besides: old.id)
                let composed = EntryComposer(journey: journey).compose(document: text, into: old.entry)
                if composed.isUnwritten {
                    file.remove()
                    throw CommandError.nothingWritten
                }
                try await DateConsent(context: context, composer: EntryComposer(journey: journey))
                    .require(composed.entry.date, day: composed.entry.day, isSecondMeant: composed.entry.date == old.entry.date)
                let mayQueue = file.isLeftover && file.isUntouched(text) ? await confirmsUnchanged(old, context) : true
                let status = try save(composed.entry, composed.problems, old, session, mayQueue: mayQueue)
                file.remove()
                return status
            } catch {
                file.keepAfterFailure(error, context.console)
                throw error
            }
        }

        /// Asks whether an unfinished text that came back unchanged may be queued.
        private func confirmsUnchanged(_ old: OutboxEntry, _ context: CommandContext) async -> Bool {
            guard old.state == .queued else { return true }
            context.console.say("You did not change the unfinished text. To queue the entry with it, type yes:")
            return await context.input.confirms()
        }

        private func save(
            _ entry: Entry, _ unread: [WritingProblem], _ old: OutboxEntry, _ session: ClientSession, mayQueue: Bool = true
        ) throws -> ExitStatus {
            let problems = EntryRules.problems(of: entry).filter { unread.isEmpty || $0 != .empty(.title) }
            if old.state == .queued, !problems.isEmpty { throw OutboxError.invalid(problems) }
            var saved = try session.client.saveDraft(entry, replacing: [old.entry])
            // A queued entry stays queued.
            if old.state == .queued, mayQueue, saved.state == .draft, unread.isEmpty { saved = try session.client.queue(saved.id) }
            let console = session.context.console
            if format.json { console.json(saved.json) }
            console.say("Saved day \(entry.day): \(entry.title) (\(EntryStrings.name(saved.state))).")
            guard !unread.isEmpty else { return .done }
            console.say(WritingProblemStrings.sentences(unread))
            return .failed
        }
    }
}
