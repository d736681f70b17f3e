import TerminalKit

/// Finds what a key does: the topmost dialog first, then a search that takes text, then the bindings of the screen.
enum Keys {
    static func press(_ key: Key, _ state: inout AppState) -> [Effect] {
        // Ctrl-C leaves whatever takes text, as Esc does. On a screen it can be bound to an action.
        let typed = key == .ctrl("c") ? Key.escape : key
        if !state.dialogs.isEmpty { return Dialogs.press(typed, &state) }
        let screen = state.tab.screen
        if let effects = screen.search?.press(typed, on: screen, &state) { return effects }
        guard let action = state.settings.keymap.action(for: key) else { return [] }
        return run(action, &state)
    }

    /// Runs an action of the screen if it can be done now, and says why not where it is disabled.
    static func run(_ action: Action, _ state: inout AppState) -> [Effect] {
        Bindings.all(state).first { $0.action == action }?.press(&state) ?? []
    }

    /// Runs the binding of a dialog that this key is bound to.
    static func press(_ key: Key, among bindings: [Binding], _ state: inout AppState) -> [Effect] {
        guard let action = state.settings.keymap.action(for: key) else { return [] }
        return bindings.first { $0.action == action }?.press(&state) ?? []
    }
}
