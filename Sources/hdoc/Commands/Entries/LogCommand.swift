import HDOCTUI
import TerminalKit
import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels

struct LogCommand: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Post a day.",
        discussion: """
            The text is TEXT, a file, or what $VISUAL or $EDITOR makes of a template. Its first line is the title, unless
            --title gives one. The entry is kept in the outbox before anything is sent: exit status 6 means "safe, not sent yet".
            """)

    @Argument(help: ArgumentHelp("What you did today.", valueName: "text"))
    var text: String?

    @Option(help: ArgumentHelp("Read the text from a file; - is standard input.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("The day of the challenge; otherwise your next one.", valueName: "n"))
    var day: Int?

    @Option(help: ArgumentHelp("The date, like 2026-11-23; otherwise today.", valueName: "date"))
    var date: CalendarDay?

    @Option(help: ArgumentHelp("The title; otherwise the first line.", valueName: "title"))
    var title: String?

    @Option(name: .customLong("tag"), help: ArgumentHelp("A tag; may be repeated.", valueName: "tag"))
    var tags: [String] = []

    @Option(help: ArgumentHelp("A web address that belongs to it.", valueName: "url"))
    var link: String?

    @Option(help: "The template: micro, short or long.")
    var template: ArticleTemplate = .micro

    @Flag(help: "Keep it as a draft, to be sent later.")
    var draft = false

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    func validate() throws {
        if text != nil, file != nil { throw ValidationError("Give TEXT or --file, not both.") }
        let probe = Entry(
            id: "", day: day ?? 1, date: date ?? CalendarDay(.distantPast, in: .utc), zone: "", title: title ?? "x", body: "",
            tags: tags, link: link)
        if let problem = EntryRules.problems(of: probe).first { throw ValidationError(EntryStrings.sentence(problem) + ".") }
    }

    func run(in session: ClientSession) async throws -> ExitStatus {
        try session.client.checkWriting()
        let day = try await chooseDay(session)
        guard text == nil, file == nil else {
            return try await keep(try given(session.context), day, session, draftFile: nil)
        }
        let draftFile = try openDraft(session)
        do {
            return try await keep(try await draftFile.edit(session.context), day, session, draftFile: draftFile)
        } catch {
            draftFile.keepAfterFailure(session.context.console)
            throw error
        }
    }

    /// A new template, or what an editor that was cut off left behind.
    private func openDraft(_ session: ClientSession) throws -> DraftFile {
        func skeleton(_ template: ArticleTemplate) -> String { "# \(title ?? "")\n\n" + template.skeleton }
        let (file, isLeftover) = try DraftFile.resume(
            in: session.context.paths.dataDirectory, name: "\(session.stage.name)-day", text: skeleton(template),
            untouched: ArticleTemplate.allCases.map(skeleton))
        if isLeftover { session.context.console.say("Going on with what was left unfinished in \(file.path)") }
        return file
    }

    private func given(_ context: CommandContext) throws -> String {
        guard let file else { return text ?? "" }
        let limit = 1_000_000
        if file != "-" { return try DescriptorReader.text(file, limit: limit) }
        return try DescriptorReader.decode(try context.input.readAll(limit: limit), name: "standard input")
    }

    /// The day asked for, if it is free; otherwise the one after the highest, as far as is known here.
    private func chooseDay(_ session: ClientSession) async throws -> Int {
        let journey = try session.client.journey(today: session.context.today)
        guard let day else {
            // Who gives the day has answered already.
            let (date, next) = (date ?? session.context.today, journey.nextDay)
            try await DateConsent(context: session.context, journey: journey).require(date, day: next) { other in
                .dateTaken(date: date, day: other.day, title: other.title, next: next)
            }
            return next
        }
        if let other = journey.records[day] { throw OutboxError.dayTaken(day: day, title: other.title) }
        return day
    }

    private func keep(
        _ text: String, _ day: Int, _ session: ClientSession, draftFile: DraftFile?
    ) async throws -> ExitStatus {
        let context = session.context
        if text.allSatisfy(\.isWhitespace) { throw CommandError.emptyText }
        let parts = EntryText(text, title: draftFile == nil ? title : nil)
        let entry = Entry(
            id: UUIDv7.make(at: context.now()), day: day, date: date ?? context.today, zone: context.zone.identifier,
            title: parts.title, body: parts.body, tags: tags, link: link, template: template)
        let problems = EntryRules.problems(of: entry)
        if !draft, !problems.isEmpty { throw OutboxError.invalid(problems) }
        let saved = try session.client.saveDraft(entry)
        draftFile?.remove()
        let delivery = Delivery(session: session, format: format.json ? .object : .text)
        return draft ? delivery.showDraft(saved) : try await delivery.post(saved, dayMayMove: self.day == nil)
    }
}
