/// Turns the bytes that a terminal sends into keys, pastes and mouse reports, wherever they are cut into pieces. Sequences that it does
/// not know become nothing, never stray letters.
struct KeyDecoder {
    /// More bytes than this are dropped from a paste.
    static let pasteLimit = 1 << 20
    /// An ESC is the key when nothing follows it for so long.
    static let escapeDelay = Duration.milliseconds(25)
    /// A line feed within this time after a carriage return belongs to it.
    static let lineBreakDelay = Duration.milliseconds(200)
    /// What is incomplete is not waited for any longer.
    static let patience = Duration.seconds(1)
    private static let longestSequence = 64

    private let sequences: KeySequences
    private var text = UTF8InputDecoder()
    /// The bytes of an escape sequence that is not complete yet.
    private var pending: [UInt8] = []
    private var paste: PasteDecoder?
    private var mouse: MouseReport?
    private var isAfterReturn = false
    /// An ESC was reported as the key, though a slow line may have cut it off its sequence.
    private var hasReportedEscape = false
    private var events: [TerminalEvent] = []

    init(sequences: KeySequences = KeySequences()) {
        self.sequences = sequences
    }

    /// A paste has begun and its end has not come yet.
    var isPasting: Bool { paste != nil }

    /// When no byte comes for so long, `rest` is to be called. Nil while nothing is incomplete.
    var silence: Duration? {
        if let paste { return !paste.isLate || paste.endsWithEscape ? Self.patience : nil }
        if pending == [KeySequences.escape] { return Self.escapeDelay }
        if !pending.isEmpty || mouse != nil || text.isIncomplete { return Self.patience }
        return isAfterReturn ? Self.lineBreakDelay : nil
    }

    /// The bytes of one read; the events that they complete.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [TerminalEvent] {
        var bytes = Array(bytes)[...]
        if hasReportedEscape && !bytes.isEmpty { bytes = bytes.dropFirst(lateMark(bytes)) }
        for byte in bytes {
            if paste != nil { takePasted(byte) } else { takeTyped(byte) }
        }
        if let late = paste?.isLate, late { report(paste?.takeText() ?? []) }
        return takeEvents()
    }

    /// Nothing came for as long as `silence` says: what is incomplete is taken as it is.
    mutating func rest() -> [TerminalEvent] {
        if let paste {
            if paste.isLate && paste.endsWithEscape {
                endPaste()
                reportEscape()
            } else {
                report(self.paste?.rest() ?? [])
            }
            return takeEvents()
        }
        isAfterReturn = false
        mouse = nil
        if pending == [KeySequences.escape] {
            reportEscape()
        } else if pending == [KeySequences.escape, UInt8(ascii: "O")] {
            report([.escape, .char("O")])
        }
        pending = []
        finishText()
        return takeEvents()
    }

    private mutating func takeEvents() -> [TerminalEvent] {
        defer { events = [] }
        return events
    }

    private mutating func report(_ keys: [Key]) { events += keys.map(TerminalEvent.key) }

    private mutating func reportEscape() {
        report([.escape])
        hasReportedEscape = true
    }

    /// The bytes that complete a paste's mark whose ESC was reported already. What is pasted must not act as keys.
    private mutating func lateMark(_ bytes: ArraySlice<UInt8>) -> Int {
        hasReportedEscape = false
        if bytes.starts(with: Array("[200~".utf8)) {
            paste = PasteDecoder()
            return 5
        }
        return bytes.starts(with: Array("[201~".utf8)) ? 5 : 0
    }
}

// MARK: Pastes

extension KeyDecoder {
    private mutating func takePasted(_ byte: UInt8) {
        // A terminal that never ends its paste leaves Ctrl-C as a way out.
        if byte == 0x03, paste?.isLate == true {
            endPaste()
            report([.ctrl("c")])
        } else if paste?.take(byte) == true {
            endPaste()
        }
    }

    private mutating func endPaste() {
        report(paste?.end() ?? [])
        paste = nil
    }
}

// MARK: Keys

extension KeyDecoder {
    private mutating func takeTyped(_ byte: UInt8) {
        if mouse != nil { return takeReport(byte) }
        if !pending.isEmpty { return takeSequence(byte) }
        guard byte == KeySequences.escape else { return takeText(byte) }
        finishText()
        isAfterReturn = false
        pending = [byte]
    }

    private mutating func takeText(_ byte: UInt8) {
        for scalar in text.take(byte) { type(scalar) }
    }

    private mutating func finishText() {
        if let last = text.finish() { type(last) }
    }

    private mutating func type(_ scalar: Unicode.Scalar) {
        let isSecondOfTwo = scalar == "\n" && isAfterReturn
        isAfterReturn = scalar == "\r"
        if !isSecondOfTwo, let key = Self.typed(scalar) { report([key]) }
    }

    private mutating func takeReport(_ byte: UInt8) {
        switch mouse?.take(UInt32(byte)) {
        case .done(let done):
            mouse = nil
            if let done { events.append(.mouse(done)) }
        case .broken: mouse = nil
        case .more, nil: break
        }
    }

    /// A byte after ESC.
    private mutating func takeSequence(_ byte: UInt8) {
        let before = pending
        pending.append(byte)
        if let meaning = sequences.meaning(of: pending) {
            pending = []
            return act(on: meaning)
        }
        if sequences.isPrefix(pending) || isContinued(byte, after: before) { return }
        pending = []
        // ESC and something that begins no sequence: two keys, or one with Alt.
        if before.count == 1 { report([.escape]) }
        // A final byte ends its sequence; a control or a part of a character does not belong to it.
        if before.count == 1 || !(0x20...0x7E).contains(byte) { takeTyped(byte) }
    }

    /// Whether an unknown sequence goes on with this byte: `ESC [` and `ESC O` do up to their final byte.
    private func isContinued(_ byte: UInt8, after before: [UInt8]) -> Bool {
        if before.count == 1 { return byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") }
        return (0x20...0x3F).contains(byte) && before.count < Self.longestSequence
    }

    private mutating func act(on meaning: KeySequences.Meaning) {
        switch meaning {
        case .key(let key): report([key])
        case .pasteBegin: paste = PasteDecoder()
        case .pasteEnd: break
        case .mouse: mouse = MouseReport(isOld: false)
        case .oldMouse: mouse = MouseReport(isOld: true)
        }
    }

    private static func typed(_ scalar: Unicode.Scalar) -> Key? {
        switch scalar.value {
        case 0x0A, 0x0D: return .enter
        case 0x09: return .tab
        case 0x08, 0x7F: return .backspace
        // Ctrl-/ on most keyboards, Ctrl-_ and Ctrl-7 on others.
        case 0x1F: return .ctrl("_")
        case 0x01...0x1A: return .ctrl(Character(Unicode.Scalar(UInt8(scalar.value + 0x60))))
        default: return scalar.properties.generalCategory == .control ? nil : .char(Character(scalar))
        }
    }
}
