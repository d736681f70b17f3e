/// Converts character references (`&amp;`, `&#228;`, `&#xE4;`) to text. It knows all numbers and the most common names; a reference
/// with another name is shown as it was written.
enum MarkdownEntities {
    static func text(_ entity: String) -> String {
        let name = entity.dropFirst().dropLast()
        guard name.first == "#" else { return named[String(name)] ?? entity }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let value, value != 0, let scalar = Unicode.Scalar(value) else { return "\u{FFFD}" }
        return String(scalar)
    }

    private static let named = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "reg": "®", "trade": "™",
        "hellip": "…", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "laquo": "«", "raquo": "»",
        "bull": "•", "middot": "·", "rarr": "→", "larr": "←", "uarr": "↑", "darr": "↓", "times": "×", "deg": "°", "plusmn": "±",
        "euro": "€", "pound": "£", "sect": "§", "para": "¶", "check": "✓", "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä",
        "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "eacute": "é", "egrave": "è", "agrave": "à", "ccedil": "ç", "ntilde": "ñ",
    ]
}
