import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

struct LogCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .log, abstract: "Post a day.",
        discussion: """
            The text is TEXT, a file, or standard input. Without one of these, hdoc opens a template in $VISUAL or $EDITOR.
            The first line is the title, unless --title gives one. Front matter in YAML (---) or TOML (+++) may give title,
            day, date, tags and link.

            With --from-git, hdoc makes a draft of your own commits of the day, grouped by repository: those of the repository
            at TEXT (default: the current directory), or of all repositories directly below it.

            hdoc saves the entry in the outbox before it sends it. Exit status 6 means that the entry is saved and not
            sent yet.
            """)

    @Argument(help: ArgumentHelp("The text of the entry; - is standard input.", valueName: "text"))
    var text: String?

    @Option(help: ArgumentHelp("Read the text from a file; - is standard input.", valueName: "file"), completion: .file())
    var file: String?

    @Option(help: ArgumentHelp("The day of the challenge (default: your next day).", valueName: "n"), completion: .live(.freeDay))
    var day: Int?

    @Option(help: ArgumentHelp("The date, for example 2026-11-23 (default: today).", valueName: "date"))
    var date: CalendarDay?

    @Option(help: ArgumentHelp("The title (default: the first line).", valueName: "title"))
    var title: String?

    @Option(name: .customLong("tag"), help: ArgumentHelp("A tag; may be repeated.", valueName: "tag"), completion: .live(.tag))
    var tags: [String] = []

    @Option(help: ArgumentHelp("A web address that belongs to the entry.", valueName: "url"))
    var link: String?

    @Option(help: "The template: micro, short or long.")
    var template: ArticleTemplate = .micro

    @Flag(help: "Save the entry as a draft and do not send it.")
    var draft = false

    @Flag(help: "Make a draft of your git commits of the day; TEXT is the path of a repository.")
    var fromGit = false

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    @Flag(help: "Do not ask about a second entry for a date, or a date in the future.")
    var yes = false

    func validate() throws {
        if fromGit, file != nil { throw ValidationError("Pass either --from-git or --file, not both.") }
        if text != nil, file != nil { throw ValidationError("Give TEXT or --file, not both.") }
        let probe = Entry(
            id: "", day: day ?? 1, date: date ?? CalendarDay(.distantPast, in: .utc), zone: "",
            title: title.map { String($0.trimmed) } ?? "x", body: "",
            tags: tags.map { $0.lowercased() }, link: link)
        if let problem = EntryRules.problems(of: probe).first { throw ValidationError(EntryStrings.sentence(problem) + ".") }
    }

    func run(in session: ClientSession) async throws -> ExitStatus {
        try session.client.checkWriting()
        if fromGit {
            let seed = try seed(day ?? composer(session).journey.nextDay, session)
            return delivery(session).showDraft(try await CommitDraft(session: session, path: text ?? ".", title: title).save(into: seed))
        }
        let day = try await chooseDay(session)
        if let text = try given(session.context) {
            if text.isBlank { throw CommandError.emptyText }
            let composed = try composer(session).compose(text: text, title: title, into: seed(day, session))
            if composed.isUnwritten { throw CommandError.emptyText }
            return try await keep(composed, day, session)
        }
        return try await edit(day, session)
    }

    private func composer(_ session: ClientSession) throws -> EntryComposer {
        EntryComposer(journey: try session.client.journey(today: session.today))
    }

    /// The entry without its text.
    private func seed(_ day: Int, _ session: ClientSession) -> Entry {
        let context = session.context
        return Entry(
            id: UUIDv7.make(at: context.now()), day: day, date: date ?? session.today, zone: context.zone.identifier,
            title: "", body: "", tags: tags.map { $0.lowercased() }, link: link, template: template,
            isDayProposed: self.day == nil)
    }

    private func edit(_ day: Int, _ session: ClientSession) async throws -> ExitStatus {
        var seed = seed(day, session)
        seed.title = title ?? ""
        let console = session.context.console
        let stage = session.stage.name
        let client = session.client
        let edit = DraftEdit(
            name: "\(stage)-day", text: EntryDocument.text(for: seed), orphans: .init(stage: stage) { try client.outbox() })
        let file = try await DraftFile.open(edit, savedAt: nil, session.context)
        do {
            let text = try await file.edit(session.context)
            let composed = try composer(session).compose(document: text, into: seed)
            if composed.isUnwritten {
                file.remove()
                throw CommandError.nothingWritten
            }
            if file.isLeftover, file.isUntouched(text) {
                let saved = try session.client.saveDraft(composed.entry)
                file.remove()
                console.say("You did not change the text.")
                return delivery(session).showDraft(saved)
            }
            return try await keep(composed, day, session, draftFile: file)
        } catch {
            file.keepAfterFailure(error, console)
            throw error
        }
    }

    /// The text of the argument, the file or standard input; nil if the editor must be opened.
    private func given(_ context: CommandContext) throws -> String? {
        let isPiped = text == nil && file == nil
        if isPiped, context.input.isTerminal { return nil }
        let text = try GivenText(argument: text, file: file).read(context)
        // Without TEXT and --file, an empty standard input means that the user wanted an editor, which needs a terminal.
        if isPiped, text.isBlank { throw try noTextGiven(context) }
        return text
    }

    private func noTextGiven(_ context: CommandContext) throws -> any Error {
        try EditorCommand.arguments(context.environment) == nil ? EditorError.noEditor : CommandError.editorNeedsTerminal
    }

    /// The requested day, which must be free, or the next free day by the cache and the outbox.
    private func chooseDay(_ session: ClientSession) async throws -> Int {
        let composer = try composer(session)
        if let day, let other = composer.journey.records[day] { throw OutboxError.dayTaken(day: day, title: other.title) }
        let chosen = day ?? composer.journey.nextDay
        try await consent(to: date ?? session.today, chosen, session)
        return chosen
    }

    /// With `--day`, hdoc does not ask about a second entry for the date.
    private func consent(to date: CalendarDay, _ day: Int, _ session: ClientSession) async throws {
        try await DateConsent(context: session.context, composer: composer(session), isGiven: yes)
            .require(date, day: day, isSecondMeant: self.day != nil) { DateConsent.refusal($0, date: date, day: day) }
    }

    private func delivery(_ session: ClientSession) -> Delivery { Delivery(session: session, format: format.json ? .object : .text) }

    private func keep(
        _ composed: ComposedEntry, _ day: Int, _ session: ClientSession, draftFile: DraftFile? = nil
    ) async throws -> ExitStatus {
        let entry = composed.entry
        let isReadable = composed.problems.isEmpty
        let problems = EntryRules.problems(of: entry).filter { $0 != .empty(.title) }
        if !draft, !problems.isEmpty { throw OutboxError.invalid(problems) }
        if !draft, isReadable, entry.date != date ?? session.today { try await consent(to: entry.date, entry.day, session) }
        let saved = try session.client.saveDraft(entry)
        draftFile?.remove()
        guard isReadable else {
            session.context.console.say(WritingProblemStrings.sentences(composed.problems))
            _ = delivery(session).showDraft(saved)
            return draft ? .done : .failed
        }
        if draft { return delivery(session).showDraft(saved) }
        return try await delivery(session).post(saved, dayMayMove: self.day == nil && entry.day == day)
    }
}
