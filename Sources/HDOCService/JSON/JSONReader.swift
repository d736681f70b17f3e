/// Reads one JSON text (RFC 8259) into a ``RawJSON``.
package struct JSONReader {
    /// The text is not JSON. `offset` is where reading stopped, in bytes.
    package struct RawJSONError: Error, Equatable { package let offset: Int }

    private static let maximumDepth = 64
    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    package static func read(_ bytes: some Sequence<UInt8>) throws(RawJSONError) -> RawJSON {
        var reader = JSONReader(Array(bytes))
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.index == reader.bytes.count else { throw reader.error }
        return value
    }

    private var error: RawJSONError { RawJSONError(offset: index) }
    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D { index += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func value(depth: Int) throws(RawJSONError) -> RawJSON {
        guard depth <= Self.maximumDepth else { throw error }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: String, _ value: RawJSON) throws(RawJSONError) -> RawJSON {
        guard bytes[index...].starts(with: word.utf8) else { throw error }
        index += word.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws(RawJSONError) -> RawJSON {
        index += 1
        var members: [RawJSON.Member] = []
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw error }
            let name = try string()
            guard take(":") else { throw error }
            members.append(RawJSON.Member(name: name, value: try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw error }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(RawJSONError) -> RawJSON {
        index += 1
        var elements: [RawJSON] = []
        if take("]") { return .array(elements) }
        repeat { elements.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw error }
        return .array(elements)
    }

    private mutating func number() throws(RawJSONError) -> String {
        let start = index
        if next == UInt8(ascii: "-") { index += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[index - whole] != UInt8(ascii: "0") else { throw error }
        if next == UInt8(ascii: ".") {
            index += 1
            guard digits() > 0 else { throw error }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            index += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
            guard digits() > 0 else { throw error }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = index
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index - start
    }

    private mutating func string() throws(RawJSONError) -> String {
        index += 1
        let start = index
        skipPlain()
        var text = bytes[start..<index]
        while next == UInt8(ascii: "\\") {
            index += 1
            text += try escape().utf8
            let start = index
            skipPlain()
            text += bytes[start..<index]
        }
        guard next == UInt8(ascii: "\""), let string = String(validating: text, as: UTF8.self) else { throw error }
        index += 1
        return string
    }

    /// Skips the bytes of a string that stand for themselves.
    private mutating func skipPlain() {
        while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { index += 1 }
    }

    private mutating func escape() throws(RawJSONError) -> String {
        guard let byte = next else { throw error }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw error
        }
    }

    /// A lone surrogate becomes U+FFFD, as in other readers.
    private mutating func unicodeEscape() throws(RawJSONError) -> String {
        let first = try codeUnit()
        guard (0xD800..<0xDC00).contains(first), bytes[index...].starts(with: "\\u".utf8) else {
            return String(decoding: [first], as: UTF16.self)
        }
        let restart = index
        index += 2
        let second = try codeUnit()
        guard (0xDC00..<0xE000).contains(second) else {
            index = restart
            return "\u{FFFD}"
        }
        return String(decoding: [first, second], as: UTF16.self)
    }

    private mutating func codeUnit() throws(RawJSONError) -> UInt16 {
        guard index + 4 <= bytes.count else { throw error }
        var unit: UInt16 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw error }
            unit = unit << 4 | UInt16(digit)
        }
        index += 4
        return unit
    }
}
