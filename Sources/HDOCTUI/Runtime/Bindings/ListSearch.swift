import TerminalKit

/// The search of a screen's list: where the state holds its text, and what happens when the text changes.
struct ListSearch: Sendable {
    /// The search field; nil while it does not have the focus.
    let prompt: StatePath<Prompt?>
    let query: StatePath<String>
    /// Shows or selects the rows that match the query.
    let find: @Sendable (inout AppState) -> Void

    /// The binding that gives the field the focus.
    /// - Parameter keepsQuery: whether the field begins with the last query.
    func binding(hint: String, disabled: String? = nil, keepsQuery: Bool = true) -> Binding {
        Binding(.search, hint: hint, disabled: disabled) { state in
            state[keyPath: prompt] = Prompt(keepsQuery ? state[keyPath: query] : "", limit: 200)
            return []
        }
    }

    /// Handles a key in the field. Nil if the field does not have the focus or does not handle the key.
    func press(_ key: Key, on screen: any Screen.Type, _ state: inout AppState) -> [Effect]? {
        guard var field = state[keyPath: prompt] else { return nil }
        switch key {
        case .tab, .backTab, .ctrl("l"), .ctrl("z"): return nil
        case .enter: state[keyPath: prompt] = nil
        case .escape:
            state[keyPath: prompt] = nil
            state[keyPath: query] = ""
            find(&state)
        case .up, .down, .pageUp, .pageDown:
            let height = screen.listHeight(state)
            if let move = ListMove(key: key) { state[keyPath: screen.list].move(move, height: height) }
        default:
            let result = field.handle(key)
            state[keyPath: prompt] = field
            guard result == .changed else { return [] }
            state[keyPath: query] = field.text
            find(&state)
        }
        return []
    }
}
