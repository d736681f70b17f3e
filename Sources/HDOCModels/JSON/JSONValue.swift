/// Any JSON value. Attributes that hdoc does not know are kept in this form.
public enum JSONValue: Sendable, Equatable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as it was written.
    case number(JSONNumber)
    /// A string.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// An object. The order of its members is not kept. If two members have the same name, the parser keeps the last one.
    case object([String: JSONValue])
}

extension JSONValue {
    /// The members of an object; nil for any other value.
    public var object: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
    /// The elements of a list; nil for any other value.
    public var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// The text of a string, a number or a boolean; nil for any other value. Handles and ids may arrive as numbers, so a whole
    /// number of up to 64 digits gives all its digits, however it was written (`5.0` gives `5`). A NUL becomes U+FFFD, because
    /// SQLite's functions and C libraries treat NUL as the end of a text.
    public var text: String? {
        switch self {
        case .string(let text): text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
        case .number(let number): number.wholeText ?? number.text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// A number or a string with a number, however it was written: `5`, `5.0`, `1E+2`, `"5"`. `5.5` is rounded down. Nil beyond
    /// ±2^53, so that sums of several numbers cannot overflow.
    public var integer: Int? {
        switch self {
        case .number(let number): number.integer
        case .string(let text): JSONNumber(text)?.integer
        case .null, .bool, .array, .object: nil
        }
    }

    /// A JSON string, or null if `text` is nil.
    public static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    /// A JSON number, or null if `number` is nil.
    public static func optional(_ number: Int?) -> JSONValue { number.map { .number(JSONNumber($0)) } ?? .null }
}
