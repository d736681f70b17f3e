/// The escape sequences that a terminal sends for keys, pastes and mouse reports.
public struct KeySequences: Sendable {
    enum Meaning: Hashable {
        case key(Key)
        case pasteBegin, pasteEnd
        /// The beginning of a mouse report: `ESC [ <`, or the older `ESC [ M`.
        case mouse, oldMouse
        /// The beginning of the answer about the colour of the background.
        case background
    }

    static let escape: UInt8 = 0x1B
    /// The bytes after ESC that begin a sequence of several bytes.
    static let introducers = Array("[O".utf8)
    static let systemCommand = UInt8(ascii: "]")
    static let pasteEnd = Array("\u{1B}[201~".utf8)

    private var meanings: [[UInt8]: Meaning] = [:]
    private var prefixes: Set<[UInt8]> = []

    /// The common sequences, which nearly all terminals send, and those of the terminal's description.
    /// - Parameter capability: returns the string of the terminal's description for a terminfo name such as `kcuu1`; nil if it has none.
    public init(capability: (String) -> String? = { _ in nil }) {
        for (sequence, key) in Self.common { add(sequence, .key(key)) }
        for (name, key) in Self.capabilities {
            if let sequence = capability(name) { add(sequence, .key(key)) }
        }
        for (sequence, meaning) in Self.marks { add(sequence, meaning) }
    }

    func meaning(of bytes: [UInt8]) -> Meaning? { meanings[bytes] }

    /// Whether a longer sequence begins with these bytes.
    func isPrefix(_ bytes: [UInt8]) -> Bool { prefixes.contains(bytes) }

    /// Adds a sequence that begins with ESC. Single bytes are ignored, because they are always text or control characters.
    private mutating func add(_ sequence: String, _ meaning: Meaning) {
        let bytes = Array(sequence.utf8)
        guard bytes.count > 1, bytes[0] == Self.escape else { return }
        meanings[bytes] = meaning
        for count in 1..<bytes.count { prefixes.insert(Array(bytes[..<count])) }
    }

    private static let marks: [(String, Meaning)] = [
        ("\u{1B}[200~", .pasteBegin), ("\u{1B}[201~", .pasteEnd), ("\u{1B}[<", .mouse), ("\u{1B}[M", .oldMouse),
        ("\u{1B}]11;", .background),
    ]

    private static let capabilities: [(String, Key)] =
        [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("kpp", .pageUp), ("knp", .pageDown),
            ("khome", .home), ("kend", .end), ("kent", .enter), ("kbs", .backspace), ("kdch1", .delete), ("kich1", .insert),
            ("kcbt", .backTab),
        ] + (1...63).map { ("kf\($0)", .function($0)) }

    /// The sequences of xterm, the Linux console and rxvt, in normal mode and in the mode "application cursor keys".
    private static let common: [(String, Key)] = {
        var result: [(String, Key)] = []
        let letters: [(Character, Key)] = [
            ("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end),
        ]
        for (letter, key) in letters { result += [("\u{1B}[\(letter)", key), ("\u{1B}O\(letter)", key)] }
        for (index, letter) in "PQRS".enumerated() { result.append(("\u{1B}O\(letter)", .function(index + 1))) }
        for (index, letter) in "ABCDE".enumerated() { result.append(("\u{1B}[[\(letter)", .function(index + 1))) }
        for (number, key) in numbered { result.append(("\u{1B}[\(number)~", key)) }
        return result + [("\u{1B}[Z", .backTab), ("\u{1B}OM", .enter)]
    }()

    /// The keys of the sequences `ESC [ number ~`.
    static let numbered: [Int: Key] = {
        var keys: [Int: Key] = [
            1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        ]
        for (index, number) in [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].enumerated() { keys[number] = .function(index + 1) }
        return keys
    }()
}
