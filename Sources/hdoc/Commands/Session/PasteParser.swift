import HDOCTUI
import TerminalKit
/// Makes texts out of the bytes that come from a terminal, or a pipe, while an address may be pasted.
///
/// A terminal that brackets its pastes says where one ends. Others send a long address with the line breaks that somebody's
/// mail program put into it; so a line break ends a text only where nothing follows it at once, which `pause` tells.
struct PasteParser {
    /// Far more than any address needs.
    static let limit = 64_000

    private static let begin = Array("\u{1B}[200~".utf8), end = Array("\u{1B}[201~".utf8)

    private var text: [UInt8] = []
    private var escape: [UInt8] = []
    private var isPasting = false
    private var isAtLineEnd = false
    private var isAfterReturn = false
    private(set) var finished: [String] = []

    /// How much of the next text is there, in bytes.
    var count: Int { text.count }
    /// A line break came last: unless more follows, it was Enter.
    var mayBeFinished: Bool { isAtLineEnd }

    mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { take(byte) }
    }

    /// Nothing more came for a moment.
    mutating func pause() {
        // An escape sequence may be cut anywhere: its rest is still to come.
        if isAtLineEnd { finish() }
    }

    /// The end of the input.
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

    /// Only the brackets of a paste mean something; arrows and other keys are passed over.
    private mutating func takeEscape(_ byte: UInt8) {
        escape.append(byte)
        if escape == Self.begin {
            (isPasting, escape) = (true, [])
        } else if escape == Self.end {
            (isPasting, escape) = (false, [])
            // Whole as it is: nobody should have to press Enter as well.
            if text.firstRange(of: Array("state=".utf8)) != nil { finish() }
        } else if escape.count == 2, byte != UInt8(ascii: "["), byte != UInt8(ascii: "O") {
            // The Esc key alone; the byte is the beginning of something else.
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
