import HDOCModels
import TerminalKit

/// Handles the mouse. For every click, there is a key that does the same.
enum MouseUpdate {
    private static let rowsPerTurn = 3

    static func apply(_ mouse: Mouse, _ state: inout AppState) -> [Effect] {
        // The frame is drawn again to find the area under the pointer.
        let frame = View.frame(of: state, size: state.size)
        switch mouse.kind {
        case .wheelUp: return turn(-rowsPerTurn, over: frame, at: mouse.at, &state)
        case .wheelDown: return turn(rowsPerTurn, over: frame, at: mouse.at, &state)
        case .click: break
        }
        switch frame.action(at: mouse.at) {
        case .key(let key)?: return Keys.press(key, &state)
        case .tab(let index)?: return Tab.allCases.indices.contains(index) ? Keys.run(Tab.allCases[index].screen.action, &state) : []
        case .row(let row)?: return choose(row, &state)
        case .heading(let column)?: return state.dialogs.isEmpty ? state.tab.screen.sort(byColumn: column, &state) : []
        case .field(let number)?:
            focus(number, &state)
            return []
        case .link(let url)?: return LinkOpening.open(url, &state)
        case .pane?, nil: return []
        }
    }

    /// Puts the focus into a field of the topmost dialog.
    private static func focus(_ number: Int, _ state: inout AppState) {
        switch state.dialogs.last {
        case .form(var form)?:
            guard FormState.Field.allCases.indices.contains(number) else { return }
            form.focus = FormState.Field.allCases[number]
            state.setTop(.form(form))
        case .signUp(var signUp)?:
            guard SignUpField.allCases.indices.contains(number) else { return }
            signUp.focus = SignUpField.allCases[number]
            state.setTop(.signUp(signUp))
        default: break
        }
    }

    /// A click selects a row; a click on the selected row opens it.
    private static func choose(_ row: Int, _ state: inout AppState) -> [Effect] {
        switch state.dialogs.last {
        case .palette(let palette)?: return PaletteUpdate.choose(row, palette, &state)
        case .requestInspector(let inspector)?: return RequestInspectorUpdate.choose(row, inspector, &state)
        case .choice(let choice)?: return ChoiceUpdate.click(row, choice, &state)
        case _?: return []
        case nil: break
        }
        let list = state.tab.screen.list
        if state[keyPath: list].selected == row { return Keys.run(.open, &state) }
        let profile = state.screens.journeyers.profile
        state[keyPath: list].select(row)
        // If a profile is open beside the list, it must show the clicked journeyer.
        guard state.tab == .journeyers, profile != nil else { return [] }
        return Keys.run(.back, &state) + Keys.run(.open, &state)
    }

    /// Scrolls what is under the pointer.
    private static func turn(_ rows: Int, over frame: Frame, at point: Point, _ state: inout AppState) -> [Effect] {
        let seen = frame.markedRows
        let key: Key = rows < 0 ? .up : .down
        switch state.dialogs.last {
        case .help?, .reader?, .requestInspector?, .palette?, .choice?, .text?:
            return (0..<rowsPerTurn).flatMap { _ in Keys.press(key, &state) }
        case _?: return []
        case nil: break
        }
        if let pane = frame.pane(at: point) {
            state.tab.screen.scroll(pane: pane, by: rows, &state)
            return []
        }
        if seen == 0 { return Keys.run(rows < 0 ? .up : .down, &state) }
        state[keyPath: state.tab.screen.list].scroll(by: rows, height: seen)
        return []
    }
}
