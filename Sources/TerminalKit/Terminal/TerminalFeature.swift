/// What a terminal may have beyond its description. hdoc asks for it without waiting; a terminal that does not answer is used as before.
/// The raw value is the name in the configuration.
public enum TerminalFeature: String, Sendable, CaseIterable {
    /// The terminal shows a frame when all of it has arrived, so that no half-drawn frame is seen.
    case synchronized
    /// Web addresses can be opened in the terminal itself (OSC 8).
    case links
    /// The terminal reports when its window gets and loses the focus.
    case focus
    /// Keys have unambiguous codes, so that Esc acts at once (the keyboard protocol of kitty).
    case keyboard
    /// The theme follows the background of the terminal.
    case background
    /// The terminal reports clicks and the wheel. Without it, the mouse selects text.
    case mouse
}

/// The sequences of the features in `allowed`, for a terminal of a type.
struct TerminalModes {
    /// Types that are not asked anything: terminals of hardware and of kernels, which may print what they do not understand.
    private static let plainTypes = ["linux", "ansi", "dumb", "cons25", "sun", "eterm"]
    /// The same for types whose name continues with a number: `vt100`, `wy50`. Not `vte`, which is a family of programs.
    private static let numberedTypes = ["vt", "wy"]
    /// The mode in which a frame is shown when it is complete.
    static let synchronizedMode = 2026

    let allowed: Set<TerminalFeature>
    private let mayAsk: Bool

    init(type: String, allowed: Set<TerminalFeature>) {
        self.allowed = allowed
        let isNumbered = Self.numberedTypes.contains { type.hasPrefix($0) && type.dropFirst($0.count).first?.isNumber == true }
        mayAsk = !isNumbered && !Self.plainTypes.contains { type.hasPrefix($0) }
    }

    /// Switches on what every terminal either has or ignores: bracketed paste, the mouse in the form without a limit on columns, reports of
    /// the focus and of a new background.
    var on: String { modes.map { "\u{1B}[?\($0)h" }.joined() + keyboardOn }
    /// Switches the same off, in the opposite order.
    var off: String { keyboardOff + modes.reversed().map { "\u{1B}[?\($0)l" }.joined() }
    /// Whether the terminal has offered the keyboard protocol.
    var hasKeyboard = false

    /// What `on` has only since the terminal has offered the keyboard protocol.
    var keyboardOn: String { hasKeyboard ? "\u{1B}[>1u" : "" }
    private var keyboardOff: String { hasKeyboard ? "\u{1B}[<u" : "" }

    private var modes: [Int] {
        [2004] + (allowed.contains(.mouse) ? [1000, 1006] : []) + (mayAsk && allowed.contains(.focus) ? [1004] : [])
            + (mayAsk && allowed.contains(.background) ? [2031] : [])
    }

    /// The questions, and at the end one that every terminal answers. Its answer shows that no other one will come. Nil if there is nothing
    /// to ask.
    var questions: String? {
        guard mayAsk else { return nil }
        let asked = [
            allowed.contains(.background) ? "\u{1B}]11;?\u{1B}\\" : nil,
            allowed.contains(.synchronized) ? "\u{1B}[?\(Self.synchronizedMode)$p" : nil, allowed.contains(.keyboard) ? "\u{1B}[?u" : nil,
        ].compactMap { $0 }
        return asked.isEmpty ? nil : asked.joined() + "\u{1B}[c"
    }
}
