/// A JSON value of any shape. Attributes that hdoc does not know are kept as such values.
public enum JSONValue: Sendable, Equatable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number. Whole numbers beyond ±2^53 lose precision.
    case number(Double)
    /// A string.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// An object; the order of its members is not kept.
    case object([String: JSONValue])
}

extension JSONValue: Codable {
    /// Reads any JSON value. Throws `DecodingError` only where the decoder holds none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Strings and numbers first: they are nearly all there is, and a failed attempt costs an error.
        if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let elements = try? container.decode([JSONValue].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Writes the value; a whole number is written without a fraction.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let flag): try container.encode(flag)
        case .number(let number):
            if let whole = Int(exactly: number) { try container.encode(whole) } else { try container.encode(number) }
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }
}

extension JSONValue {
    /// The members of an object; nil for any other value.
    public var object: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
    /// The elements of a list; nil for any other value.
    public var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// The text of a string, a number or a boolean; nil for any other value. Handles and ids may arrive as numbers.
    public var text: String? {
        switch self {
        case .string(let text): text
        case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// A whole number, however it was written: `5`, `5.0`, `1E+2`, `"5"`. `5.5` is rounded down. Nil beyond ±2^53.
    public var integer: Int? {
        switch self {
        case .number(let number): Self.whole(number)
        case .string(let text): Double(text).flatMap(Self.whole)
        case .null, .bool, .array, .object: nil
        }
    }

    private static func whole(_ number: Double) -> Int? {
        number.magnitude <= 9_007_199_254_740_992 ? Int(number.rounded(.down)) : nil
    }

    /// A string, or null for nil.
    public static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    /// A number, or null for nil.
    public static func optional(_ number: Int?) -> JSONValue { number.map { .number(Double($0)) } ?? .null }
}
