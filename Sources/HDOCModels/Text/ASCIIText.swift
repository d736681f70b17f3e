/// Comparisons by bytes. Swift compares characters: a delimiter with a combining mark after it is another character, and `K` (Kelvin) in
/// lower case equals `k`. Protocols and security rules are about bytes.
extension StringProtocol {
    /// Whether both texts are equal if only the case of ASCII letters is ignored.
    package func isSameIgnoringASCIICase(as other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8) { ASCII.lowered($0) == ASCII.lowered($1) }
    }

    /// Whether the text contains these bytes if only the case of ASCII letters is ignored.
    package func containsIgnoringASCIICase(_ other: some StringProtocol) -> Bool {
        utf8.map(ASCII.lowered).firstRange(of: other.utf8.map(ASCII.lowered)) != nil
    }

    /// Whether the text begins with these bytes.
    package func beginsWithBytes(of prefix: some StringProtocol) -> Bool { utf8.starts(with: prefix.utf8) }

    /// The parts between the delimiters.
    /// - Parameter delimiter: an ASCII character.
    package func split(atByte delimiter: Unicode.Scalar, keepingEmptyParts: Bool = false) -> [SubSequence] {
        utf8.split(separator: UInt8(ascii: delimiter), omittingEmptySubsequences: !keepingEmptyParts)
            .map { self[$0.startIndex..<$0.endIndex] }
    }

    /// The text before the first delimiter and the text after it; nil if there is none.
    /// - Parameter delimiter: an ASCII character.
    package func cut(atByte delimiter: Unicode.Scalar) -> (before: SubSequence, after: SubSequence)? {
        utf8.firstIndex(of: UInt8(ascii: delimiter)).map { (self[..<$0], self[utf8.index(after: $0)...]) }
    }

    /// The text after these bytes at the beginning; nil if it does not begin with them.
    package func afterBytes(of prefix: some StringProtocol) -> SubSequence? {
        beginsWithBytes(of: prefix) ? self[utf8.index(startIndex, offsetBy: prefix.utf8.count)...] : nil
    }
}

/// Classes of ASCII bytes.
package enum ASCII {
    /// The byte in lower case; other bytes than A to Z are unchanged.
    package static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    package static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    package static func isLetterOrDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x7A).contains(lowered(byte)) }
}
