import HDOCClient

/// The editor's command: `$VISUAL` or `$EDITOR`, split into words as a shell does, because `EDITOR="code --wait"` is common.
package enum EditorCommand {
    /// The words of the command; nil if neither variable names one. Throws `EditorError.openQuote` if a quote is not closed.
    package static func arguments(_ environment: [String: String]) throws(EditorError) -> [String]? {
        for name in ["VISUAL", "EDITOR"] {
            let command = ShellWords(environment[name] ?? "")
            guard !command.hasOpenQuote else { throw .openQuote(variable: name, value: environment[name] ?? "") }
            if !command.words.isEmpty { return command.words }
        }
        return nil
    }
}
