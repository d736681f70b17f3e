/// Writes a ``JSONValue`` as a JSON text. Members are sorted by name; numbers keep their text.
public enum JSONWriter {
    /// The JSON text: on one line, or, if `isIndented`, on several lines with two spaces for each level.
    /// - Parameter level: the level of the value in a text of which it is a part.
    public static func text(_ value: JSONValue, isIndented: Bool = false, level: Int = 0) -> String {
        var text = ""
        write(value, indentation: isIndented ? level : nil, to: &text)
        return text
    }

    private static func write(_ value: JSONValue, indentation: Int?, to text: inout String) {
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .number(let number): text += number.text
        case .string(let string): write(string, to: &text)
        case .array(let elements):
            list(elements, between: ("[", "]"), indentation: indentation, to: &text) { element, inner, text in
                write(element, indentation: inner, to: &text)
            }
        case .object(let members):
            let sorted = members.sorted { $0.key < $1.key }
            list(sorted, between: ("{", "}"), indentation: indentation, to: &text) { member, inner, text in
                write(member.key, to: &text)
                text += inner == nil ? ":" : " : "
                write(member.value, indentation: inner, to: &text)
            }
        }
    }

    private static func list<Element>(
        _ elements: [Element], between brackets: (String, String), indentation: Int?, to text: inout String,
        _ write: (Element, Int?, inout String) -> Void
    ) {
        let inner = indentation.map { $0 + 1 }
        text += brackets.0
        for (position, element) in elements.enumerated() {
            if position > 0 { text += "," }
            breakLine(inner, &text)
            write(element, inner, &text)
        }
        if !elements.isEmpty { breakLine(indentation, &text) }
        text += brackets.1
    }

    private static func breakLine(_ indentation: Int?, _ text: inout String) {
        guard let indentation else { return }
        text += "\n" + String(repeating: "  ", count: indentation)
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        // Most texts need no escape and are copied as a whole.
        guard string.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            text += string
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
