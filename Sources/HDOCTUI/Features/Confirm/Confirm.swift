import TerminalKit

/// A dialog with a question, for example before a destructive action.
struct ConfirmState: Sendable {
    /// A key, its label, and the effects that it runs.
    struct Answer: Sendable {
        var key: Character
        var verb: String
        var effects: [Effect]
    }

    var question: String
    var answers: [Answer]
    /// The label for all other keys, which close the dialog without an effect.
    var refusal = "cancel"

    init(question: String, answers: [Answer]) { (self.question, self.answers) = (question, answers) }

    /// A question with one answer, the key `y`.
    init(question: String, verb: String, refusal: String = "cancel", effects: [Effect]) {
        self.init(question: question, answers: [Answer(key: "y", verb: verb, effects: effects)])
        self.refusal = refusal
    }
}

enum ConfirmUpdate {
    /// Closes the dialog and runs the effects of the answer with this key. Any other key has no effects.
    static func press(_ key: Key, _ confirm: ConfirmState, _ state: inout AppState) -> [Effect] {
        state.closeTop()
        guard case .char(let character) = key else { return [] }
        return confirm.answers.first { $0.key.lowercased() == character.lowercased() }?.effects ?? []
    }
}

enum ConfirmView {
    static func draw(_ confirm: ConfirmState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let lines = TextWrap.lines(of: confirm.question, width: min(60, max(1, area.width - 4)))
        let inside = Popup.draw(
            into: &frame, area: area, title: "Sure?", content: Size(width: 60, height: lines.count + 2), glyphs: state.glyphs)
        // In a low window, the answers have priority over the question.
        let question = inside.inset(bottom: min(1, inside.height - 1))
        for (row, line) in lines.enumerated() { frame.put(line, in: question, row: row) }
        let hints = confirm.answers.map { Hint(key: String($0.key), label: $0.verb) } + [Hint(key: "any other key", label: confirm.refusal)]
        Hints.draw(into: &frame, area: inside.row(max(0, inside.height - 1)), hints: hints, glyphs: state.glyphs)
        if !inside.isEmpty { frame.cursor = inside.origin }
    }
}
