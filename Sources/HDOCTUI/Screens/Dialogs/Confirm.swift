/// A question before something that cannot be undone.
struct ConfirmState: Sendable {
    var question: String
    /// What `y` does, as a verb in its third person: "discards".
    var verb: String
    /// What any other key does.
    var refusal = "keeps it"
    var effects: [Effect]
}

enum ConfirmUpdate {
    /// Only a plain yes is a yes.
    static func press(_ key: Key, _ confirm: ConfirmState, _ state: inout AppState) -> [Effect] {
        state.closeTop()
        return key == .char("y") || key == .char("Y") ? confirm.effects : []
    }
}

enum ConfirmView {
    static func draw(_ confirm: ConfirmState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let lines = TextWrap.lines(of: confirm.question, width: min(60, max(1, area.width - 4)))
        let inside = Popup.draw(
            into: &frame, area: area, title: "Sure?", content: Size(width: 60, height: lines.count + 2), glyphs: state.glyphs)
        for (row, line) in lines.enumerated() { frame.put(line, in: inside, row: row) }
        let hints = [Hint(key: "y", label: confirm.verb), Hint(key: "any other key", label: confirm.refusal)]
        Hints.draw(into: &frame, area: inside.row(max(0, inside.height - 1)), hints: hints, glyphs: state.glyphs)
        if !inside.isEmpty { frame.cursor = inside.origin }
    }
}
