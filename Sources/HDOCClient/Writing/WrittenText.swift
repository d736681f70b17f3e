/// The reason why bytes cannot be decoded as text. Offsets count bytes, starting at 0.
package enum TextEncodingError: Error, Sendable, Equatable {
    /// The text contains a NUL character, at which other programs would cut it off.
    case nul(offset: Int)
    case invalidUTF8(offset: Int)
    /// The text begins with a UTF-16 byte order mark, but is not valid UTF-16 at this offset.
    case invalidUTF16(offset: Int)
}

/// Decodes text from files and standard input. Every text that a user wrote is decoded here.
package enum WrittenText {
    /// Decodes UTF-8, or UTF-16 with a byte order mark. Removes the mark, and converts all line ends to line feeds.
    package static func decode(_ bytes: [UInt8]) throws(TextEncodingError) -> String {
        if bytes.starts(with: [0xFF, 0xFE]) { return try decodeUTF16(bytes, isBigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return try decodeUTF16(bytes, isBigEndian: true) }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if let offset = bytes.firstIndex(of: 0) { throw .nul(offset: offset) }
        return normalizingLineEnds(try decodeUTF8(bytes, from: start))
    }

    /// Decodes UTF-8 without changing anything.
    /// - Parameter start: the number of bytes to leave out at the beginning. Offsets of errors count them.
    package static func decodeUTF8(_ bytes: [UInt8], from start: Int = 0) throws(TextEncodingError) -> String {
        guard let text = String(validating: bytes[start...], as: UTF8.self) else {
            throw .invalidUTF8(offset: start + validPrefix(bytes[start...], as: UTF8.self))
        }
        return text
    }

    /// Replaces each CRLF, CR, vertical tab, form feed, NEL, and Unicode line or paragraph separator with a line feed.
    package static func normalizingLineEnds(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var followsReturn = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: if !followsReturn { result.append("\n") }
            case 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: result.append("\n")
            default: result.append(scalar)
            }
            followsReturn = scalar.value == 0x0D
        }
        return String(result)
    }

    private static func decodeUTF16(_ bytes: [UInt8], isBigEndian: Bool) throws(TextEncodingError) -> String {
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        if let index = units.firstIndex(of: 0) { throw .nul(offset: 2 + 2 * index) }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw .invalidUTF16(offset: 2 + 2 * validPrefix(units[...], as: UTF16.self))
        }
        guard bytes.count.isMultiple(of: 2) else { throw .invalidUTF16(offset: bytes.count - 1) }
        return normalizingLineEnds(text)
    }

    /// The number of code units before the first one that cannot be decoded.
    private static func validPrefix<Encoding: UnicodeCodec>(_ units: ArraySlice<Encoding.CodeUnit>, as _: Encoding.Type) -> Int {
        var parser = Encoding.ForwardParser()
        var iterator = units.makeIterator()
        var count = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { count += scalar.count }
        return count
    }
}
