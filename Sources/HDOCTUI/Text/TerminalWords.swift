import TerminalKit
extension ErrorWords {
    /// What is wrong under `[keys]`.
    package func words(_ problem: Keymap.Problem) -> Words {
        switch problem {
        case .unknownAction(let name): Words("`[keys]`: there is no action “\(name)”")
        case .unknownKey(let action, let key):
            Words("`[keys]`: “\(key)” for \(action) is no key", "Keys are like j, Ctrl-F, PgDn, Enter, F5.")
        case .conflict(let key, let first, let second):
            Words("`[keys]`: \(key) is given to both \(first.rawValue) and \(second.rawValue)", "Give one of them another key.")
        }
    }

    /// Why the screens cannot be shown here.
    package func words(_ error: TerminalError) -> Words {
        let elsewhere = "`hdoc --linear` works in any terminal, and so do the commands."
        switch error {
        case .notATerminal:
            return Words("The screens need a terminal", "`hdoc --help` lists the commands that do not.")
        case .noTerminalType: return Words("TERM is not set, so nothing is known of this terminal", elsewhere)
        case .unknownTerminalType(let name): return Words("TERM is “\(name)”, which this system does not know", elsewhere)
        case .incapableTerminal(let name): return Words("A terminal of type \(name) cannot show screens", elsewhere)
        case .system(let code): return Words("The terminal could not be opened (errno \(code))")
        }
    }
}
