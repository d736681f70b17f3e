import TerminalKit
import FoundationEssentials
import HDOCClient
import HDOCModels

/// From the key `e` to an entry that is queued. Every step is durable before the next: first the draft, then the text, then the queue.
enum Writing {
    /// Goes on with the draft of that date, or starts one. Whoever is not known yet is asked once, and so is whoever has written
    /// for that date already.
    static func begin(_ tool: WritingTool, on date: CalendarDay? = nil, _ state: inout AppState) -> [Effect] {
        guard state.model.handle != nil else {
            state.afterHandle = WritingIntent(tool: tool, date: date)
            state.dialogs.append(.handle(HandleState()))
            return []
        }
        let date = date ?? state.today
        if let draft = draft(of: date, state) { return resume(draft, tool, &state) }
        let start = Effect.startEntry(seed(state, date: date), tool)
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

    /// Releases an entry. Whoever has not agreed to a second one for its date is asked first.
    static func release(_ entry: Entry, _ state: inout AppState) -> [Effect] {
        let questions = state.composer(besides: entry.id).questions(for: entry.date)
        guard !state.agreedDates.contains(entry.date), !questions.isEmpty else { return [.queue(entry)] }
        let question = questions.map { WritingProblemStrings.question($0, date: entry.date, today: nil) }.joined(separator: " ")
        let isSecond = questions.contains { if case .secondForDate = $0 { true } else { false } }
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: "\(question) Send day \(entry.day)\(isSecond ? " too" : "")?", verb: "send it", refusal: "keep it as a draft",
                    effects: [.queue(entry)])))
        return []
    }

    /// Changes an entry that is in the outbox.
    static func resume(_ entry: OutboxEntry, _ tool: WritingTool, _ state: inout AppState) -> [Effect] {
        switch tool {
        case .editor: return [.edit(entry)]
        case .form:
            state.dialogs.append(.form(FormState(entry: entry)))
            return []
        }
    }

    static func apply(_ message: Message, to state: inout AppState) -> [Effect] {
        switch message {
        case .entryStarted(let entry, let tool): return [.read(.outbox)] + Refreshing.tags(state) + resume(entry, tool, &state)
        case .draftSaved(let entry):
            let now = state.now
            state.withForm { $0.saved(entry, at: now) }
            return [.read(.outbox)]
        case .queued(let entry): return queued(entry, &state)
        case .discarded: return [.read(.outbox)]
        case .settled(let entry):
            state.say("Day \(entry.entry.day) is marked as sent.")
            return [.read(.outbox)]
        case .writingFailed(let error, let entry): return failed(error, entry, &state)
        case .edited(let entry, let result): return edited(entry, result, &state)
        default: return []
        }
    }

    static func seed(_ state: AppState, date: CalendarDay) -> EntrySeed {
        EntrySeed(day: state.nextDay, date: date, zone: state.settings.zone.identifier, template: state.template)
    }

    /// A draft for that date, begun earlier.
    private static func draft(of date: CalendarDay, _ state: AppState) -> OutboxEntry? {
        state.model.outbox.last { $0.state == .draft && $0.entry.date == date }
    }

    private static func queued(_ entry: OutboxEntry, _ state: inout AppState) -> [Effect] {
        state.closeForm(entry.id)
        if let index = state.model.outbox.firstIndex(where: { $0.id == entry.id }) {
            state.model.outbox[index] = entry
        } else {
            state.model.outbox.append(entry)
        }
        state.rebuild(after: .outbox)
        guard !state.settings.isOffline else {
            state.say("Day \(entry.entry.day) is queued. hdoc sends it when it runs without --offline.")
            return [.read(.outbox)]
        }
        state.say("Day \(entry.entry.day) is queued.")
        return [.read(.outbox), .send([entry.id])]
    }

    private static func failed(_ error: any Error, _ entry: Entry?, _ state: inout AppState) -> [Effect] {
        let sentence = state.describer.sentence(error)
        var isInForm = false
        state.withForm { form in
            guard form.entry.id == entry?.id else { return }
            form.failed(sentence)
            isInForm = true
        }
        if let entry, !isInForm {
            // What came from the editor exists nowhere else now: it stays on the screen until it can be kept.
            var form = FormState(entry: OutboxEntry(entry: entry, state: .draft, createdAt: state.now, updatedAt: state.now))
            form.failed(sentence)
            form.autosaveAt = state.now.addingTimeInterval(FormState.autosaveDelay)
            state.dialogs.append(.form(form))
        } else if !isInForm {
            state.say(sentence, isWarning: true)
        }
        return [.read(.outbox)]
    }

    private static func edited(
        _ before: OutboxEntry, _ result: Result<String, any Error>, _ state: inout AppState
    ) -> [Effect] {
        switch result {
        case .failure(let error):
            switch error as? EditorError {
            case .noEditor:
                state.say("EDITOR is not set, so hdoc opened the built-in form.")
                return resume(before, .form, &state)
            case .kept:
                state.warn(error)
                return []
            case .unfinished(let text):
                state.warn(error)
                return [.saveDraft(state.composer(besides: before.id).compose(document: text, into: before.entry).entry)]
            default:
                state.warn(error)
                return dropIfEmpty(before)
            }
        case .success(let text):
            let composed = state.composer(besides: before.id).compose(document: text, into: before.entry)
            if composed.isUnwritten {
                state.say(before.entry.isUnwritten ? "The entry is empty and was not saved." : "The entry was not changed.")
                return dropIfEmpty(before)
            }
            guard composed.problems.isEmpty else {
                state.say("Saved as a draft. \(WritingProblemStrings.sentences(composed.problems))", isWarning: true)
                return [.saveDraft(composed.entry)]
            }
            return release(composed.entry, &state)
        }
    }

    /// A draft in which nothing was ever written leaves nothing behind.
    private static func dropIfEmpty(_ entry: OutboxEntry) -> [Effect] {
        entry.state == .draft && entry.entry.isUnwritten ? [.discard(entry.id)] : []
    }
}

extension AppState {
    /// What was written for a date, posted or on its way: “day 23, ‘Queues’”. Nil where nothing was.
    func written(on date: CalendarDay) -> String? {
        journey.record(on: date).map { "day \($0.day), “\($0.title)”" }
    }

    /// The day of an entry whose writer left it as proposed: what was posted may have become known only since.
    func freeDay(for entry: Entry) -> Int { journey(besides: entry.id).freeDay(entry.day) }

    /// For an entry that is not in its own way.
    func composer(besides id: String) -> EntryComposer { EntryComposer(journey: journey(besides: id)) }

    func sentences(_ questions: [EntryQuestion], date: CalendarDay) -> String {
        questions.map { WritingProblemStrings.question($0, date: date, today: today) }.joined(separator: " ")
    }

    /// All that is written but one entry, which is not in its own way.
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
