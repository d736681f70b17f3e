import FoundationEssentials
import HDOCClient
import HDOCModels

/// Writes an entry, from the key `e` to the queue. Each step is saved before the next: first the draft, then the text, then the queue.
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
        return []
    }

    /// Changes an entry that is in the outbox.
    static func resume(_ entry: OutboxEntry, _ tool: WritingTool, _ state: inout AppState) -> [Effect] {
        switch tool {
        case .editor: return [.writing(.edit(entry, .resumeIfNewer(than: entry.updatedAt)))]
        case .form:
            state.dialogs.append(.form(FormState(entry: entry)))
            return []
        }
    }

    static func seed(_ state: AppState, date: CalendarDay) -> EntrySeed {
        EntrySeed(day: state.nextDay, date: date, zone: state.settings.zone.identifier, template: state.template)
    }

    /// A draft for that date, begun earlier.
    private static func draft(of date: CalendarDay, _ state: AppState) -> OutboxEntry? {
        state.model.outbox.last { $0.state == .draft && $0.entry.date == date }
    }
}

extension AppState {
    /// What was written for a date, posted or on its way: “day 23, ‘Queues’”. Nil where nothing was.
    func written(on date: CalendarDay) -> String? {
        journey.record(on: date).map { "day \($0.day), “\($0.title)”" }
    }

    /// The free day for an entry that still has the proposed one: sent entries may have become known since.
    func freeDay(for entry: Entry) -> Int { journey(besides: entry.id).freeDay(entry.day) }

    /// A composer that does not count this entry as a conflict.
    func composer(besides id: String) -> EntryComposer { EntryComposer(journey: journey(besides: id)) }

    func sentences(_ questions: [EntryQuestion], date: CalendarDay) -> String {
        questions.map { WritingProblemStrings.question($0, date: date, today: today) }.joined(separator: " ")
    }

    /// All entries but this one.
    func journey(besides id: String) -> Journey {
        Journey(articles: model.mine.value, outbox: model.outbox, today: today, besides: id)
    }

    var yesterday: CalendarDay { today.adding(days: -1) }

    /// What the next entry begins with: chosen here, else what was used last.
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
