import TerminalKit

/// Handles a key press: the topmost dialog gets the key first, then a focused search field, then the bindings of the screen.
enum Keys {
    static func press(_ key: Key, _ state: inout AppState) -> [Effect] {
        // In dialogs and text fields, Ctrl-C acts like Esc. On a screen, Ctrl-C can be bound to an action.
        let typed = key == .ctrl("c") ? Key.escape : key
        if !state.dialogs.isEmpty { return Dialogs.press(typed, &state) }
        let screen = state.tab.screen
        if let effects = screen.search?.press(typed, on: screen, &state) { return effects }
        guard let action = state.settings.keymap.action(for: key) else { return CustomBinding.press(key, &state) ?? [] }
        return run(action, &state)
    }

    /// Runs an action of the current screen, or shows why it is disabled. Does nothing if the screen does not have the action.
    static func run(_ action: Action, _ state: inout AppState) -> [Effect] {
        Bindings.all(state).first { $0.action == action }?.press(&state) ?? []
    }

    /// Runs the binding of a dialog whose action has this key.
    static func press(_ key: Key, among bindings: [Binding], _ state: inout AppState) -> [Effect] {
        guard let action = state.settings.keymap.action(for: key) else { return [] }
        return bindings.first { $0.action == action }?.press(&state) ?? []
    }
}
