import Foundation

/// Checks the bytes that a program has written to a terminal against a list of what hdoc may write. Everything else is a violation:
/// a text of a stranger that reaches the terminal unchanged could write to the clipboard, answer as the keyboard, or hide what it says.
public struct TerminalStream {
    /// What is allowed beside text and line ends.
    public enum Allowed: Sendable {
        /// The tab between two values of a list: the output does not go to a terminal.
        case textOnly
        /// The sequences of hdoc's commands on a terminal and of curses on `TERM=xterm-256color`.
        case sequences
    }

    private let bytes: [UInt8]
    private let allowed: Allowed
    private var position = 0
    private var marks = 0
    private var last: Unicode.Scalar?
    private var hasAsked = false
    private var found: [String] = []

    private init(_ bytes: [UInt8], _ allowed: Allowed) { (self.bytes, self.allowed) = (bytes, allowed) }

    /// Each violation with the bytes around it; empty if the stream contains only what is allowed.
    public static func violations(in bytes: some Sequence<UInt8>, allowed: Allowed) -> [String] {
        var stream = TerminalStream(Array(bytes), allowed)
        while stream.position < stream.bytes.count { stream.readNext() }
        return stream.found
    }

    private mutating func report(_ what: String, at start: Int) {
        let around = bytes[max(0, start - 20)..<min(bytes.count, start + 40)]
        let shown = around.map { (0x20..<0x7F).contains($0) ? String(UnicodeScalar($0)) : "\\x" + String($0, radix: 16) }.joined()
        found.append("\(what) at byte \(start): \(shown)")
    }

    private mutating func readNext() {
        let start = position
        switch bytes[position] {
        case 0x0A, 0x0D: skip()
        case 0x08 where allowed == .sequences: skip()
        case 0x09 where allowed == .textOnly: skip()
        case 0x1B where allowed == .sequences:
            position += 1
            if !readSequence() { report("sequence", at: start) }
            (marks, last) = (0, nil)
        case 0x00..<0x20, 0x7F:
            skip()
            report("control character", at: start)
        default: readScalar()
        }
    }

    private mutating func skip() {
        position += 1
        (marks, last) = (0, nil)
    }

    // MARK: Text

    private mutating func readScalar() {
        let start = position
        var decoder = UTF8()
        var rest = bytes[position..<min(bytes.count, position + 4)].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&rest) else {
            position += 1
            return report("invalid UTF-8", at: start)
        }
        position += UTF8.width(scalar)
        if let problem = problem(with: scalar) { report(problem, at: start) }
        last = scalar
    }

    private mutating func problem(with scalar: Unicode.Scalar) -> String? {
        let properties = scalar.properties
        if scalar == "\u{200D}" || scalar == "\u{FE0F}" {
            let isInEmoji = last.map { $0.value > 0x7F && ($0.properties.isEmoji || $0 == "\u{FE0F}") } ?? false
            return isInEmoji ? nil : "joiner outside of an emoji"
        }
        if properties.isDefaultIgnorableCodePoint { return "invisible character" }
        switch properties.generalCategory {
        case .control: return "control character"
        case .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate, .enclosingMark:
            return "character of category \(properties.generalCategory)"
        case .nonspacingMark:
            marks += 1
            return last == nil ? "mark without a base" : marks > 4 ? "more than four marks" : nil
        default:
            marks = 0
            return nil
        }
    }

    // MARK: Escape sequences

    private mutating func readSequence() -> Bool {
        guard position < bytes.count else { return false }
        let kind = bytes[position]
        position += 1
        switch kind {
        case UInt8(ascii: "["): return readControlSequence()
        case UInt8(ascii: "]"): return readSystemCommand()
        // The normal character set; save and restore the cursor; keypad modes; scroll down by one line.
        case UInt8(ascii: "("):
            position += 1
            return bytes[position - 1] == UInt8(ascii: "B")
        default: return "78=>M".utf8.contains(kind)
        }
    }

    /// The final bytes of sequences that move the cursor, erase, insert, delete, scroll, repeat and set colours.
    private static let finals = Set("ABCDGHJKLMPSTX@bdfmr".utf8)
    /// Modes of the terminal: application cursor keys, automatic margins, the cursor's shape and visibility, mouse, alternate screen,
    /// bracketed paste, reports of the focus and of the background, synchronized output.
    private static let modes: Set<String> = ["1", "7", "12", "25", "1000", "1004", "1006", "1049", "2004", "2026", "2031", "12;25"]
    /// The questions that hdoc asks before the last one, and the keyboard protocol, on and off.
    private static let questions: Set<String> = ["?2026$p", "?u", ">1u", "<u"]

    private mutating func readControlSequence() -> Bool {
        let start = position
        while position < bytes.count, (0x20...0x3F).contains(bytes[position]) { position += 1 }
        guard position < bytes.count else { return false }
        let parameters = String(decoding: bytes[start..<position], as: UTF8.self)
        let final = bytes[position]
        position += 1
        let sequence = parameters + String(UnicodeScalar(final))
        // The last question asks what the terminal is. Anywhere else, it would make the terminal type.
        if sequence == "c" { return hasAsked }
        hasAsked = Self.questions.contains(sequence)
        if hasAsked { return true }
        switch final {
        case UInt8(ascii: "h"), UInt8(ascii: "l"):
            return parameters == "4" || parameters.first == "?" && Self.modes.contains(String(parameters.dropFirst()))
        // The title is saved when the alternate screen opens, and restored when it closes.
        case UInt8(ascii: "t"): return ["22;0;0", "23;0;0"].contains(parameters)
        default: return Self.finals.contains(final) && parameters.utf8.allSatisfy { $0 == 0x3B || (0x30...0x39).contains($0) }
        }
    }

    /// Reads OSC 52, the question for the background, or the address of a link.
    private mutating func readSystemCommand() -> Bool {
        if bytes[position...].starts(with: Array("52;".utf8)) { return readCopy() }
        guard let end = bytes[position...].firstIndex(of: 0x1B), end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "\\") else {
            return false
        }
        let text = String(decoding: bytes[position..<end], as: UTF8.self)
        position = end + 2
        hasAsked = text == "11;?"
        guard text.hasPrefix("8;;") else { return hasAsked }
        let address = text.dropFirst(3)
        return address.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            && (address.isEmpty || address.hasPrefix("https://") || address.hasPrefix("http://"))
    }

    /// OSC 52 writes to the clipboard. The copied text must be as clean as the screen.
    private mutating func readCopy() -> Bool {
        guard let end = bytes[position...].firstIndex(of: 0x07) else { return false }
        let text = String(decoding: bytes[position..<end], as: UTF8.self)
        position = end + 1
        guard text.hasPrefix("52;c;"), let copied = Data(base64Encoded: String(text.dropFirst(5))) else { return false }
        return Self.violations(in: copied, allowed: .textOnly).isEmpty
    }
}
