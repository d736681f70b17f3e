/// Splits a command line into words as a shell does, with quotes and backslashes. Nothing is expanded or executed: `$HOME` and
/// `*` stay unchanged. It is used for `BROWSER`, `VISUAL` and `EDITOR`.
package struct ShellWords: Sendable, Equatable {
    /// The words, without quotes and backslashes.
    package private(set) var words: [String] = []
    /// Whether a quote was not closed. The last word then extends to the end of the text.
    package private(set) var hasOpenQuote = false

    /// Splits a command line.
    package init(_ text: String) {
        var (word, quote, isEscaped) = (String?.none, Unicode.Scalar?.none, false)
        func append(_ scalar: Unicode.Scalar) {
            var longer = word ?? ""
            longer.unicodeScalars.append(scalar)
            word = longer
        }
        for scalar in text.unicodeScalars {
            if isEscaped {
                append(scalar)
                isEscaped = false
            } else if scalar == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if scalar == open { quote = nil } else { append(scalar) }
            } else if scalar == "'" || scalar == "\"" {
                quote = scalar
                word = word ?? ""
            } else if scalar.properties.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else {
                append(scalar)
            }
        }
        hasOpenQuote = quote != nil
        if let word { words.append(word) }
    }
}
