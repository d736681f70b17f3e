/// Splits a command line into words as a shell does, with quotes and backslashes. Nothing is expanded or executed: `$HOME` and
/// `*` stay unchanged. It is used for `BROWSER`, `VISUAL` and `EDITOR`.
package struct ShellWords: Sendable, Equatable {
    /// The command line itself.
    package private(set) var text: String
    /// The words, without quotes and backslashes.
    package private(set) var words: [String] = []
    /// Whether a quote was not closed. The last word then extends to the end of the text.
    package private(set) var hasOpenQuote = false

    /// Splits a command line.
    package init(_ text: String) {
        var rest = Substring(text).unicodeScalars
        self.init(of: &rest, upTo: nil)
    }

    /// Splits a list of command lines. A separator between quotes or after a backslash belongs to its command line.
    package static func list(_ text: String, separator: Unicode.Scalar) -> [ShellWords] {
        var (rest, commands) = (Substring(text).unicodeScalars, [ShellWords]())
        while !rest.isEmpty { commands.append(ShellWords(of: &rest, upTo: separator)) }
        return commands
    }

    /// Splits a command line that ends at `separator` or at the end of `rest`, and removes it from `rest`.
    private init(of rest: inout Substring.UnicodeScalarView, upTo separator: Unicode.Scalar?) {
        var (word, quote, isEscaped) = (String?.none, Unicode.Scalar?.none, false)
        let all = rest
        var end = rest.startIndex
        func append(_ scalar: Unicode.Scalar) {
            var longer = word ?? ""
            longer.unicodeScalars.append(scalar)
            word = longer
        }
        while let scalar = rest.popFirst() {
            if scalar == separator, !isEscaped, quote == nil { break }
            end = rest.startIndex
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
        text = String(all[..<end])
        if let word { words.append(word) }
    }
}
