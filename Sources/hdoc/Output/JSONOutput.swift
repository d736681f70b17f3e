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
        guard isPlain else {
            bytes.append(contentsOf: line(.string(text)).utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\""))
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
