import FoundationEssentials
import HDOCClient
import HDOCModels

/// The steps of writing an entry, from the key `e` to the queue. Each step is saved before the next one: draft, text, queued entry.
enum Writing {
    /// Continues the draft of that date, or starts one. Asks for the handle if it is unknown, and for confirmation if there is an
    /// entry for that date already.
    static func begin(_ tool: WritingTool, on date: CalendarDay? = nil, _ state: inout AppState) -> [Effect] {
        guard state.model.handle != nil else {
            state.afterHandle = WritingIntent(tool: tool, date: date)
            state.dialogs.append(.handle(HandleState()))
            return []
        }
        let date = date ?? state.today
        if let draft = draft(of: date, state) { return resume(draft, tool, &state) }
        let start = Effect.writing(.startEntry(seed(state, date: date), tool))
        let questions = EntryComposer(journey: state.journey).questions(for: date)
        guard !questions.isEmpty else { return [start] }
        let question = state.sentences(questions, date: date)
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: "\(question) Write day \(state.nextDay) as well?", verb: "write it", refusal: "do not write", effects: [start]
                )))
        return []
    }

    /// Queues an entry. Asks for confirmation of a second entry for its date, unless that was confirmed before.
    static func release(_ entry: Entry, replacing base: Entry, _ state: inout AppState) -> [Effect] {
        let questions = state.composer(besides: entry.id).questions(for: entry.date)
        guard !state.agreedDates.contains(entry.date), !questions.isEmpty else { return [.writing(.queue(entry, replacing: base))] }
        let question = questions.map { WritingProblemStrings.question($0, date: entry.date, today: nil) }.joined(separator: " ")
        let isSecond = questions.contains { if case .secondForDate = $0 { true } else { false } }
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: "\(question) Send day \(entry.day)\(isSecond ? " too" : "")?", verb: "send it", refusal: "keep it as a draft",
                    effects: [.writing(.queue(entry, replacing: base))])))
        // Whatever the answer is, the text is on the disk.
        return entry == base ? [] : [.writing(.saveDraft(entry, replacing: base))]
    }

    /// Opens an entry of the outbox in the editor or the form.
    static func resume(_ entry: OutboxEntry, _ tool: WritingTool, _ state: inout AppState) -> [Effect] {
        switch tool {
        case .editor: return editing(entry)
        case .form:
            state.dialogs.append(.form(FormState(entry: entry)))
            return []
        }
    }

    /// The effects that open an entry of the outbox in the editor.
    static func editing(_ entry: OutboxEntry) -> [Effect] { [.writing(.edit(entry, .resumeIfNewer(than: entry.updatedAt)))] }

    static func seed(_ state: AppState, date: CalendarDay) -> EntrySeed {
        EntrySeed(day: state.nextDay, date: date, zone: state.settings.zone.identifier, template: state.template)
    }

    /// The latest draft for that date.
    private static func draft(of date: CalendarDay, _ state: AppState) -> OutboxEntry? {
        state.model.outbox.last { $0.isNewDraft && $0.entry.date == date }
    }
}

extension AppState {
    /// The entry for a date, sent or waiting, as text: `day 23, “Queues”`. Nil if there is none.
    func written(on date: CalendarDay) -> String? {
        journey.record(on: date).map { "day \($0.day), “\($0.title)”" }
    }

    /// The day of the entry if no other entry has it, otherwise the next free day.
    func freeDay(for entry: Entry) -> Int { journey(besides: entry.id).freeDay(entry.day) }

    /// A composer for changes of this entry: the entry does not conflict with itself.
    func composer(besides id: String) -> EntryComposer { EntryComposer(journey: journey(besides: id)) }

    func sentences(_ questions: [EntryQuestion], date: CalendarDay) -> String {
        questions.map { WritingProblemStrings.question($0, date: date, today: today) }.joined(separator: " ")
    }

    /// The journey without this entry.
    func journey(besides id: String) -> Journey {
        Journey(articles: model.mine.value, outbox: model.outbox, today: today, besides: id)
    }

    var yesterday: CalendarDay { today.adding(days: -1) }

    /// The template of the next entry: the one chosen in this run, or else the one used last.
    var template: ArticleTemplate {
        chosenTemplate ?? model.outbox.last?.entry.template
            ?? model.mine.value.first?.template.flatMap(ArticleTemplate.init(rawValue:)) ?? .micro
    }

    mutating func withForm(_ change: (inout FormState) -> Void) {
        for index in dialogs.indices {
            guard case .form(var form) = dialogs[index] else { continue }
            change(&form)
            dialogs[index] = .form(form)
        }
    }

    mutating func closeForm(_ id: String) {
        dialogs.removeAll { if case .form(let form) = $0 { form.entry.id == id } else { false } }
    }
}
