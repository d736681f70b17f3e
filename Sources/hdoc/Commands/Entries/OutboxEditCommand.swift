import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

extension OutboxCommand {
    struct EditEntry: SessionCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit", abstract: "Edit an entry with its tags and link in $VISUAL or $EDITOR.",
            discussion: "With --day, hdoc changes only the day and opens no editor.")

        @Argument(help: "The id of an entry, or its first characters.", completion: .live(.entry(.editable))) var id: String

        @Option(help: ArgumentHelp("The new day.", valueName: "n"), completion: .live(.freeDay))
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
                if let base = old.change.base, base.entry.day != day { throw OutboxError.dayFixed(day: base.entry.day) }
                var entry = old.entry
                (entry.day, entry.isDayProposed) = (day, false)
                return try save(entry, [], old, session)
            }
            return try await edit(old, session)
        }

        private func edit(_ old: OutboxEntry, _ session: ClientSession) async throws -> ExitStatus {
            let context = session.context
            let file = try await DraftFile.open(old, in: session)
            do {
                let text = try await file.edit(context)
                let journey = try session.client.journey(today: session.today, besides: old.id)
                let composed = EntryComposer(journey: journey).compose(
                    document: text, into: old.entry, keepsDay: old.change.kind != .post)
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
            let (context, client) = (session.context, session.client)
            var (saved, isCopy) = (old, false)
            if day != nil {
                saved = try client.saveDraft(entry, replacing: [old.entry])
            } else {
                // If the entry was changed or sent meanwhile, the text becomes a draft of its own.
                let result = try DraftSaver(client: client, makeID: { UUIDv7.make(at: context.now()) }).save(entry, replacing: old.entry)
                (saved, isCopy) = (result.entry, result.copyOf != nil)
            }
            // A queued entry stays queued.
            if old.state == .queued, mayQueue, !isCopy, saved.state == .draft, unread.isEmpty { saved = try client.queue(saved.id) }
            return report(saved, isCopy: isCopy, unread, context.console)
        }

        private func report(_ saved: OutboxEntry, isCopy: Bool, _ unread: [WritingProblem], _ console: Console) -> ExitStatus {
            if format.json { console.json(saved.json) }
            if isCopy { console.say(WritingProblemStrings.copied) }
            console.say("Saved day \(saved.entry.day): \(saved.entry.title) (\(EntryStrings.name(saved.state))).")
            if isCopy { console.say("Its id is \(saved.id).") }
            if !unread.isEmpty { console.say(WritingProblemStrings.sentences(unread)) }
            return unread.isEmpty && !isCopy ? .done : .failed
        }
    }
}
