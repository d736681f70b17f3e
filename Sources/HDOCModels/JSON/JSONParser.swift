/// Reads a JSON text (RFC 8259) and tolerates some faults of backends.
///
/// Invalid UTF-8 and a surrogate without its partner become U+FFFD. Control characters are accepted in strings. `NaN` and
/// `Infinity`, which Python writes, are read as strings. Values nested deeper than 32 levels and numbers of more than 1,024
/// characters are errors. Time and memory grow linearly with the length of the text.
public struct JSONParser {
    /// The text is not JSON, is nested too deeply, or has a number that is too long.
    public struct SyntaxError: Error, Equatable {
        /// Where reading stopped, in bytes from the beginning of the text.
        public let offset: Int
    }

    /// The most levels of lists and objects inside each other.
    public static let deepestNesting = 32
    private static let longestNumber = 1_024

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        if self.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// Bytes from the middle of a text, where a byte order mark is none.
    private init(within bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// Reads one value.
    /// - Throws: `SyntaxError` if the text is not JSON, or has anything but white space after the value.
    public static func read(_ bytes: some Sequence<UInt8>) throws(SyntaxError) -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value(depth: 1)
        try parser.finish()
        return value
    }

    /// Reads one value that stands inside other values.
    /// - Parameter depth: the level of the value; 1 is the whole text.
    static func read(_ bytes: some Sequence<UInt8>, depth: Int) throws(SyntaxError) -> JSONValue {
        var parser = JSONParser(within: bytes)
        let value = try parser.value(depth: depth)
        try parser.finish()
        return value
    }

    /// Reads a list element by element: an element that cannot be read becomes nil, and the others are kept.
    /// - Parameter limit: the most elements to return. Further elements are skipped.
    /// - Throws: `SyntaxError` if the text is not a list, ends before the list does, or continues after the list.
    public static func readList(_ bytes: some Sequence<UInt8>, limit: Int = .max) throws(SyntaxError) -> [JSONValue?] {
        var parser = JSONParser(bytes)
        guard parser.take("[") else { throw parser.error }
        var elements: [JSONValue?] = []
        if !parser.take("]") {
            repeat {
                if elements.count < limit { elements.append(try parser.elementOrNil()) } else { try parser.skipElement() }
            } while parser.take(",")
            guard parser.take("]") else { throw parser.error }
        }
        try parser.finish()
        return elements
    }

    private mutating func elementOrNil() throws(SyntaxError) -> JSONValue? {
        let start = index
        if let value = try? value(depth: 2) {
            skipSpace()
            if next == UInt8(ascii: ",") || next == UInt8(ascii: "]") { return value }
        }
        index = start
        try skipElement()
        return nil
    }

    /// Moves to the comma or bracket that ends this element of a list. It counts the brackets outside strings.
    private mutating func skipElement() throws(SyntaxError) {
        var depth = 0
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: ","), UInt8(ascii: "]"):
                if depth == 0 { return }
                if byte == UInt8(ascii: "]") { depth -= 1 }
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth = max(0, depth - 1)
            default: break
            }
            index += 1
        }
        throw error
    }

    /// Moves from the opening quote of a string to its closing quote.
    private mutating func skipString() throws(SyntaxError) {
        index += 1
        while let byte = next, byte != UInt8(ascii: "\"") { index += byte == UInt8(ascii: "\\") ? 2 : 1 }
        guard next != nil else { throw error }
    }

    private mutating func finish() throws(SyntaxError) {
        skipSpace()
        guard index == bytes.count else { throw error }
    }

    private var error: SyntaxError { SyntaxError(offset: min(index, bytes.count)) }
    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func value(depth: Int) throws(SyntaxError) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "N"): return try word("NaN", .string("NaN"))
        case UInt8(ascii: "I"): return try word("Infinity", .string("Infinity"))
        case UInt8(ascii: "-") where bytes[(index + 1)...].first == UInt8(ascii: "I"):
            return try word("-Infinity", .string("-Infinity"))
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(SyntaxError) -> JSONValue {
        let text = word.description
        guard bytes[index...].starts(with: text.utf8) else { throw error }
        index += text.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws(SyntaxError) -> JSONValue {
        guard depth <= Self.deepestNesting else { throw error }
        index += 1
        var members: [String: JSONValue] = [:]
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw error }
            let name = try string()
            guard take(":") else { throw error }
            members[name] = try value(depth: depth + 1)
        } while take(",")
        guard take("}") else { throw error }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(SyntaxError) -> JSONValue {
        guard depth <= Self.deepestNesting else { throw error }
        index += 1
        var elements: [JSONValue] = []
        if take("]") { return .array(elements) }
        repeat { elements.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw error }
        return .array(elements)
    }

    private mutating func number() throws(SyntaxError) -> JSONNumber {
        let start = index
        if next == UInt8(ascii: "-") { index += 1 }
        let isZero = next == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || (whole > 1 && !isZero) else { throw error }
        if next == UInt8(ascii: ".") {
            index += 1
            guard digits() > 0 else { throw error }
        }
        if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
            index += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
            guard digits() > 0 else { throw error }
        }
        guard index - start <= Self.longestNumber else { throw error }
        return JSONNumber(checked: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func digits() -> Int {
        let start = index
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index - start
    }
}

extension JSONParser {
    /// Reads a string. Starts at the opening quote and ends after the closing quote.
    private mutating func string() throws(SyntaxError) -> String {
        index += 1
        let start = index
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { index += 1 }
        if next == UInt8(ascii: "\"") {
            defer { index += 1 }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }
        var units = Array(bytes[start..<index])
        while let byte = next, byte != UInt8(ascii: "\"") {
            index += 1
            if byte == UInt8(ascii: "\\") {
                units.append(contentsOf: String(try escape()).utf8)
            } else {
                units.append(byte)
            }
        }
        guard next != nil else { throw error }
        index += 1
        return String(decoding: units, as: UTF8.self)
    }

    private mutating func escape() throws(SyntaxError) -> Unicode.Scalar {
        guard let byte = next else { throw error }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw error
        }
    }

    /// Reads the digits after `\u`, and the second half of a surrogate pair if there is one.
    private mutating func unicodeEscape() throws(SyntaxError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let restart = index
        guard first < 0xDC00, bytes[index...].starts(with: "\\u".utf8) else { return "\u{FFFD}" }
        index += 2
        let second = try codeUnit()
        guard (0xDC00..<0xE000).contains(second) else {
            index = restart
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func codeUnit() throws(SyntaxError) -> UInt32 {
        guard index + 4 <= bytes.count else { throw error }
        var unit: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: throw error
            }
        }
        index += 4
        return unit
    }
}
