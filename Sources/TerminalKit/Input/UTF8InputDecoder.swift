/// Decodes UTF-8 that arrives in pieces, as it does from a terminal.
///
/// An incomplete character is kept until its last byte arrives. Each invalid sequence becomes one U+FFFD, as in
/// `String(decoding:as:)`; the bytes after it are decoded normally.
struct UTF8InputDecoder: Sendable {
    private static let replacement: Unicode.Scalar = "\u{FFFD}"

    /// The bits of the incomplete character, and the number of bytes that it still needs.
    private var value: UInt32 = 0
    private var missing = 0
    /// The values that the next byte of the character may have.
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    init() {}

    /// Whether a character has begun and its last byte has not arrived yet.
    var isIncomplete: Bool { missing > 0 }

    /// Processes one byte and returns the characters that are complete: none, one, or two if the byte shows that the character before
    /// it is invalid.
    mutating func take(_ byte: UInt8) -> [Unicode.Scalar] {
        guard missing > 0 else { return begin(byte).map { [$0] } ?? [] }
        guard allowed.contains(byte) else {
            missing = 0
            return [Self.replacement] + (begin(byte).map { [$0] } ?? [])
        }
        value = value << 6 | UInt32(byte & 0x3F)
        missing -= 1
        allowed = 0x80...0xBF
        return missing == 0 ? [Unicode.Scalar(value) ?? Self.replacement] : []
    }

    /// Ends the input. Returns U+FFFD if a character is incomplete, otherwise nil.
    mutating func finish() -> Unicode.Scalar? {
        defer { missing = 0 }
        return missing > 0 ? Self.replacement : nil
    }

    private mutating func begin(_ byte: UInt8) -> Unicode.Scalar? {
        allowed = 0x80...0xBF
        switch byte {
        case 0x00...0x7F: return Unicode.Scalar(byte)
        case 0xC2...0xDF: (value, missing) = (UInt32(byte & 0x1F), 1)
        case 0xE0...0xEF: (value, missing) = (UInt32(byte & 0x0F), 2)
        case 0xF0...0xF4: (value, missing) = (UInt32(byte & 0x07), 3)
        default: return Self.replacement
        }
        // Exclude overlong forms, surrogates and values above U+10FFFF.
        switch byte {
        case 0xE0: allowed = 0xA0...0xBF
        case 0xED: allowed = 0x80...0x9F
        case 0xF0: allowed = 0x90...0xBF
        case 0xF4: allowed = 0x80...0x8F
        default: break
        }
        return nil
    }
}
