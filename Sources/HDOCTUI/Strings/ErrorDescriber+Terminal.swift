import TerminalKit
extension ErrorDescriber {
    /// What is wrong under `[keys]`.
    package func describe(_ problem: Keymap.Problem) -> ErrorDescription {
        switch problem {
        case .unknownCommand(let name): ErrorDescription("`[keys]`: there is no command “\(name)”")
        case .unknownKey(let command, let key):
            ErrorDescription("`[keys]`: “\(key)” for \(command) is no key", "Keys are like j, Ctrl-F, PgDn, Enter, F5.")
        case .conflict(let key, let first, let second):
            ErrorDescription("`[keys]`: \(key) is given to both \(first.rawValue) and \(second.rawValue)", "Give one of them another key.")
        }
    }

    /// Why the screens cannot be shown here.
    package func describe(_ error: TerminalError) -> ErrorDescription {
        let elsewhere = "`hdoc --linear` works in any terminal, and so do the commands."
        switch error {
        case .notATerminal:
            return ErrorDescription("The screens need a terminal", "`hdoc --help` lists the commands that do not.")
        case .noTerminalType: return ErrorDescription("TERM is not set, so nothing is known of this terminal", elsewhere)
        case .unknownTerminalType(let name): return ErrorDescription("TERM is “\(name)”, which this system does not know", elsewhere)
        case .incapableTerminal(let name): return ErrorDescription("A terminal of type \(name) cannot show screens", elsewhere)
        case .system(let code): return ErrorDescription("The terminal could not be opened (errno \(code))")
        }
    }
}
