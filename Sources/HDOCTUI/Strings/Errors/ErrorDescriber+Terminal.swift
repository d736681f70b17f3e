import TerminalKit

extension ErrorDescriber {
    /// Describes a problem under `[keys]` in the configuration.
    package func describe(_ problem: Keymap.Problem) -> ErrorDescription {
        switch problem {
        case .unknownAction(let name): ErrorDescription("`[keys]`: unknown command “\(name)”")
        case .unknownKey(let action, let key):
            ErrorDescription("`[keys]`: “\(key)” for \(action) is not a key", "Write keys like j, Ctrl-F, PgDn, Enter or F5.")
        case .conflict(let key, let first, let second):
            ErrorDescription(
                "`[keys]`: \(key) is assigned to both \(first.rawValue) and \(second.rawValue)", "Assign another key to one of them.")
        }
    }

    /// Describes why the screens cannot be shown in this terminal.
    package func describe(_ error: TerminalError) -> ErrorDescription {
        let elsewhere = "Use `hdoc --linear` or a command: they work in any terminal."
        switch error {
        case .notATerminal:
            return ErrorDescription("The screens need a terminal", "Use a command instead; `hdoc --help` lists them.")
        case .noTerminalType: return ErrorDescription("TERM is not set, so the type of this terminal is unknown", elsewhere)
        case .unknownTerminalType(let name):
            return ErrorDescription("TERM is “\(name)”, which has no terminal description on this system", elsewhere)
        case .incapableTerminal(let name): return ErrorDescription("A terminal of type \(name) cannot display full screens", elsewhere)
        case .system(let code): return ErrorDescription("The terminal could not be opened (errno \(code))")
        }
    }
}
