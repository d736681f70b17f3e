import TerminalKit

/// What a key does on the current screen or dialog. Key presses, the help, the palette and the hint line all use the bindings,
/// and each binding contains the code that it runs.
struct Binding: Sendable {
    typealias Run = @Sendable (inout AppState) -> [Effect]

    let action: Action
    /// The label in the hint line; nil if the key is not shown there.
    var hint: String?
    /// Why the action is not available now; nil if it is available.
    var disabled: String?
    let run: Run

    init(_ action: Action, hint: String? = nil, disabled: String? = nil, run: @escaping Run) {
        (self.action, self.hint, self.disabled, self.run) = (action, hint, disabled, run)
    }

    /// The same binding with another label in the hint line.
    func hinted(_ hint: String?) -> Binding { Binding(action, hint: hint, disabled: disabled, run: run) }

    /// Runs the action, or shows why it is disabled.
    func press(_ state: inout AppState) -> [Effect] {
        guard let disabled else { return run(&state) }
        state.say(disabled)
        return []
    }
}

extension Binding {
    /// A binding that only returns effects.
    static func effects(_ action: Action, hint: String? = nil, disabled: String? = nil, _ effects: [Effect]) -> Binding {
        Binding(action, hint: hint, disabled: disabled) { _ in effects }
    }

    /// Closes the topmost dialog.
    static func closing(_ action: Action) -> Binding {
        Binding(action) { state in
            state.closeTop()
            return []
        }
    }

    /// Opens a link that another user may have written. Disabled if there is none; `missing` is the reason.
    static func openLink(_ url: String?, hint: String? = nil, missing: String) -> Binding {
        Binding(.openLink, hint: hint, disabled: url == nil ? missing : nil) { state in url.map { LinkOpening.open($0, &state) } ?? [] }
    }

    /// Opens an address of the stage, its sign-in provider or the participant. Disabled if there is none; `missing` is the reason.
    static func openOwnLink(_ url: String?, hint: String? = nil, missing: String) -> Binding {
        effects(.openLink, hint: hint, disabled: url == nil ? missing : nil, url.map { [.desktop(.openLink($0))] } ?? [])
    }

    /// Copies a text to the clipboard. Disabled if there is none; `missing` is the reason.
    static func copy(_ text: String?, what: String, hint: String? = nil, missing: String) -> Binding {
        effects(.copy, hint: hint, disabled: text == nil ? missing : nil, text.map { [.desktop(.copy($0, what: what))] } ?? [])
    }

    /// One binding for each move in a list or text.
    static func moves(_ move: @escaping @Sendable (ListMove, inout AppState) -> Void) -> [Binding] {
        let moves: [(Action, ListMove)] = [
            (.down, .down), (.up, .up), (.pageDown, .pageDown), (.pageUp, .pageUp), (.first, .first), (.last, .last),
        ]
        return moves.map { action, listMove in
            Binding(action) { state in
                move(listMove, &state)
                return []
            }
        }
    }

    /// One binding for each move in the list of a screen.
    static func moves(in screen: any Screen.Type) -> [Binding] {
        moves { move, state in
            let height = screen.listHeight(state)
            state[keyPath: screen.list].move(move, height: height)
        }
    }
}
