import FoundationEssentials
import HDOCModels

/// JSON for standard output: sorted keys, indented, and nothing unprintable in it, so that it is safe to look at as well.
enum JSONOutput {
    static func document(_ value: JSONValue) -> String { escaped(JSONWriter.text(value, isIndented: true)) }

    /// On one line.
    static func line(_ value: JSONValue) -> String { escaped(JSONWriter.text(value)) }

    /// Outside its strings JSON is ASCII, so whatever needs escaping stands in one.
    private static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar == "\n" || isPrintable(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return result
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20...0x7E).contains(scalar.value) { return true }
        if scalar.properties.isDefaultIgnorableCodePoint { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
