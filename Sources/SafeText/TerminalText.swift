/// Sanitises text from a server, a file or a person for a terminal: for a screen cell, plain output, or standard error.
///
/// The result has no control characters, escape sequences, bidirectional or other invisible formatting, at most `maximumMarks` combining
/// marks on a base, no emoji sequence, and a bounded length, so that every terminal agrees on the columns it takes.
/// Sanitising is idempotent, and its cost is bounded by the limit, not by the length of the input.
public enum TerminalText {
    /// Combining marks kept on one base character; further ones are dropped.
    public static let maximumMarks = 4
    /// Characters kept in one line unless the caller asks for fewer.
    public static let lineLimit = 4096
    /// Characters kept in a block of lines unless the caller asks for fewer.
    public static let blockLimit = 65536

    /// One line: line breaks and tabs become spaces; at most `limit` characters, the last an ellipsis where text was cut.
    public static func line(_ text: String, limit: Int = lineLimit) -> String {
        if isPlain(text, limit: limit) { return text }
        return clean(text.unicodeScalars, keepsLines: false, limit: limit)
    }

    /// Several lines, separated by `\n` alone; tabs become spaces; at most `limit` characters, the breaks counted.
    public static func block(_ text: String, limit: Int = blockLimit) -> String {
        if isPlain(text, limit: limit) { return text }
        return clean(text.unicodeScalars, keepsLines: true, limit: limit)
    }

    /// Like `line`, for bytes of unknown encoding. Invalid UTF-8 becomes U+FFFD.
    public static func line(bytes: some Collection<UInt8>, limit: Int = lineLimit) -> String {
        line(decode(bytes, limit: limit), limit: limit)
    }

    /// Like `block`, for bytes of unknown encoding. Invalid UTF-8 becomes U+FFFD.
    public static func block(bytes: some Collection<UInt8>, limit: Int = blockLimit) -> String {
        block(decode(bytes, limit: limit), limit: limit)
    }

    /// At most `count` characters, the last an ellipsis where text was cut. Cleans as `block` does.
    public static func cap(_ text: String, to count: Int) -> String {
        block(text, limit: count)
    }

    /// Printable ASCII within the limit needs no work: by far the most common case, so it is tested first.
    private static func isPlain(_ text: String, limit: Int) -> Bool {
        let bytes = text.utf8
        return bytes.count <= limit && bytes.allSatisfy { 0x20 <= $0 && $0 < 0x7F }
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

    /// Enough for `limit` characters with all their marks; text that spends it is mostly invisible, and is cut.
    private static func inputBudget(_ limit: Int) -> Int {
        2 * (maximumMarks + 1) * min(max(0, limit), 1 << 32)
    }

    private static func decode(_ bytes: some Collection<UInt8>, limit: Int) -> String {
        // A scalar has four bytes at most: what lies behind this prefix can never be looked at.
        String(decoding: bytes.prefix(4 * inputBudget(limit) + 8), as: UTF8.self)
    }
}
