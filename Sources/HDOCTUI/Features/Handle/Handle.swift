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
        PromptDialog.draw(
            handle.prompt, label: "@", title: "Who are you on \(state.settings.stage.name)?",
            question: "Your GitHub username. hdoc asks once and remembers it for this stage.", keys: "Enter saves it, Esc cancels.",
            problem: handle.problem, state, in: area, of: &frame)
    }
}
