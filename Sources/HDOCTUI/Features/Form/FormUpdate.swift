import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

enum FormUpdate {
    static func press(_ key: Key, _ form: FormState, _ state: inout AppState) -> [Effect] {
        var form = form
        switch key {
        case .escape: return close(form, &state)
        case .ctrl("s"): return queue(&form, &state)
        case .ctrl("t"): changeTemplate(&form, state)
        case .tab:
            if complete(&form, state) { break }
            form.focus = neighbour(of: form.focus, by: 1)
        case .backTab: form.focus = neighbour(of: form.focus, by: -1)
        case .enter where form.focus != .body: form.focus = neighbour(of: form.focus, by: 1)
        default: type(key, &form, state)
        }
        state.setTop(.form(form))
        return []
    }

    /// Saves the typed text if the automatic save is due.
    static func autosave(_ state: inout AppState) -> [Effect] {
        var effects: [Effect] = []
        let now = state.now
        state.withForm { form in
            guard let due = form.autosaveAt, due <= now else { return }
            form.autosaveAt = nil
            effects.append(.writing(.saveDraft(form.typed, replacing: form.entry)))
        }
        return effects
    }

    /// Replaces the text of a field of the open form, and saves the draft at once.
    static func set(_ field: FormState.Field, _ text: String, _ state: inout AppState) -> [Effect] {
        state.withForm { form in
            form.replace(field, with: text)
            form.clearProblem()
            form.autosaveAt = .distantPast
        }
        return autosave(&state)
    }

    private static func type(_ key: Key, _ form: inout FormState, _ state: AppState) {
        let result =
            form.focus == .body
            ? form.body.handle(key, size: FormLayout(area: Rect(size: state.size)).body.size)
            : form.fields[form.focus]?.handle(key) ?? .ignored
        if result == .changed { changed(&form, state) }
    }

    private static func changed(_ form: inout FormState, _ state: AppState) {
        form.clearProblem()
        if form.autosaveAt == nil { form.autosaveAt = state.now.addingTimeInterval(FormState.autosaveDelay) }
    }

    /// Completes the tag before the cursor. Returns false if there is nothing to complete; Tab then moves to the next field.
    private static func complete(_ form: inout FormState, _ state: AppState) -> Bool {
        guard form.focus == .tags, let completion = form.tagCompletion(state) else { return false }
        _ = form.fields[.tags]?.handle(.paste(completion.rest + " "))
        changed(&form, state)
        return true
    }

    private static func changeTemplate(_ form: inout FormState, _ state: AppState) {
        if form.useNextTemplate() {
            changed(&form, state)
        } else {
            form.failed("The body has text already, so the template cannot be changed.")
        }
    }

    /// Leaves the form. The typed text stays a draft; an empty draft is discarded. A day or date that cannot be read would be lost, so
    /// the form names it first and closes at the second Esc.
    private static func close(_ form: FormState, _ state: inout AppState) -> [Effect] {
        if let problem = form.fieldProblem.map({ "Esc again drops this field. \($0)" }), form.problem != problem {
            var form = form
            form.failed(problem)
            state.setTop(.form(form))
            return []
        }
        state.closeTop()
        let typed = form.typed
        if typed.isUnwritten && form.state == .draft { return [.writing(.discardIfEmpty(typed.id))] }
        let notice = "Saved as a draft in the outbox."
        guard form.hasUnsavedText else {
            if form.savedAt != nil { state.say(notice) }
            return state.model.outbox.first { $0.id == typed.id }.map(Changing.dropIfUnchanged) ?? []
        }
        state.sayWhenSaved(notice, typed.id)
        return [.writing(.saveDraft(typed, replacing: form.entry))]
    }

    private static func queue(_ form: inout FormState, _ state: inout AppState) -> [Effect] {
        let typed = form.typed
        let problem =
            form.fieldProblem
            ?? EntryRules.problems(of: typed).first.map { "\(EntryStrings.sentence($0))." }
        if let problem {
            form.failed(problem)
            state.setTop(.form(form))
            return []
        }
        form.autosaveAt = nil
        state.setTop(.form(form))
        return Writing.release(typed, replacing: form.entry, &state)
    }

    private static func neighbour(of field: FormState.Field, by step: Int) -> FormState.Field {
        let count = FormState.Field.allCases.count
        return FormState.Field(rawValue: (field.rawValue + step + count) % count) ?? .title
    }
}
