/// `$VISUAL` and `$EDITOR` as argument vectors: words between spaces, with simple quotes, as `EDITOR="code --wait"` needs.
package enum EditorCommand {
    package static func arguments(_ environment: [String: String]) -> [String]? {
        for name in ["VISUAL", "EDITOR"] {
            if let words = environment[name].flatMap(split), !words.isEmpty { return words }
        }
        return nil
    }

    /// Nil where a quote stays open.
    package static func split(_ text: String) -> [String]? {
        var (words, word): ([String], String?) = ([], nil)
        var quote: Character?
        for character in text {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if quote == nil, character.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        return words + (word.map { [$0] } ?? [])
    }
}
