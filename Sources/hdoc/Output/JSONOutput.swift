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
        guard text.utf8.withContiguousStorageIfAvailable(isPlain) == true else {
            bytes.append(contentsOf: line(.string(text)).utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether a text, as valid UTF-8, certainly needs no escape: it has only printable ASCII, letters of Latin and Korean script, and the
    /// common letters of Chinese and Japanese. This test is much faster than asking for the properties of each character.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): return false
            case 0x20...0x7E: index += 1
            // U+00C0 to U+02FF
            case 0xC3...0xCB: index += 2
            case 0xE0...0xEF:
                let scalar = UInt32(bytes[index] & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F)
                switch scalar {
                case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FA5, 0xAC00...0xD7A3: index += 3
                default: return false
                }
            default: return false
            }
        }
        return true
    }

    /// The value on one line.
    static func line(_ value: JSONValue) -> String { escaped(JSONWriter.text(value)) }

    /// Escapes the unprintable characters. JSON outside strings is ASCII, so every such character is inside a string.
    private static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        // The number of marks that may follow; none where a mark would change a quotation mark or an escape sequence.
        var room = 0
        for scalar in text.unicodeScalars {
            let isMark = scalar.value >= 0x300 && scalar.properties.generalCategory == .nonspacingMark
            if isPrintable(scalar), !isMark || room > 0 {
                result.unicodeScalars.append(scalar)
                room = isMark ? room - 1 : scalar == "\"" ? 0 : TerminalText.maximumMarks
            } else {
                room = 0
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return result
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20...0x7E).contains(scalar.value) || scalar == "\n" { return true }
        if scalar.properties.isDefaultIgnorableCodePoint { return false }
        return switch scalar.properties.generalCategory {
        case .enclosingMark, .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
