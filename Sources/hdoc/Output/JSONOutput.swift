import FoundationEssentials
import HDOCModels
import SafeText

/// JSON for standard output. Keys are sorted, and unprintable characters are escaped, so that a terminal can show the text safely.
enum JSONOutput {
    static func document(_ value: JSONValue) -> String { part(value, level: 0) }

    /// The value as a part of a document, in which it has this level.
    static func part(_ value: JSONValue, level: Int) -> String { escaped(JSONWriter.text(value, isIndented: true, level: level)) }

    /// Appends a string with its quotation marks.
    static func write(_ text: String, to bytes: inout [UInt8]) {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        guard isPlain else { return escape(JSONWriter.text(.string(text)), to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    /// The value on one line.
    static func line(_ value: JSONValue) -> String { escaped(JSONWriter.text(value)) }

    /// Escapes the unprintable characters. JSON outside strings is ASCII, so every such character is inside a string.
    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        escape(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func escape(_ text: String, to bytes: inout [UInt8]) {
        // The number of marks that may follow; none where a mark would change a quotation mark or an escape sequence.
        var room = 0
        for scalar in text.unicodeScalars {
            let isMark = !isCommon(scalar) && scalar.value >= 0x300 && scalar.properties.generalCategory == .nonspacingMark
            if isCommon(scalar) || isPrintable(scalar), !isMark || room > 0 {
                bytes.append(contentsOf: scalar.utf8)
                room = isMark ? room - 1 : scalar == "\"" ? 0 : TerminalText.maximumMarks
            } else {
                room = 0
                for unit in scalar.utf16 {
                    let digits = String(unit, radix: 16)
                    bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
                }
            }
        }
    }

    /// Whether the character belongs to those that are common in texts, printable and no marks. This is much faster than asking for its
    /// properties.
    static func isCommon(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x2FF: true
        // Greek, Cyrillic and Arabic letters, punctuation, arrows and symbols
        case 0x391...0x3A1, 0x3A3...0x3C9, 0x410...0x44F, 0x621...0x63A, 0x641...0x64A, 0x2010...0x2027, 0x2190...0x21FF, 0x2600...0x27BF:
            true
        // Chinese, Japanese and Korean, emoji
        case 0x3001...0x3003, 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FA5, 0xAC00...0xD7A3, 0x1F300...0x1F64F, 0x1F680...0x1F6C5:
            true
        default: false
        }
    }

    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20...0x7E).contains(scalar.value) || scalar == "\n" { return true }
        if scalar.properties.isDefaultIgnorableCodePoint { return false }
        return switch scalar.properties.generalCategory {
        case .enclosingMark, .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
