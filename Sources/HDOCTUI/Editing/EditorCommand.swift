import HDOCClient

/// The editor's command: `$VISUAL` or `$EDITOR`, split into words as a shell does, because `EDITOR="code --wait"` is common.
package enum EditorCommand {
    package static func arguments(_ environment: [String: String]) -> [String]? {
        for name in ["VISUAL", "EDITOR"] {
            if let words = environment[name].flatMap(split), !words.isEmpty { return words }
        }
        return nil
    }

    /// Splits a command into words. Nil if a quote is not closed.
    package static func split(_ text: String) -> [String]? {
        let command = ShellWords(text)
        return command.hasOpenQuote ? nil : command.words
    }
}
