/// Splits the bytes of a terminal or a pipe into texts while hdoc waits for a pasted address.
///
/// A terminal with bracketed paste marks the end of a paste. Other terminals send a long address with the line breaks that a mail
/// program inserted. Therefore a line break ends a text only if nothing follows it at once; `pause` reports that.
struct PasteParser {
    /// The largest text in bytes, far more than any address needs.
    static let limit = 64_000

    private static let begin = Array("\u{1B}[200~".utf8), end = Array("\u{1B}[201~".utf8)

    private var text: [UInt8] = []
    private var escape: [UInt8] = []
    private var isPasting = false
    private var isAtLineEnd = false
    private var isAfterReturn = false
    private(set) var finished: [String] = []

    /// The number of received bytes of the text that is not finished yet.
    var count: Int { text.count }
    /// Whether the last byte was a line break. It was the Enter key unless more bytes follow at once.
    var mayBeFinished: Bool { isAtLineEnd }

    mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { take(byte) }
    }

    /// Reports that no byte has followed for a moment. A line break at the end then finishes the text.
    mutating func pause() {
        // An incomplete escape sequence stays, because its rest may still come.
        if isAtLineEnd { finish() }
    }

    /// Reports the end of the input, which finishes the text.
    mutating func close() { finish() }

    mutating func takeFinished() -> [String] {
        defer { finished = [] }
        return finished
    }

    private mutating func take(_ byte: UInt8) {
        if !escape.isEmpty || byte == 0x1B { return takeEscape(byte) }
        // CR LF is one line break.
        if byte == 0x0A, isAfterReturn { return isAfterReturn = false }
        isAfterReturn = byte == 0x0D
        switch byte {
        case 0x0A, 0x0D:
            isAtLineEnd = !isPasting
            add(0x20)
        case 0x7F, 0x08:
            while let last = text.popLast(), last & 0xC0 == 0x80 {}
        case 0x15: text = []  // Ctrl-U
        case 0x00...0x1F where byte != 0x09: break
        default:
            isAtLineEnd = false
            add(byte)
        }
    }

    private mutating func add(_ byte: UInt8) {
        if text.count < Self.limit { text.append(byte) }
    }

    /// Handles the marks of a bracketed paste and ignores arrows and other keys.
    private mutating func takeEscape(_ byte: UInt8) {
        escape.append(byte)
        if escape == Self.begin {
            (isPasting, escape) = (true, [])
        } else if escape == Self.end {
            (isPasting, escape) = (false, [])
            // The pasted address is complete, so Enter is not needed.
            if text.firstRange(of: Array("state=".utf8)) != nil { finish() }
        } else if escape.count == 2, byte != UInt8(ascii: "["), byte != UInt8(ascii: "O") {
            // The first byte was the Esc key, so this byte is processed as ordinary input.
            escape = []
            take(byte)
        } else if escape.count > 2, (0x40...0x7E).contains(byte) || escape.count > 16 {
            escape = []
        }
    }

    private mutating func finish() {
        if text.contains(where: { $0 > 0x20 }) { finished.append(String(decoding: text, as: UTF8.self)) }
        (text, isAtLineEnd) = ([], false)
    }
}
