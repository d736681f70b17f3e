import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

extension OutboxCommand {
    struct Correct: SessionCommand {
        static let configuration = CommandConfiguration(
            commandName: "correct", abstract: "Correct a day that is posted.",
            discussion: """
                Without TEXT and options, hdoc opens the posted text in $VISUAL or $EDITOR. TEXT or --file replaces the text; its
                first line is the title, unless --title gives one. The other options replace single fields and keep the rest.

                hdoc saves the correction in the outbox before it sends it, and keeps the posted text until the stage has
                confirmed the correction. If the day was changed on the stage in the meantime, for example from another machine,
                nothing is overwritten: `hdoc outbox show` prints both texts.
                """)

        @Argument(help: "The id of an entry or of your article, or its first characters.", completion: .live(.entry(.posted)))
        var id: String

        @Argument(help: ArgumentHelp("The new text; - is standard input.", valueName: "text"))
        var text: String?

        @Option(help: ArgumentHelp("Read the new text from a file; - is standard input.", valueName: "file"), completion: .file())
        var file: String?

        @Option(help: ArgumentHelp("The new title.", valueName: "title"))
        var title: String?

        @Option(help: ArgumentHelp("The new date, for example 2026-11-23.", valueName: "date"))
        var date: CalendarDay?

        @Option(
            name: .customLong("tag"), help: ArgumentHelp("A tag; may be repeated. Replaces all tags.", valueName: "tag"),
            completion: .live(.tag))
        var tags: [String] = []

        @Option(help: ArgumentHelp("The new web address; an empty text removes it.", valueName: "url"))
        var link: String?

        @Flag(help: "Save the correction as a draft and do not send it.")
        var draft = false

        @Flag(help: "Do not ask about a second entry for a date, or a date in the future.")
        var yes = false

        @OptionGroup var options: StageOptions
        @OptionGroup var format: JSONOptions

        func validate() throws {
            if text != nil, file != nil { throw ValidationError("Give TEXT or --file, not both.") }
        }

        func run(in session: ClientSession) async throws -> ExitStatus {
            let change = PostedDayChange(session: session)
            try session.client.checkWriting()
            try change.requireRoute(.correct)
            let given = text == nil && file == nil ? nil : try GivenText(argument: text, file: file).read(session.context)
            if let given, given.isBlank { throw CommandError.emptyText }
            let id = try await change.find(id)
            let old = try await session.client.fetchingText { () throws(OutboxError) in try session.client.startCorrection(of: id) }
            guard given != nil || hasFields else { return try await edit(old, session) }
            do {
                return try await keep(compose(given, old.entry, session), old, session)
            } catch {
                // The command has the text, so nothing is lost if the day stays as it is posted.
                try? giveUp(old, session)
                throw error
            }
        }

        private var hasFields: Bool { title != nil || date != nil || !tags.isEmpty || link != nil }

        private func compose(_ text: String?, _ posted: Entry, _ session: ClientSession) throws -> ComposedEntry {
            var entry = posted
            if let title { entry.title = String(title.trimmed) }
            if let date { entry.date = date }
            if !tags.isEmpty { entry.tags = tags.map { $0.lowercased() } }
            if let link { entry.link = link.isBlank ? nil : link }
            let composer = EntryComposer(journey: try session.client.journey(today: session.today, besides: posted.id))
            guard let text else { return composer.compose(fields: entry) }
            return composer.compose(text: text, title: title, into: entry)
        }

        private func edit(_ old: OutboxEntry, _ session: ClientSession) async throws -> ExitStatus {
            let context = session.context
            let file = try await DraftFile.open(old, in: session)
            do {
                let text = try await file.edit(context)
                let journey = try session.client.journey(today: session.today, besides: old.id)
                let composed = EntryComposer(journey: journey).compose(document: text, into: old.entry, keepsDay: true)
                if composed.isUnwritten {
                    file.remove()
                    throw CommandError.nothingWritten
                }
                return try await keep(composed, old, session) { file.remove() }
            } catch {
                file.keepAfterFailure(error, context.console)
                // A text that is still in the file belongs to the correction; the next edit continues with it.
                if FileInfo(file.path) == nil { try? giveUp(old, session) }
                throw error
            }
        }

        /// Saves the correction, then sends it.
        /// - Parameter saved: is called when the text is in the outbox.
        private func keep(
            _ composed: ComposedEntry, _ old: OutboxEntry, _ session: ClientSession, saved: () -> Void = {}
        ) async throws -> ExitStatus {
            let (client, entry) = (session.client, composed.entry)
            let problems = EntryRules.problems(of: entry)
            if !draft, !problems.isEmpty, composed.problems.isEmpty { throw OutboxError.invalid(problems) }
            if let base = old.change.base, base.entry.day != entry.day { throw OutboxError.dayFixed(day: base.entry.day) }
            if entry.date != old.entry.date {
                let journey = try client.journey(today: session.today, besides: old.id)
                try await DateConsent(context: session.context, composer: EntryComposer(journey: journey), isGiven: yes)
                    .require(entry.date, day: entry.day) { DateConsent.refusal($0, date: entry.date, day: entry.day) }
            }
            let row = try client.saveDraft(entry, replacing: [old.entry])
            saved()
            let delivery = Delivery(session: session, format: format.json ? .object : .text)
            guard composed.problems.isEmpty else {
                session.context.console.say(WritingProblemStrings.sentences(composed.problems))
                _ = delivery.showDraft(row)
                return draft ? .done : .failed
            }
            return draft ? delivery.showDraft(row) : try await delivery.post(row)
        }

