import HDOCClient

/// `$VISUAL` and `$EDITOR` as argument vectors: words as a shell splits them, as `EDITOR="code --wait"` needs.
package enum EditorCommand {
    package static func arguments(_ environment: [String: String]) -> [String]? {
        for name in ["VISUAL", "EDITOR"] {
            if let words = environment[name].flatMap(split), !words.isEmpty { return words }
        }
        return nil
    }

    /// Nil where a quote stays open.
    package static func split(_ text: String) -> [String]? {
        let command = ShellWords(text)
        return command.hasOpenQuote ? nil : command.words
    }
}
