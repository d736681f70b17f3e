import HDOCClient
import HDOCModels
import TerminalKit

/// The dialog that asks for the participant's GitHub username on this stage.
struct HandleState: Sendable {
    var prompt = Prompt(limit: 100)
    var problem: String?
}

enum HandleUpdate {
    static func press(_ key: Key, _ handle: HandleState, _ state: inout AppState) -> [Effect] {
        var handle = handle
        switch key {
        case .escape:
            state.afterHandle = nil
            state.closeTop()
            return []
        case .enter:
            let name = GitHubHandle.normalised(handle.prompt.text.filter { !$0.isWhitespace })
            if GitHubHandle.isValid(name) {
                state.closeTop()
                return [.session(.setHandle(name))]
            }
            handle.problem = "A GitHub username has 1 to 39 letters, digits and single hyphens."
        default:
            _ = handle.prompt.handle(key)
            handle.problem = nil
        }
        state.setTop(.handle(handle))
        return []
    }
}

enum HandleView {
    static func draw(_ handle: HandleState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let width = max(1, min(60, area.width - 4))
        let question = TextWrap.lines(of: "Your GitHub username. hdoc asks once and remembers it for this stage.", width: width)
        let answer = TextWrap.lines(of: handle.problem ?? "Enter saves it, Esc cancels.", width: width)
        let inside = Popup.draw(
            into: &frame, area: area, title: "Who are you on \(state.settings.stage.name)?",
            content: Size(width: 60, height: question.count + answer.count + 3), glyphs: state.glyphs)
        // In a very low window, the field has priority over the question.
        let field = inside.row(max(0, min(question.count + 1, inside.height - 1)))
        let above = inside.inset(bottom: max(0, inside.maxY - field.minY))
        for (row, line) in question.enumerated() { frame.put(line, in: above, row: row, style: .dim) }
        for (row, line) in answer.enumerated() {
            frame.put(line, in: inside, row: question.count + 3 + row, style: handle.problem == nil ? .dim : .warning)
        }
        handle.prompt.draw(into: &frame, area: field, label: "@")
    }
}
