/// Converts the bytes that a terminal sends to keys, pastes and mouse events. The bytes may arrive in pieces of any size. Unknown
/// escape sequences are dropped completely, so that none of their bytes are read as letters.
struct KeyDecoder {
    /// The largest paste that is delivered as one key, in bytes. A larger paste is delivered in several.
    static let pasteLimit = 1 << 20
    /// If no byte follows an ESC for this time, it is the Esc key and not the beginning of an escape sequence.
    static let escapeDelay = Duration.milliseconds(25)
    /// A line feed within this time after a carriage return belongs to the same line break.
    static let lineBreakDelay = Duration.milliseconds(200)
    /// The longest wait for the rest of an incomplete sequence, character or paste.
    static let patience = Duration.seconds(1)
    /// The longest wait after a `[` or `O` that follows the Esc key. It may begin the rest of an escape sequence, or be typed.
    static let lateDelay = Duration.milliseconds(250)
    private static let longestSequence = 64

    private let sequences: KeySequences
    private var text = UTF8InputDecoder()
    /// The bytes of an escape sequence that is not complete yet.
    private var pending: [UInt8] = []
    private var paste: PasteDecoder?
    private var mouse: MouseReport?
    private var isAfterReturn = false
    /// Whether the last event was an ESC reported as the Esc key. On a slow connection, the rest of an escape sequence may still follow.
    private var hasReportedEscape = false
    /// Whether the ESC of the incomplete sequence was already reported as the Esc key.
    private var isPendingLate = false
    private var events: [TerminalEvent] = []
    /// The text of an answer about the background so far; nil outside of one.
    private var answer: [UInt8]?
    private var replies: [TerminalReply] = []

    init(sequences: KeySequences = KeySequences()) {
        self.sequences = sequences
    }

    /// Whether a paste has begun and its end mark has not arrived yet.
    var isPasting: Bool { paste != nil }

    /// If no byte arrives for this time, the caller must call `rest`. Nil if nothing is incomplete.
    var silence: Duration? {
        if let paste { return !paste.isLate || paste.endsWithEscape ? Self.patience : nil }
        if pending == [KeySequences.escape] { return Self.escapeDelay }
        if isPendingLate && pending.count == 2 { return Self.lateDelay }
        if !pending.isEmpty || mouse != nil || answer != nil || text.isIncomplete || hasReportedEscape { return Self.patience }
        return isAfterReturn ? Self.lineBreakDelay : nil
    }

    /// Processes the bytes of one read and returns the events that are complete.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [TerminalEvent] {
        for byte in bytes {
            if paste != nil { takePasted(byte) } else { takeTyped(byte) }
        }
        if let paste, paste.isLate || paste.isLarge { report(self.paste?.takeText() ?? []) }
        return takeEvents()
    }

    /// Processes incomplete input as it is, because no byte has arrived for the time `silence`.
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
        hasReportedEscape = false
        (mouse, answer) = (nil, nil)
        let unfinished = pending
        pending = []
        if isPendingLate {
            typeLate(unfinished)
        } else if unfinished == [KeySequences.escape] {
            reportEscape()
        } else if unfinished.count == 2, [UInt8(ascii: "O"), KeySequences.systemCommand].contains(unfinished[1]) {
            report([.escape, .char(Character(UnicodeScalar(unfinished[1])))])
        }
        finishText()
        return takeEvents()
    }

    /// The replies of the terminal since the last call.
    mutating func takeReplies() -> [TerminalReply] {
        defer { replies = [] }
        return replies
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
}

// MARK: Pastes

extension KeyDecoder {
    private mutating func takePasted(_ byte: UInt8) {
        // If the terminal never sends the end mark, Ctrl-C ends the paste.
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
        if answer != nil { return takeAnswer(byte) }
        if !pending.isEmpty { return takeSequence(byte) }
        if hasReportedEscape {
            hasReportedEscape = false
            if KeySequences.introducers.contains(byte) {
                (pending, isPendingLate) = ([KeySequences.escape, byte], true)
                return
            }
        }
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
        if !isSecondOfTwo, let key = Key(typed: scalar) { report([key]) }
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

    /// Processes a byte after ESC.
    private mutating func takeSequence(_ byte: UInt8) {
        let before = pending
        pending.append(byte)
        if let meaning = sequences.meaning(of: pending) {
            (pending, isPendingLate) = ([], false)
            return act(on: meaning)
        }
        if sequences.isPrefix(pending) || isContinued(byte, after: before) { return }
        let unknown = pending
        pending = []
        if takeControlSequence(unknown) {
            isPendingLate = false
            return
        }
        if isPendingLate { return typeLate(unknown) }
        if unknown[1] == KeySequences.systemCommand {
            report([.escape])
            return unknown.dropFirst().forEach { takeTyped($0) }
        }
        // ESC and a byte that does not begin a sequence are two keys. A key with Alt sends the same bytes.
        if before.count == 1 { report([.escape]) }
        // A final byte belongs to the sequence and is dropped with it. A control character or a byte of a UTF-8 character does not belong
        // to it and is processed as typed.
        if before.count == 1 || !(0x20...0x7E).contains(byte) { takeTyped(byte) }
    }

    /// Processes a key with modifiers or a reply. False if the bytes are neither.
    private mutating func takeControlSequence(_ bytes: [UInt8]) -> Bool {
        guard let sequence = ControlSequence(bytes) else { return false }
        if let reply = TerminalReply(sequence) {
            replies.append(reply)
            return true
        }
        guard let keys = KeyCodes.keys(sequence) else { return false }
        report(keys)
        return true
    }

    /// Processes a byte of the answer about the background. BEL ends it, or ESC and a backslash.
    private mutating func takeAnswer(_ byte: UInt8) {
        var text = answer ?? []
        text.append(byte)
        answer = text
        let isEnd = byte == 0x07 || text.suffix(2) == [KeySequences.escape, UInt8(ascii: "\\")]
        guard isEnd || text.count > Self.longestSequence else { return }
        answer = nil
        let value = text.prefix { (0x20...0x7E).contains($0) }
        if isEnd, let reply = TerminalReply(backgroundText: String(decoding: value, as: UTF8.self)) { replies.append(reply) }
    }

    /// Processes bytes as typed that were taken for the rest of a sequence whose ESC was already reported.
    private mutating func typeLate(_ bytes: [UInt8]) {
        isPendingLate = false
        for byte in bytes.dropFirst() { takeTyped(byte) }
    }

    /// Whether an unknown sequence continues with this byte. Sequences after `ESC [` and `ESC O` continue until their final byte.
    private func isContinued(_ byte: UInt8, after before: [UInt8]) -> Bool {
        if before.count == 1 { return KeySequences.introducers.contains(byte) }
        return (0x20...0x3F).contains(byte) && before.count < Self.longestSequence
    }

    private mutating func act(on meaning: KeySequences.Meaning) {
        switch meaning {
        case .key(let key): report([key])
        case .pasteBegin: paste = PasteDecoder()
        case .pasteEnd: break
        case .mouse: mouse = MouseReport(isOld: false)
        case .oldMouse: mouse = MouseReport(isOld: true)
        case .background: answer = []
        }
    }
}
