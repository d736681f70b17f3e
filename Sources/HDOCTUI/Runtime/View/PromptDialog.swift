import TerminalKit

/// Draws a dialog that asks for one line: the question, the field, and below it what the keys do, or why the text was refused.
enum PromptDialog {
    private static let width = 60

    static func draw(
        _ prompt: Prompt, label: String = "", title: String, question: String, keys: String, problem: String?, _ state: AppState,
        in area: Rect, of frame: inout Frame
    ) {
        let columns = max(1, min(width, area.width - 4))
        let question = TextWrap.lines(of: question, width: columns)
        let answer = TextWrap.lines(of: problem ?? keys, width: columns)
        let inside = Popup.draw(
            into: &frame, area: area, title: title, content: Size(width: width, height: question.count + answer.count + 3),
            glyphs: state.glyphs)
        // In a very low window, the field has priority over the question.
        let field = inside.row(max(0, min(question.count + 1, inside.height - 1)))
        let above = inside.inset(bottom: max(0, inside.maxY - field.minY))
        for (row, line) in question.enumerated() { frame.put(line, in: above, row: row, style: .dim) }
        for (row, line) in answer.enumerated() {
            frame.put(line, in: inside, row: question.count + 3 + row, style: problem == nil ? .dim : .warning)
        }
        prompt.draw(into: &frame, area: field, label: label)
    }
}
