import FoundationEssentials

/// Reads the known attributes of an object and removes them. `rest` keeps the unknown attributes and those that could not be
/// read.
struct AttributeReader {
    private(set) var rest: [String: JSONValue]

    init(_ attributes: [String: JSONValue]) { rest = attributes }

    mutating func text(_ names: [String]) -> String? { take(names, \.text) }
    mutating func text(_ name: String) -> String? { text([name]) }
    mutating func integer(_ names: [String]) -> Int? { take(names, \.integer) }
    mutating func instant(_ names: [String]) -> Date? { take(names) { $0.text.flatMap(Timestamp.parse) } }
    mutating func day(_ name: String) -> CalendarDay? { take([name]) { $0.text.flatMap { CalendarDay($0) } } }

    mutating func status(_ names: [String]) -> String? {
        take(names) { if case .bool(let flag) = $0 { flag ? "active" : "inactive" } else { $0.text } }
    }

    /// The tags from a list of strings, or from one string with commas or white space between the tags.
    mutating func tags(_ name: String) -> [String] {
        take([name]) { value in
            if let elements = value.array { return elements.compactMap(\.text) }
            return value.text?.unicodeScalars.split { $0 == "," || $0.properties.isWhitespace }.map { String($0) }
        } ?? []
    }

    /// The value of the first attribute of `names` that can be read. A null is removed; an unreadable value stays in `rest`.
    private mutating func take<Value>(_ names: [String], _ read: (JSONValue) -> Value?) -> Value? {
        var found: Value?
        for name in names {
            guard let raw = rest[name] else { continue }
            if raw == .null {
                rest[name] = nil
            } else if found == nil, let value = read(raw) {
                found = value
                rest[name] = nil
            }
        }
        return found
    }
}