        /// Makes the entry `sent` again if its correction has no text of its own.
        private func giveUp(_ old: OutboxEntry, _ session: ClientSession) throws {
            guard try session.client.outbox().first(where: { $0.id == old.id })?.isUnchangedCorrection == true else { return }
            try session.client.discard(old.id)
        }
    }

    struct Remove: SessionCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Remove a day that is posted from the stage.",
            discussion: """
                The day does not count any more. Its text stays in the outbox until `hdoc outbox discard` deletes it. If the day
                was changed on the stage in the meantime, it is not removed before you have decided.
                """)

        @Argument(help: "The id of an entry or of your article, or its first characters.", completion: .live(.entry(.posted)))
        var id: String
        @Flag(help: "Do not ask for confirmation.") var yes = false
        @OptionGroup var options: StageOptions
        @OptionGroup var format: JSONOptions

        func run(in session: ClientSession) async throws -> ExitStatus {
            let change = PostedDayChange(session: session)
            try session.client.checkWriting()
            try change.requireRoute(.remove)
            let id = try await change.find(id)
            try await confirm(change.description(of: id), session)
            let client = session.client
            let row = try await client.fetchingText { () throws(OutboxError) in try client.queueRemoval(of: id) }
            return try await Delivery(session: session, format: format.json ? .object : .text).send([row])
        }

        private func confirm(_ day: String, _ session: ClientSession) async throws {
            guard !yes else { return }
            let action = "remove \(day) from \(session.stage.name)"
            guard session.context.input.isTerminal else { throw CommandError.needsConfirmation(action: action) }
            session.context.console.say("The day will not count any more. To \(action), type yes:")
            guard await session.context.input.confirms() else { throw CancellationError() }
        }
    }
}

/// What `correct` and `remove` have in common.
struct PostedDayChange {
    let session: ClientSession

    /// Throws if hdoc has learned within the last hours that the stage cannot make such changes.
    func requireRoute(_ kind: EntryChange.Kind) throws {
        guard let error = session.absence(of: kind) else { return }
        throw error
    }

    /// The id that begins with this text: of an entry in the outbox, or else of the participant's articles. If the cache does not
    /// have the article, hdoc asks the stage.
    func find(_ id: String) async throws -> String {
        let entries = try session.client.outbox()
        if entries.contains(where: { OutboxOutput.isId($0.id, id) }) { return try OutboxOutput.find(id, entries).id }
        guard let handle = await session.learnHandle() else { throw OutboxError.noSuchEntry(id) }
        if let known = try article(id, by: handle) { return known }
        guard !session.isOffline else { throw OutboxError.noSuchEntry(id) }
        _ = try await session.client.refresh(.articles(author: handle, tag: nil))
        guard let known = try article(id, by: handle) else { throw OutboxError.noSuchEntry(id) }
        return known
    }

    private func article(_ id: String, by handle: String) throws -> String? {
        let ids = try session.client.articles(author: handle, tag: nil).value.map(\.id)
        return ids.contains { OutboxOutput.isId($0, id) } ? try OutboxOutput.match(id, ids) : nil
    }

    /// The day and its title, as part of a sentence.
    func description(of id: String) throws -> String {
        if let entry = try session.client.outbox().first(where: { $0.id == id }) {
            return "day \(entry.entry.day), “\(entry.posted?.entry.title ?? entry.entry.title)”,"
        }
        let articles = try session.client.handle().map { try session.client.articles(author: $0, tag: nil).value } ?? []
        guard let article = articles.first(where: { $0.id == id }) else { return "the day \(id)" }
        return "\(article.day.map { "day \($0)" } ?? "the article \(id)"), “\(article.title ?? "Untitled")”,"
    }
}

extension ClientSession {
    /// The error that such a change would meet, if hdoc knows that the stage lacks the route. Nil if the stage has it, or if hdoc must
    /// ask again.
    func absence(of kind: EntryChange.Kind) -> ClientError? {
        guard let status = (try? client.routes())?.first(where: { $0.route == kind.route }), status.isAbsent(at: context.now()),
            case .absent(let code, let reason) = status.presence
        else { return nil }
        return ClientError(
            .routeAbsent(kind.route), operation: kind.route.operation, status: code, serverText: reason.isEmpty ? nil : reason)
    }
}
