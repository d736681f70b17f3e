import TerminalKit

/// A dialog over the screen. The topmost one gets the keys.
enum Dialog: Sendable {
    case help(HelpState)
    case palette(PaletteState)
    case requestInspector(RequestInspectorState)
    case handle(HandleState)
    case confirm(ConfirmState)
    case signIn(SignInState)
    case form(FormState)
    case signUp(SignUpState)
    case reader(ReaderState)
    case choice(ChoiceState)
    case export(ExportState)
    case text(TextState)
}

enum Dialogs {
    /// Gives a key to the topmost dialog.
    static func press(_ key: Key, _ state: inout AppState) -> [Effect] {
        guard let dialog = state.dialogs.last else { return [] }
        // Ctrl-L and Ctrl-Z are never part of a text, so they work in every dialog.
        let action = state.settings.keymap.action(for: key)
        if action == .repaint, key == .ctrl("l") { return [.terminal(.repaint)] }
        if action == .suspend, key == .ctrl("z") { return [.terminal(.suspend)] }
        switch dialog {
        case .help, .requestInspector, .text: return Keys.press(key, among: bindings(dialog, state), &state)
        case .palette(let palette): return PaletteUpdate.press(key, palette, &state)
        case .handle(let handle): return HandleUpdate.press(key, handle, &state)
        case .confirm(let confirm): return ConfirmUpdate.press(key, confirm, &state)
        case .signIn(let signIn): return SignInUpdate.press(key, signIn, &state)
        case .signUp(let signUp): return SignUpUpdate.press(key, signUp, &state)
        case .form(let form): return FormUpdate.press(key, form, &state)
        case .reader(let reader): return ReaderUpdate.press(key, reader, &state)
        case .choice(let choice): return ChoiceUpdate.press(key, choice, &state)
        case .export(let export): return ExportUpdate.press(key, export, &state)
        }
    }

    /// The bindings of a dialog that uses the keymap; empty for other dialogs.
    static func bindings(_ dialog: Dialog, _ state: AppState) -> [Binding] {
        switch dialog {
        case .help(let help): HelpUpdate.bindings(help)
        case .requestInspector(let inspector): RequestInspectorUpdate.bindings(inspector, state)
        case .reader(let reader): ReaderUpdate.bindings(reader, state)
        case .text(let text): TextUpdate.bindings(text, state)
        case .palette, .handle, .confirm, .signIn, .signUp, .form, .choice, .export: []
        }
    }

    static func draw(_ dialog: Dialog, _ state: AppState, in area: Rect, of frame: inout Frame) {
        switch dialog {
        case .help(let help): HelpView.draw(help, state, in: area, of: &frame)
        case .palette(let palette): PaletteView.draw(palette, state, in: area, of: &frame)
        case .requestInspector(let inspector): RequestInspectorView.draw(inspector, state, in: area, of: &frame)
        case .handle(let handle): HandleView.draw(handle, state, in: area, of: &frame)
        case .confirm(let confirm): ConfirmView.draw(confirm, state, in: area, of: &frame)
        case .signIn(let signIn): SignInView.draw(signIn, state, in: area, of: &frame)
        case .signUp(let signUp): SignUpView.draw(signUp, state, in: area, of: &frame)
        case .form(let form): FormView.draw(form, state, in: area, of: &frame)
        case .reader(let reader): ReaderView.draw(reader, state, in: area, of: &frame)
        case .choice(let choice): ChoiceView.draw(choice, state, in: area, of: &frame)
        case .text(let text): TextView.draw(text, state, in: area, of: &frame)
        case .export(let export): ExportView.draw(export, state, in: area, of: &frame)
        }
    }
}

extension AppState {
    /// Replaces the topmost dialog.
    mutating func setTop(_ dialog: Dialog) {
        if !dialogs.isEmpty { dialogs[dialogs.count - 1] = dialog }
    }

    mutating func closeTop() {
        if !dialogs.isEmpty { dialogs.removeLast() }
    }
}
