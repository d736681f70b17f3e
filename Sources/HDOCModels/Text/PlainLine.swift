/// Reads a text of somebody else, which may hold any character.
public enum PlainLine {
    /// The longest result in Unicode scalars.
    private static let limit = 300

    /// The text on one line without control and formatting characters. Emoji stay whole.
    public static func of(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            if scalar.properties.isWhitespace {
                if result.last != " " { result.append(" ") }
            } else if isVisible(scalar) {
                result.append(scalar)
            }
        }
        return String(String(result).trimmed)
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        // A zero-width joiner holds the parts of an emoji together.
        if scalar.value == 0x200D { return true }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    /// The line as Markdown that shows it as it is.
    public static func markdown(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in of(text).unicodeScalars {
            let isMark = "\\`*_[]<>~|&#".unicodeScalars.contains(scalar) || (result.isEmpty && "+-=!".unicodeScalars.contains(scalar))
            if isMark { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }
}
