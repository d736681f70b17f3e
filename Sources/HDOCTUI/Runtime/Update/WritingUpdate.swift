import FoundationEssentials
import HDOCClient
import HDOCModels

/// Handles the results of changes to the outbox and of the editor.
enum WritingUpdate {
    static func apply(_ message: WritingMessage, to state: inout AppState) -> [Effect] {
        switch message {
        case .entryStarted(let entry, let tool): return Refreshing.tags(state) + started(entry, tool, &state)
        case .draftSaved(let entry, let original):
            saved(entry, copyOf: original, &state)
            return []
        case .queued(let entry): return queued(entry, &state)
        case .discarded: return []
        case .settled(let entry):
            state.say("Day \(entry.entry.day) is marked as sent.")
            return []
        case .failed(let error, let entry):
            failed(error, entry, &state)
            return []
        case .setAside(let path):
            state.say(WritingProblemStrings.setAside(path), isWarning: true)
            return []
        case .edited(let entry, let result): return EditingUpdate.edited(entry, result, &state)
        }
    }

    private static func started(_ entry: OutboxEntry, _ tool: WritingTool, _ state: inout AppState) -> [Effect] {
        var effects = Writing.resume(entry, tool, &state)
        for key in state.keysForForm.take() ?? [] { effects += Keys.press(key, &state) }
        return effects
    }

    private static func saved(_ entry: OutboxEntry, copyOf original: String?, _ state: inout AppState) {
        let notice = state.noticesWhenSaved.removeValue(forKey: original ?? entry.id)
        let now = state.now
        var isInForm = false
        state.withForm { form in
            guard form.entry.id == original ?? entry.id else { return }
            form.saved(entry, at: now)
            if original != nil { form.failed(WritingProblemStrings.copied) }
            isInForm = true
        }
        if original != nil, !isInForm {
            state.say(WritingProblemStrings.copied, isWarning: true)
        } else if let notice {
            state.say(notice.text, isWarning: notice.isWarning)
        }
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
            state.say("\(ChangeStrings.subject(entry)) is queued. hdoc sends it when it runs without --offline.")
            return []
        }
        state.say("\(ChangeStrings.subject(entry)) is queued.")
        return [.network(.send([entry.id]))]
    }

    private static func failed(_ error: any Error, _ entry: Entry?, _ state: inout AppState) {
        let sentence = state.describer.sentence(error)
        state.keysForForm = nil
        if let entry { state.noticesWhenSaved[entry.id] = nil }
        let isAboutSaving = if case OutboxError.store = error { true } else { false }
        var isInForm = false
        state.withForm { form in
            guard form.entry.id == entry?.id else { return }
            form.failed(sentence, isAboutSaving: isAboutSaving)
            isInForm = true
        }
        if let entry, !isInForm {
            // The text from the editor exists nowhere else now, so the form shows it until it is saved.
            var form = FormState(entry: OutboxEntry(entry: entry, state: .draft, createdAt: state.now, updatedAt: state.now))
            form.failed(sentence, isAboutSaving: isAboutSaving)
            form.autosaveAt = state.now.addingTimeInterval(FormState.autosaveDelay)
            state.dialogs.append(.form(form))
        } else if !isInForm {
            state.say(sentence, isWarning: true)
        }
    }
}
