import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// The built-in form for an entry. The typed text is saved as a draft within a second.
struct FormState: Sendable {
    enum Field: Int, Sendable, CaseIterable {
        case title, day, date, tags, link, body

        var label: String {
            switch self {
            case .title: "Title"
            case .day: "Day"
            case .date: "Date"
            case .tags: "Tags"
            case .link: "Link"
            case .body: "Body"
            }
        }
    }

    /// Limits in characters, far above those of `EntryRules`. The form keeps what is pasted; the rules say if it is too long.
    private static let largestBody = 4_000_000
    private static let longestField = 100_000

    /// In seconds: the time between the first unsaved change and the automatic save.
    static let autosaveDelay: TimeInterval = 0.8

    /// The entry as it was last saved.
    private(set) var entry: Entry
    private(set) var state: EntryState
    var fields: [Field: Prompt]
    var body: TextArea
    var focus = Field.title
    var autosaveAt: Date? { didSet { if autosaveAt != nil { hasUnsavedText = true } } }
    /// Whether something was typed since the last save that succeeded.
    private(set) var hasUnsavedText = false
    var savedAt: Date?
    private(set) var template: ArticleTemplate
    /// Why the entry could not be saved or queued.
    private(set) var problem: String?
    private var isProblemAboutSaving = false

    init(entry: OutboxEntry) {
        self.entry = entry.entry
        state = entry.state
        template = entry.entry.template
        let text = entry.entry.body.isEmpty ? entry.entry.template.skeleton : entry.entry.body
        body = TextArea(text, limit: Self.largestBody)
        fields = [
            .title: Prompt(entry.entry.title, limit: Self.longestField), .day: Prompt(String(entry.entry.day), limit: 5),
            .date: Prompt(entry.entry.date.description, limit: 10),
            .tags: Prompt(entry.entry.tags.joined(separator: " "), limit: Self.longestField),
            .link: Prompt(entry.entry.link ?? "", limit: Self.longestField),
        ]
    }

    func text(_ field: Field) -> String { fields[field]?.text ?? "" }

    /// Replaces the text of a field.
    mutating func replace(_ field: Field, with text: String) {
        switch field {
        case .body: body = TextArea(text, limit: Self.largestBody)
        case .day: fields[field] = Prompt(text, limit: 5)
        case .date: fields[field] = Prompt(text, limit: 10)
        case .title, .tags, .link: fields[field] = Prompt(text, limit: Self.longestField)
        }
    }

    /// The entry with the values of the fields. An invalid day or date keeps its saved value, and `fieldProblem` describes it.
    var typed: Entry {
        composed.entry
    }

    private var composed: ComposedEntry {
        EntryComposer(journey: Journey(records: [], today: entry.date)).compose(
            form: EntryForm(
                title: text(.title), day: text(.day), date: text(.date), tags: text(.tags), link: text(.link), body: body.text,
                template: template),
            into: entry)
    }

    /// The announcement of the entry as typed.
    var announcement: Announcement {
        let typed = typed
        return Announcement(day: typed.day, title: typed.title, link: typed.link)
    }

    /// Puts the next template into the body. If something was written in the body, keeps it and returns false.
    mutating func useNextTemplate() -> Bool {
        guard WrittenContent.isUnwritten(body.text) else { return false }
        let all = ArticleTemplate.allCases
        template = all[((all.firstIndex(of: template) ?? 0) + 1) % all.count]
        body = TextArea(template.skeleton, limit: Self.largestBody)
        return true
    }

    var fieldProblem: String? {
        composed.problems.first { $0.reason != .noTitle }.map(WritingProblemStrings.sentence)
    }

    mutating func propose(day: Int) {
        if day != entry.day { fields[.day] = Prompt(String(day), limit: 5) }
    }

    mutating func saved(_ entry: OutboxEntry, at now: Date) {
        self.entry = entry.entry
        state = entry.state
        savedAt = now
        hasUnsavedText = autosaveAt != nil
        if isProblemAboutSaving { clearProblem() }
    }

    /// - Parameter isAboutSaving: whether the next successful save solves the problem. Others stay until something is typed.
    mutating func failed(_ sentence: String, isAboutSaving: Bool = false) {
        (problem, isProblemAboutSaving) = (sentence, isAboutSaving)
    }

    mutating func clearProblem() { problem = nil }
}
