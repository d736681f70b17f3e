import TerminalKit

/// The search of a screen's list: where its text is kept, and what follows when it changes.
struct ListSearch: Sendable {
    /// The field while it has the focus.
    let prompt: StatePath<Prompt?>
    let query: StatePath<String>
    /// Shows or selects what matches the query.
    let find: @Sendable (inout AppState) -> Void

    /// The binding that gives the field the focus. The field begins with the last query where that still narrows the list.
    func binding(hint: String, disabled: String? = nil, keepsQuery: Bool = true) -> Binding {
        Binding(.search, hint: hint, disabled: disabled) { state in
            state[keyPath: prompt] = Prompt(keepsQuery ? state[keyPath: query] : "", limit: 200)
            return []
        }
    }

    /// Gives a key to the field. Nil where it has no focus or no use for the key.
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
