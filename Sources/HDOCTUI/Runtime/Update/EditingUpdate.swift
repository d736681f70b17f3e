import FoundationEssentials
import HDOCClient
import HDOCModels

/// Handles the result of an edit in the editor.
enum EditingUpdate {
    static func edited(_ before: OutboxEntry, _ result: Result<String, any Error>, _ state: inout AppState) -> [Effect] {
        switch result {
        case .failure(let error as EditorError): failed(before, error, &state)
        case .failure(let error):
            warn(before, error, &state)
        case .success(let text): written(before, text, &state)
        }
    }

    private static func written(_ before: OutboxEntry, _ text: String, _ state: inout AppState) -> [Effect] {
        let composed = composed(text, before, state)
        if composed.isUnwritten {
            state.say(before.entry.isUnwritten ? "The entry is empty and was not saved." : "The entry was not changed.")
            return dropIfEmpty(before) + Changing.dropIfUnchanged(before)
        }
        guard composed.problems.isEmpty else {
            state.sayWhenSaved(
                "Saved as a draft. \(WritingProblemStrings.sentences(composed.problems))", before.id, isWarning: true)
            return [.writing(.saveDraft(composed.entry, replacing: before.entry))]
        }
        return Writing.release(composed.entry, replacing: before.entry, &state)
    }

    private static func composed(_ text: String, _ before: OutboxEntry, _ state: AppState) -> ComposedEntry {
        state.composer(besides: before.id).compose(document: text, into: before.entry, keepsDay: before.change.kind != .post)
    }

    private static func failed(_ before: OutboxEntry, _ error: EditorError, _ state: inout AppState) -> [Effect] {
        switch error {
        case .noEditor:
            state.say("EDITOR is not set, so hdoc opened the built-in form.")
            return Writing.resume(before, .form, &state)
        case .kept, .returnedAtOnce:
            // The draft stays in the outbox, even if it is empty, because its next edit continues with the file.
            state.warn(error)
            return []
        case .olderText(let date):
            askWhichText(before, writtenAt: date, &state)
            return []
        case .unfinished(let text, let date):
            return unchanged(before, text, writtenAt: date, &state)
        case .openQuote, .notStarted, .failed, .unreadable, .unwritable:
            return warn(before, error, &state)
        }
    }

    private static func warn(_ before: OutboxEntry, _ error: any Error, _ state: inout AppState) -> [Effect] {
        state.warn(error)
        return dropIfEmpty(before) + Changing.dropIfUnchanged(before)
    }

    private static func askWhichText(_ before: OutboxEntry, writtenAt date: Date, _ state: inout AppState) {
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: WritingProblemStrings.unfinished(writtenAt: date, savedAt: before.updatedAt, now: state.now)
                        + " Which one do you want to edit? The other is kept.",
                    answers: [
                        .init(key: "s", verb: "saved entry", effects: [.writing(.edit(before, .setAside))]),
                        .init(key: "u", verb: "unfinished text", effects: [.writing(.edit(before, .resume))]),
                    ])))
    }

    /// The user did not change an unfinished text in the editor. The text is saved, and sent only after a confirmation.
    private static func unchanged(
        _ before: OutboxEntry, _ text: String, writtenAt date: Date, _ state: inout AppState
    ) -> [Effect] {
        let composed = composed(text, before, state)
        let save = Effect.writing(.saveDraft(composed.entry, replacing: before.entry))
        guard composed.problems.isEmpty else {
            state.sayWhenSaved(
                "Saved as a draft. \(WritingProblemStrings.sentences(composed.problems))", before.id, isWarning: true)
            return [save]
        }
        let questions = state.sentences(composed.questions, date: composed.entry.date)
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: "You did not change the unfinished text, which is from \(state.age(date)). The entry was saved "
                        + "\(state.age(before.updatedAt)). \(questions.isEmpty ? "" : questions + " ")"
                        + "Send day \(composed.entry.day) with the unfinished text?",
                    verb: "send it", refusal: "keep it as a draft", effects: [.writing(.queue(composed.entry, replacing: before.entry))])))
        return [save]
    }

    /// Discards a draft in which nothing was written.
    private static func dropIfEmpty(_ entry: OutboxEntry) -> [Effect] {
        entry.state == .draft && entry.entry.isUnwritten ? [.writing(.discardIfEmpty(entry.id))] : []
    }
}
