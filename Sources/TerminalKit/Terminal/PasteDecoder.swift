/// Collects the text between the two marks of a bracketed paste, however its bytes are cut.
///
/// CR, LF and CR LF are one line break, `\n`. Tabs are kept; other controls are dropped.
struct PasteDecoder {
    private var text = String.UnicodeScalarView()
    private var size = 0
    private var decoder = UTF8InputDecoder()
    /// How many bytes of the end mark have come.
    private var matched = 0
    private var isAfterReturn = false
    /// Nothing came for a while: what comes is delivered at once from now on.
    private(set) var isLate = false

    /// An ESC came last, which may be the key.
    var endsWithEscape: Bool { matched == 1 }

    /// True where this byte completes the end mark.
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

    /// The text so far, as a key; a character that is incomplete stays.
    mutating func takeText() -> [Key] {
        defer { (text, size) = (.init(), 0) }
        return text.isEmpty ? [] : [.paste(String(text))]
    }

    /// The end has not come for a while.
    mutating func rest() -> [Key] {
        isLate = true
        return takeText()
    }

    /// The paste is over.
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
        guard !isSecondOfTwo, size < KeyDecoder.pasteLimit else { return }
        let kept: Unicode.Scalar = scalar == "\r" ? "\n" : scalar
        guard kept == "\n" || kept == "\t" || kept.properties.generalCategory != .control else { return }
        text.append(kept)
        size += UTF8.width(kept)
    }
}
