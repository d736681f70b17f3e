import HDOCClient
import HDOCModels

/// The conversation about a form: each field with its present value, then a review of all of them. An empty line keeps a value.
struct LinearFormTalk: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        case ask(Int)
        case type(Int, Typing)
        case review
    }

    /// A text that is typed line by line, below one heading after another.
    struct Typing: Sendable, Equatable {
        /// The text before the lines, which ends with the heading.
        var before: String
        var lines: [String] = []
        /// The headings that follow.
        var rest: [String] = []
        /// Whether nothing was typed yet.
        var isNew = true

        /// Text and headings as they are now.
        var text: String { before + lines.joined(separator: "\n") + rest.map { "\n\n\($0)\n" }.joined() }

        /// The heading above the lines, without its signs; nil if there is none.
        var heading: Substring? { before.split(separator: "\n").last { $0.hasPrefix("#") }.map { $0.drop { $0 == "#" || $0 == " " } } }
    }

    /// The form that this is about.
    let id: String
    var step = Step.ask(0)
    /// Whether one field is corrected, after which the review comes again.
    var isCorrecting = false

    init(_ form: LinearForm) { id = form.id }

    // MARK: What is said

    /// What to say when a form has just been opened.
    static func opening(_ form: LinearForm) -> [String] {
        [
            "\(LinearSentences.ended(form.title)) \(form.fields.count) fields, then a review. An empty line keeps what a field has; "
                + "a full stop alone goes to the review."
        ]
    }

    /// The question of the current step.
    func question(_ form: LinearForm) -> [String] {
        switch step {
        case .ask(let row):
            let field = form.fields[row]
            let place = isCorrecting ? field.label : "\(field.label), \(row + 1) of \(form.fields.count)"
            guard field.isText else { return ["\(place): \(field.value.isEmpty ? "empty." : field.value)"] }
            return ["\(place): \(Self.size(field.value)). An empty line keeps it. Type read, add, or replace."]
        case .type(let row, let typing):
            let parts = typing.rest.isEmpty || !typing.isNew ? "" : " It has \(typing.rest.count + 1) parts, each with a heading."
            let place = typing.isNew ? ["\(form.fields[row].label), \(row + 1) of \(form.fields.count). \(Self.typing)\(parts)"] : []
            return place + [typing.heading.map { "Under “\($0)”:" }].compactMap(\.self)
        case .review: return Self.review(form)
        }
    }

    private static let typing = "Type line by line. A line with only a full stop ends it; an empty first line leaves it out."

    private static func review(_ form: LinearForm) -> [String] {
        let fields = form.fields.map { field in
            field.isText && !field.value.isEmpty
                ? "\(field.label): \(size(field.value))." : "\(field.label): \(field.value.isEmpty ? "empty" : field.value)."
        }
        let words = Amounts.choice(form.verbs.map { "\($0.word) (\($0.what))" } + ["change and a field (correct it)"])
        return ["Review. \(LinearSentences.ended(form.title))"] + fields + form.remarks
            + [form.problem.map { "It cannot be sent yet: \($0)" }].compactMap(\.self)
            + ["Type \(words)."]
    }

    private static func size(_ text: String) -> String {
        Amounts.count(text.split(whereSeparator: \.isWhitespace).count, "word")
    }

    // MARK: What is typed

    /// Takes a typed line.
    /// - Returns: what to say before the next question, and the effects.
    mutating func take(_ line: String, _ form: LinearForm, _ state: inout AppState) -> LinearReply {
        switch step {
        case .ask(let row): answer(line, row, form, &state)
        case .type(let row, let typing): type(line, row, typing, form, &state)
        case .review: decide(line, form, &state)
        }
    }

    private mutating func answer(_ line: String, _ row: Int, _ form: LinearForm, _ state: inout AppState) -> LinearReply {
        let field = form.fields[row]
        if line.isBlank {
            next(after: row, form)
            return LinearReply()
        }
        if line.trimmed == "." {
            (step, isCorrecting) = (.review, false)
            return LinearReply()
        }
        guard field.isText else {
            let effects = form.set(row, String(line.trimmed), &state)
            if let problem = LinearForm.of(state)?.fieldProblem {
                // The field keeps what it had.
                return LinearReply(said: [problem], effects: effects + form.set(row, field.value, &state))
            }
            next(after: row, form)
            return LinearReply(effects: effects)
        }
        switch line.lowercased().trimmed {
        case "read": return LinearReply(said: [field.value], isQuiet: true)
        case "add": step = .type(row, Typing(before: field.value.hasSuffix("\n") ? field.value : field.value + "\n"))
        case "replace": step = .type(row, Typing(before: ""))
        default: return LinearReply(said: ["Type read, add, or replace; an empty line keeps the text."], isQuiet: true)
        }
        return LinearReply()
    }

    /// The step for a field: a text that is empty is typed at once.
    private static func step(_ row: Int, _ form: LinearForm) -> Step {
        guard form.fields[row].isText, form.fields[row].value.isEmpty else { return .ask(row) }
        guard let first = form.headings.first else { return .type(row, Typing(before: "")) }
        return .type(row, Typing(before: first + "\n\n", rest: Array(form.headings.dropFirst())))
    }

    private mutating func type(
        _ line: String, _ row: Int, _ typing: Typing, _ form: LinearForm, _ state: inout AppState
    ) -> LinearReply {
        var typing = typing
        typing.isNew = false
        if line.trimmed == "." || (line.isBlank && typing.lines.isEmpty) {
            guard let heading = typing.rest.first else {
                next(after: row, form)
                return LinearReply()
            }
            typing.before += typing.lines.joined(separator: "\n") + (typing.lines.isEmpty ? "\n" : "\n\n") + heading + "\n\n"
            (typing.lines, typing.rest) = ([], Array(typing.rest.dropFirst()))
            step = .type(row, typing)
            return LinearReply()
        }
        // A line of the text that consists of a full stop is typed as two.
        typing.lines.append(line == ".." ? "." : line)
        step = .type(row, typing)
        return LinearReply(effects: form.set(row, typing.text, &state), isQuiet: true)
    }

    private mutating func decide(_ line: String, _ form: LinearForm, _ state: inout AppState) -> LinearReply {
        let words = line.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first else { return LinearReply() }
        if first == "change" || first == "correct" {
            guard let row = form.field(words.dropFirst().joined(separator: " ")) else {
                return LinearReply(said: ["Type change and one of: \(form.fields.map(\.word).joined(separator: ", "))."], isQuiet: true)
            }
            (step, isCorrecting) = (Self.step(row, form), true)
            return LinearReply()
        }
        if first == "read", let text = form.fields.first(where: \.isText) {
            return LinearReply(said: [text.value.isEmpty ? "The text is empty." : text.value], isQuiet: true)
        }
        if ["?", "help", "actions"].contains(first) { return LinearReply() }
        let word = ["esc", "back", "q", "quit"].contains(first) ? (form.verbs.contains { $0.word == "save" } ? "save" : "cancel") : first
        guard let verb = form.verbs.first(where: { $0.word == word }) else {
            let choices = form.verbs.map(\.word) + ["change and a field"]
            return LinearReply(said: ["“\(line)” is not a word here. Type \(Amounts.choice(choices))."], isQuiet: true)
        }
        return LinearReply(effects: verb.run(&state))
    }

    private mutating func next(after row: Int, _ form: LinearForm) {
        step = isCorrecting || row + 1 == form.fields.count ? .review : Self.step(row + 1, form)
        isCorrecting = false
    }
}
