import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

struct NoteCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .note, abstract: "Add a line to today's draft.",
        discussion: """
            If there is no draft for the day, hdoc makes one; the first note is its title. `hdoc outbox edit` turns the notes
            into an entry, and `hdoc outbox send` posts it.

            --install-hook writes a post-commit hook into a git repository. It notes the subject of each commit of yours.
            """)

    @Argument(help: ArgumentHelp("The note; with --commit or --install-hook, the path of a repository (default: .).", valueName: "text"))
    var words: [String] = []

    @Option(help: ArgumentHelp("Note for the draft of this day of the challenge.", valueName: "n"), completion: .live(.freeDay))
    var day: Int?

    @Option(help: ArgumentHelp("Note for the draft of this date, for example 2026-11-23 (default: today).", valueName: "date"))
    var date: CalendarDay?

    @Flag(help: "Note the last commit of a git repository, if it is yours.")
    var commit = false

    @Flag(help: "Make git note each of your commits in a repository. An existing hook stays as it is.")
    var installHook = false

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    func validate() throws {
        if let day, !(1...EntryRules.largestDay).contains(day) { throw ValidationError(EntryStrings.sentence(.badDay(day)) + ".") }
        if commit, installHook { throw ValidationError("Pass either --commit or --install-hook, not both.") }
        if commit || installHook {
            if words.count > 1 { throw ValidationError("Give one path of a repository.") }
        } else if words.allSatisfy(\.isBlank) {
            throw ValidationError("The note is empty.")
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        if installHook { return try await install(context) }
        let stage = try context.stage(options)
        do {
            return try await run(in: context.session(stage, isOffline: options.offline))
        } catch {
            throw StageFailure(stage: stage.name, cause: error)
        }
    }

    func run(in session: ClientSession) async throws -> ExitStatus {
        guard commit else { return try await add(WrittenText.normalizingLineEnds(words.joined(separator: " ")), session) }
        let repository = try await GitRepository.open(words.first ?? ".", session.context)
        guard let commit = try await repository.lastOwnCommit() else {
            session.context.console.say("The last commit in \(repository.name) is not yours, so it was not noted.")
            return .done
        }
        let name = PlainLine.of(repository.name)
        return try await add(
            "\(PlainLine.markdown(name)): \(repository.markdown(commit))", title: "\(name): \(PlainLine.of(commit.subject))", session)
    }

    private func add(_ text: String, title: String? = nil, _ session: ClientSession) async throws -> ExitStatus {
        let saved = try await DraftNotes(session: session, day: day, date: date ?? session.today).add(text, title: title)
        let console = session.context.console
        if format.json { console.json(saved.json) }
        console.say("Noted for day \(saved.entry.day) (\(saved.entry.date)): `hdoc outbox edit \(OutboxOutput.short(saved.id))`.")
        return .done
    }

    private func install(_ context: CommandContext) async throws -> ExitStatus {
        let repository = try await GitRepository.open(words.first ?? ".", context)
        let path = try await GitHook.install(in: repository)
        context.console.say("Each commit of yours in \(repository.name) is noted now. To stop that, delete \(path).")
        return .done
    }
}

/// Adds notes to the latest draft of a date.
struct DraftNotes {
    let session: ClientSession
    /// The day that the draft must have; nil accepts any day.
    let day: Int?
    let date: CalendarDay

    private static let attempts = 100

    /// Adds a note durably. No note is lost if several processes do this at once, or if a window changes the draft meanwhile.
    /// - Parameter title: the title of a draft that has none yet; nil takes the note.
    func add(_ text: String, title: String? = nil) async throws -> OutboxEntry {
        // The lock keeps two notes from making two drafts. The comparison with the known text protects against all other writers.
        let lock = try await FileLock.acquire(session.context.paths.outbox(session.stage.name) + ".notes.lock")
        defer { lock.release() }
        var attempt = 0
        while true {
            attempt += 1
            let draft = try session.client.outbox().last {
                $0.isNewDraft && $0.entry.date == date && (day == nil || $0.entry.day == day)
            }
            var entry = try draft?.entry ?? newEntry()
            if entry.title.isBlank, let title { entry.title = String(title.prefix(EntryRules.longestTitle).trimmed) }
            EntryNotes.add(text, to: &entry)
            if let problem = EntryRules.problems(of: entry).first(where: { $0.field == .body }) { throw OutboxError.invalid([problem]) }
            do throws(OutboxError) {
                return try session.client.saveDraft(entry, replacing: draft.map { [$0.entry] })
            } catch {
                switch error {
                case .changedElsewhere, .notEditable: if attempt == Self.attempts { throw error }
                default: throw error
                }
            }
        }
    }

    private func newEntry() throws -> Entry {
        let context = session.context
        let journey = try session.client.journey(today: session.today)
        if let day, let other = journey.records[day] { throw OutboxError.dayTaken(day: day, title: other.title) }
        return Entry(
            id: UUIDv7.make(at: context.now()), day: day ?? journey.nextDay, date: date, zone: context.zone.identifier, title: "", body: "",
            isDayProposed: day == nil)
    }
}
