/// Reads the parts of a JSON text that is an object, directly from its bytes.
///
/// It gives up, with nil or false, on what it does not read: invalid UTF-8, NUL characters, names with escapes or beyond ASCII, half of
/// a surrogate pair, numbers of more than 64 characters, and everything that is not JSON. What it reads, it reads as `JSONParser` does.
struct JSONByteReader {
    let bytes: UnsafeBufferPointer<UInt8>
    /// `JSONValue.decodedBytes` of the object, as far as it was read.
    var size = JSONValue.bytesOfEachValue
    private var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var next: UInt8? { index < bytes.count ? bytes[index] : nil }
    var isAtEnd: Bool { index == bytes.count }

    mutating func skipSpace() {
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return }
            index += 1
        }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// Reads `null`, `true` or `false`.
    mutating func constant(_ name: StaticString) -> Bool {
        size += JSONValue.bytesOfEachValue
        return word(name)
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] { return false }
        index += count
        return true
    }

    /// Reads an ASCII name without escapes. Starts behind the opening quote and ends behind the closing quote.
    mutating func plainName() -> Range<Int>? {
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            guard bytes[index] != UInt8(ascii: "\\"), bytes[index] < 0x80, bytes[index] != 0 else { return nil }
            index += 1
        }
        guard index < bytes.count else { return nil }
        index += 1
        size += JSONValue.bytesOfEachValue + index - 1 - start
        return start..<(index - 1)
    }

    /// The bytes of a number; nil if it is not written as JSON requires.
    mutating func number() -> Range<Int>? {
        let start = index
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        let first = index
        guard digits(), index == first + 1 || bytes[first] != UInt8(ascii: "0") else { return nil }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            guard digits() else { return nil }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
            guard digits() else { return nil }
        }
        guard index - start <= 64 else { return nil }
        size += JSONValue.bytesOfEachValue + index - start
        return start..<index
    }

    private mutating func digits() -> Bool {
        let start = index
        while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 { index += 1 }
        return index > start
    }

    /// Appends the characters of a string. Starts at the opening quote and ends behind the closing quote.
    mutating func string(into texts: inout [UInt8]) -> Bool {
        index += 1
        let start = texts.count
        var high: UInt8 = 0
        while true {
            let run = index
            while index < bytes.count {
                let byte = bytes[index]
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0 { break }
                high |= byte
                index += 1
            }
            guard index < bytes.count, bytes[index] != 0 else { return false }
            texts.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run..<index]))
            index += 1
            if bytes[index - 1] == UInt8(ascii: "\"") { break }
            guard escape(into: &texts) else { return false }
        }
        size += JSONValue.bytesOfEachValue + texts.count - start
        return high < 0x80 || String(validating: texts[start...], as: UTF8.self) != nil
    }

    private mutating func escape(into texts: inout [UInt8]) -> Bool {
        guard index < bytes.count else { return false }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): texts.append(byte)
        case UInt8(ascii: "b"): texts.append(0x08)
        case UInt8(ascii: "f"): texts.append(0x0C)
        case UInt8(ascii: "n"): texts.append(0x0A)
        case UInt8(ascii: "r"): texts.append(0x0D)
        case UInt8(ascii: "t"): texts.append(0x09)
        case UInt8(ascii: "u"):
            guard let scalar = unicodeEscape() else { return false }
            if let units = UTF8.encode(scalar) { texts.append(contentsOf: units) }
        default: return false
        }
        return true
    }

    /// A character other than NUL. Nil also for half of a surrogate pair.
    private mutating func unicodeEscape() -> Unicode.Scalar? {
        guard let first = codeUnit(), first != 0 else { return nil }
        guard first & 0xF800 == 0xD800 else { return Unicode.Scalar(first) }
        guard first < 0xDC00, word("\\u"), let second = codeUnit(), (0xDC00..<0xE000).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func codeUnit() -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for byte in bytes[index..<(index + 4)] {
            let (digit, letter) = (byte &- UInt8(ascii: "0"), (byte | 0x20) &- UInt8(ascii: "a"))
            guard digit < 10 || letter < 6 else { return nil }
            unit = unit << 4 | UInt32(digit < 10 ? digit : letter + 10)
        }
        index += 4
        return unit
    }

    /// Moves behind a value without reading it. Brackets and strings decide where it ends.
    mutating func skipValue() -> Range<Int>? {
        let start = index
        var depth = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
                guard index < bytes.count else { return nil }
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 { return start..<index }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return start..<index
            default: break
            }
            index += 1
        }
        return nil
    }
}
