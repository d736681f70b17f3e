/// Sanitises text from a server, a file or a person, so that it can be shown on a terminal.
///
/// The result has no control characters but `\n` in a block, and no escape sequences, emoji sequences, bidirectional or other invisible
/// formatting. A base character has at most `maximumMarks` combining marks, and the length is limited. Therefore every terminal gives
/// the text the same width. Sanitising a sanitised text again does not change it. The cost depends on the limit and not on the length
/// of the input.
public enum TerminalText {
    /// The largest number of combining marks on one base character. Further marks are dropped.
    public static let maximumMarks = 4
    /// The default limit of a line, in characters.
    public static let lineLimit = 4096
    /// The default limit of a block of lines, in characters.
    public static let blockLimit = 65536

    /// The text as one line: line breaks and tabs become spaces. It has at most `limit` characters; if text was cut, the last one is an
    /// ellipsis.
    public static func line(_ text: String, limit: Int = lineLimit) -> String {
        if isPlain(text, limit: limit) { return text }
        return cut(text, limit: limit) ?? clean(text.unicodeScalars, keepsLines: false, limit: limit)
    }

    /// The text as several lines, separated by `\n`; tabs become spaces. It has at most `limit` characters, including line breaks; if text
    /// was cut, the last one is an ellipsis.
    public static func block(_ text: String, limit: Int = blockLimit) -> String {
        if isPlain(text, limit: limit) { return text }
        return cut(text, limit: limit) ?? clean(text.unicodeScalars, keepsLines: true, limit: limit)
    }

    /// Like `line`, for bytes that should be UTF-8. Invalid sequences become U+FFFD.
    public static func line(bytes: some Collection<UInt8>, limit: Int = lineLimit) -> String {
        line(decode(bytes, limit: limit), limit: limit)
    }

    /// Like `block`, for bytes that should be UTF-8. Invalid sequences become U+FFFD.
    public static func block(bytes: some Collection<UInt8>, limit: Int = blockLimit) -> String {
        block(decode(bytes, limit: limit), limit: limit)
    }

    /// The same as `block` with the limit `count`.
    public static func cap(_ text: String, to count: Int) -> String {
        block(text, limit: count)
    }

    /// Whether the text is within the limit and needs no sanitising. This is the most common case.
    private static func isPlain(_ text: String, limit: Int) -> Bool {
        let bytes = text.utf8
        if bytes.count <= limit && bytes.allSatisfy({ 0x20 <= $0 && $0 < 0x7F }) { return true }
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit, isPlain(scalar) else { return false }
            count += 1
        }
        return true
    }

    /// A text that begins with more printable ASCII than the limit, cut to it. Nil for other texts.
    private static func cut(_ text: String, limit: Int) -> String? {
        let bytes = text.utf8
        guard limit > 0, bytes.count > limit, bytes.prefix(limit + 1).allSatisfy({ 0x20 <= $0 && $0 < 0x7F }) else { return nil }
        return String(decoding: bytes.prefix(limit - 1), as: UTF8.self) + "…"
    }

    /// Whether a scalar is shown as it is, whatever stands around it. Only scalars that hdoc itself draws often.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // ASCII, the middle dot, the ellipsis, lines and blocks, squares and triangles. Some other squares and triangles are emoji.
        case 0x20...0x7E, 0xB7, 0x2026, 0x2500...0x25A9, 0x25B2, 0x25B8, 0x25BC: true
        default: false
        }
    }

    private static func clean(_ text: some Sequence<Unicode.Scalar>, keepsLines: Bool, limit: Int) -> String {
        guard limit > 0 else { return "" }
        var writer = TerminalTextWriter(keepsLines: keepsLines, limit: limit)
        var budget = inputBudget(limit)
        for scalar in text {
            budget -= 1
            guard budget >= 0 else {
                writer.truncate()
                break
            }
            guard writer.write(scalar) else { break }
        }
        return writer.text
    }

    /// The largest number of input scalars that are read. It is enough for `limit` characters with all their marks; a text that needs more
    /// is mostly invisible and is cut.
    private static func inputBudget(_ limit: Int) -> Int {
        2 * (maximumMarks + 1) * min(max(0, limit), 1 << 32)
    }

    private static func decode(_ bytes: some Collection<UInt8>, limit: Int) -> String {
        // A scalar has at most four bytes, so `clean` never reads beyond this prefix.
        String(decoding: bytes.prefix(4 * inputBudget(limit) + 8), as: UTF8.self)
    }
}
