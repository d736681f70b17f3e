/// Collects the text between the two marks of a bracketed paste. The bytes may arrive in pieces of any size.
///
/// CR, LF and CR LF each become one line break, `\n`. Tabs are kept; other control characters are dropped.
struct PasteDecoder {
    private var text = String.UnicodeScalarView()
    private var size = 0
    private var decoder = UTF8InputDecoder()
    /// The number of bytes of the end mark that have arrived.
    private var matched = 0
    private var isAfterReturn = false
    /// Whether no byte has arrived for `KeyDecoder.patience`. From then on, each read is delivered at once as a paste of its own.
    private(set) var isLate = false

    /// Whether the text is so long that it must be taken now.
    var isLarge: Bool { size >= KeyDecoder.pasteLimit }

    /// Whether the last byte was an ESC, which may be the Esc key or the beginning of the end mark.
    var endsWithEscape: Bool { matched == 1 }

    /// Processes one byte. Returns true if it completes the end mark.
    mutating func take(_ byte: UInt8) -> Bool {
        let mark = KeySequences.pasteEnd
        if byte == mark[matched] {
            matched += 1
            return matched == mark.count
        }
        for byte in mark[..<matched] { add(byte) }
        matched = byte == mark[0] ? 1 : 0
        if matched == 0 { add(byte) }
        return false
    }

    /// Removes and returns the text so far as a key. An incomplete character is kept.
    mutating func takeText() -> [Key] {
        defer { (text, size) = (.init(), 0) }
        return text.isEmpty ? [] : [.paste(String(text))]
    }

    /// Returns the text so far, because the end mark has not arrived in time. Sets `isLate`.
    mutating func rest() -> [Key] {
        isLate = true
        return takeText()
    }

    /// Returns the rest of the text, because the paste has ended.
    mutating func end() -> [Key] {
        if let last = decoder.finish() { add(last) }
        return takeText()
    }

    private mutating func add(_ byte: UInt8) {
        for scalar in decoder.take(byte) { add(scalar) }
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
        let isSecondOfTwo = scalar == "\n" && isAfterReturn
        isAfterReturn = scalar == "\r"
        guard !isSecondOfTwo else { return }
        let kept: Unicode.Scalar = scalar == "\r" ? "\n" : scalar
        guard kept == "\n" || kept == "\t" || kept.properties.generalCategory != .control else { return }
        text.append(kept)
        size += UTF8.width(kept)
    }
}
