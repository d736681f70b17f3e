import HDOCClient
import HDOCModels
import TerminalKit

/// A form, field by field: that of an entry, or that of a new account.
struct LinearForm {
    struct Field {
        let label: String
        let value: String
        /// Whether the field has several lines.
        var isText = false

        /// The word after `change`.
        var word: String { label.lowercased() }
    }

    /// A word of the review, what it does, and its effects.
    struct Verb {
        let word: String
        let what: String
        let run: (inout AppState) -> [Effect]
    }

    /// Stays the same while the form is open.
    let id: String
    let title: String
    let fields: [Field]
    let verbs: [Verb]
    /// Why the form cannot be sent now; nil if it can.
    let problem: String?
    /// What is wrong with the text of one of the fields; nil if each can be read.
    let fieldProblem: String?
    /// Facts for the review.
    let remarks: [String]
    /// Headings under which the text is asked for, if nothing is written yet.
    let headings: [String]
    /// Sets the text of a field.
    let set: (Int, String, inout AppState) -> [Effect]

    /// The form that is the topmost dialog; nil if it is something else.
    static func of(_ state: AppState) -> LinearForm? {
        switch state.dialogs.last {
        case .form(let form)?: entry(form, state)
        case .signUp(let signUp)?: account(signUp, state)
        default: nil
        }
    }

    /// The position of a field by its word or its number; nil if there is none.
    func field(_ word: String) -> Int? {
        if let number = Int(word) { return fields.indices.contains(number - 1) ? number - 1 : nil }
        return fields.firstIndex { $0.word == word } ?? fields.firstIndex { $0.word.hasPrefix(word) && !word.isEmpty }
    }

    // MARK: The two forms

    private static let order: [FormState.Field] = [.day, .date, .title, .tags, .link, .body]

    private static func entry(_ form: FormState, _ state: AppState) -> LinearForm {
        let fields = order.map { field in
            Field(
                label: field == .body ? "Text" : field.label, value: field == .body ? written(form) : form.text(field),
                isText: field == .body)
        }
        let template = form.template.neighbour(by: 1).rawValue
        let ruled = EntryRules.problems(of: form.typed).first.map { LinearSentences.capitalised(EntryStrings.sentence($0)) + "." }
        return LinearForm(
            id: "entry \(form.entry.id)", title: "Day \(form.entry.day), \(EntryStrings.name(form.state))", fields: fields,
            verbs: [
                Verb(word: "send", what: "send it") { press(.ctrl("s"), &$0) },
                Verb(word: "save", what: "save it as a draft") { press(.escape, &$0) },
                Verb(word: "read", what: "hear the text") { _ in [] },
                Verb(word: "template", what: "use the next template, \(template)") { press(.ctrl("t"), &$0) },
                Verb(word: "cancel", what: "leave it; hdoc asks whether to discard it", run: { cancel(form, &$0) }),
            ],
            problem: form.fieldProblem ?? form.problem ?? ruled, fieldProblem: form.fieldProblem,
            remarks: form.announcement.isTooLong ? [JourneyStrings.tooLong(form.announcement)] : [],
            headings: WrittenContent.isUnwritten(form.body.text) ? headings(form.body.text) : []
        ) { FormUpdate.set(order[$0], $1, &$2) }
    }

    private static func account(_ signUp: SignUpState, _ state: AppState) -> LinearForm {
        let all = SignUpField.allCases
        let (stage, problems) = (state.settings.stage.name, SignUpProfileRules.problems(of: signUp.profile))
        return LinearForm(
            id: "sign-up", title: "\(stage) has no account for you yet. Only the username is required",
            fields: all.map { Field(label: ProfileStrings.label($0), value: signUp.fields[$0]?.text ?? "") },
            verbs: [
                Verb(word: "send", what: "create the account") { press(.ctrl("s"), &$0) },
                Verb(word: "cancel", what: "leave without an account") { press(.escape, &$0) },
            ],
            problem: signUp.problem ?? problems.first.map(ProfileStrings.sentence),
            fieldProblem: problems.first { signUp.profile[$0.field].isBlank == false }.map(ProfileStrings.sentence),
            remarks: [], headings: []
        ) { row, text, state in
            guard case .signUp(var signUp)? = state.dialogs.last else { return [] }
            signUp.fields[all[row]] = Prompt(text, limit: SignUpProfileRules.longestText + 1)
            signUp.problem = nil
            state.setTop(.signUp(signUp))
            return []
        }
    }

    private static func press(_ key: Key, _ state: inout AppState) -> [Effect] { Update.press(key, &state) }

    /// Leaves the form. The text is saved first, and then a question decides about it.
    private static func cancel(_ form: FormState, _ state: inout AppState) -> [Effect] {
        let entry = form.typed
        let effects = press(.escape, &state)
        guard !state.isFormOpen, !entry.isUnwritten else { return effects }
        let row = state.model.outbox.first { $0.id == entry.id }
        let isChange = row?.isBeingChanged ?? false
        let what = isChange ? "the correction of day \(entry.day)" : "day \(entry.day), “\(entry.title.isEmpty ? "Untitled" : entry.title)”"
        state.dialogs.append(
            .confirm(
                ConfirmState(
                    question: "Discard \(what)? The text cannot be recovered.", verb: "discard it", refusal: "keep it as a draft",
                    effects: [.writing(.discard(entry.id))])))
        return effects
    }

    private static func written(_ form: FormState) -> String {
        WrittenContent.isUnwritten(form.body.text) ? "" : form.body.text
    }

    private static func headings(_ body: String) -> [String] {
        body.split(separator: "\n").filter { $0.hasPrefix("#") }.map(String.init)
    }
}

extension AppState {
    fileprivate var isFormOpen: Bool { if case .form? = dialogs.last { true } else { false } }
}
