/// Finds tokens, and runs of 16 characters of a token, in text that a server sent. The text may be JSON or plain: it is searched twice,
/// once with `\\uXXXX`, `\\/` and `%XX` read as the characters that they mean, and once as it stands. Control characters and non-ASCII
/// characters are skipped, because the sanitiser removes many of them and would join the parts of a token.
struct TokenRuns: Sendable {
    /// The length of a run in characters. A shorter token is found only as a whole.
    static let length = 16

    /// The last bytes of the decoded text; the newest one is the lowest byte.
    private typealias Window = UInt128

    private struct ShortToken: Sendable, Equatable {
        var value: Window
        var length: Int
    }

    private var runs: Set<Window> = []
    private var shortTokens: [ShortToken] = []
    /// The bytes that occur in a token. All other bytes end a run.
    private var alphabet = [Bool](repeating: false, count: 256)
    /// Whether a run has this hash. Nearly all windows of a text end here, without a look-up in `runs`.
    private var hashes = [Bool](repeating: false, count: 1 << 16)

    /// Whether a token contains this byte.
    func contain(_ byte: UInt8) -> Bool { alphabet[Int(byte)] }

    var isEmpty: Bool { runs.isEmpty && shortTokens.isEmpty }

    /// Adds a token. Texts of less than six characters are ignored, because they occur in ordinary words.
    mutating func add(_ token: Secret) {
        let bytes = Array(token.exposed.utf8)
        guard bytes.count >= 6 else { return }
        for byte in bytes { alphabet[Int(byte)] = true }
        var window: Window = 0
        for (index, byte) in bytes.enumerated() {
            window = window << 8 | Window(byte)
            guard index >= Self.length - 1 else { continue }
            runs.insert(window)
            hashes[Self.hash(window)] = true
        }
        let short = ShortToken(value: window, length: bytes.count)
        if bytes.count < Self.length, !shortTokens.contains(short) { shortTokens.append(short) }
    }

    private static func hash(_ window: Window) -> Int {
        let (low, high) = (UInt64(truncatingIfNeeded: window), UInt64(truncatingIfNeeded: window >> 64))
        let mixed = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xFF51_AFD7_ED55_8CCD
        return Int(mixed >> 48)
    }

    /// The positions of tokens and their runs, in order and without overlaps. No range cuts an escape sequence in two.
    func ranges(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        let decoded = ranges(in: text, decodingEscapes: true)
        let canHaveEscapes = text.contains(UInt8(ascii: "\\")) || text.contains(UInt8(ascii: "%"))
        guard canHaveEscapes else { return decoded }
        return Self.joined(decoded + ranges(in: text, decodingEscapes: false))
    }

    private func ranges(in text: UnsafeBufferPointer<UInt8>, decodingEscapes: Bool) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var (window, count, position): (Window, Int, Int) = (0, 0, 0)
        var (unitStart, unitEnd) = (0, 0)
        // The positions where the last 16 characters begin; for a character inside an escape sequence, where the sequence begins.
        var starts = SIMD16<Int64>(repeating: 0)
        while position < text.count {
            var byte: UInt8?
            if position == unitEnd {
                unitStart = position
                byte = Self.next(in: text, at: &unitEnd)
            }
            if !decodingEscapes { byte = Self.printable(UInt32(text[position])) }
            position = decodingEscapes ? unitEnd : position + 1
            guard let byte else { continue }
            guard alphabet[Int(byte)] else {
                count = 0
                continue
            }
            window = window << 8 | Window(byte)
            starts[count & 15] = Int64(unitStart)
            count += 1
            guard let length = match(window, count) else { continue }
            found.append(Int(starts[(count - length) & 15])..<unitEnd)
        }
        return Self.joined(found)
    }

    /// The ranges in order; those that overlap become one.
    private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var joined: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, last.upperBound >= range.lowerBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    /// The length of the token or run that ends here; nil if there is none.
    private func match(_ window: Window, _ count: Int) -> Int? {
        if count >= Self.length, hashes[Self.hash(window)], runs.contains(window) { return Self.length }
        return shortTokens.first { short in
            short.length <= count && window & ((1 << Window(8 * short.length)) - 1) == short.value
        }?.length
    }

    /// Decodes the next character and moves `position` behind it. Nil if the character is skipped.
    private static func next(in text: UnsafeBufferPointer<UInt8>, at position: inout Int) -> UInt8? {
        let byte = text[position]
        position += 1
        var value = UInt32(byte)
        if byte == UInt8(ascii: "\\"), position < text.count {
            value = escaped(text, at: &position)
        } else if byte == UInt8(ascii: "%"), let hex = number(text, at: position, digits: 2) {
            position += 2
            value = hex
        }
        return printable(value)
    }

    private static func printable(_ value: UInt32) -> UInt8? { (0x20..<0x7F).contains(value) ? UInt8(value) : nil }

    /// Decodes what follows a backslash in JSON.
    private static func escaped(_ text: UnsafeBufferPointer<UInt8>, at position: inout Int) -> UInt32 {
        let byte = text[position]
        if byte == UInt8(ascii: "u"), let hex = number(text, at: position + 1, digits: 4) {
            position += 5
            return hex
        }
        position += 1
        return "bfnrt".utf8.contains(byte) ? 0x0A : UInt32(byte)
    }

    private static func number(_ text: UnsafeBufferPointer<UInt8>, at position: Int, digits: Int) -> UInt32? {
        guard position + digits <= text.count else { return nil }
        var value: UInt32 = 0
        for byte in text[position..<position + digits] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
                value = value << 4 | UInt32((byte & 0x1F) + 9)
            default: return nil
            }
        }
        return value
    }
}
