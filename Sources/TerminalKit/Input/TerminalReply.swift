/// Whether texts on the terminal's background must be light or dark.
public enum Background: String, Sendable {
    /// A dark background.
    case dark
    /// A light background.
    case light
}

extension Background {
    /// The kind of a background colour, by its luminance: the colour is light if black text has more contrast on it than white text.
    init(_ colour: RGB) { self = colour.contrast(with: RGB(0, 0, 0)) > colour.contrast(with: RGB(255, 255, 255)) ? .light : .dark }

    /// What the variable `COLORFGBG` says, which some terminals set: the numbers of the colours of text and background, `15;0`. Nil if it
    /// says nothing.
    public init?(colorfgbg text: String?) {
        guard let number = text?.split(separator: ";").last.flatMap({ Int($0) }), (0...15).contains(number) else { return nil }
        self = number == 7 || number >= 9 ? .light : .dark
    }
}

/// What a terminal reports by itself or answers to a question of `TerminalModes`.
enum TerminalReply: Hashable {
    /// The colour of the background.
    case background(RGB)
    /// The user has switched the terminal to a dark or a light appearance.
    case scheme(Background)
    /// Whether the window has the focus now.
    case focus(Bool)
    /// Whether the terminal has this private mode.
    case mode(Int, isKnown: Bool)
    /// The terminal has the keyboard protocol.
    case keyboard
    /// The answer to the last question.
    case end
}

extension TerminalReply {
    /// Reads a control sequence, `ESC [ parameters final`. Nil if it is not a reply.
    init?(_ sequence: ControlSequence) {
        switch (sequence.prefix, sequence.intermediate, sequence.final) {
        case (nil, nil, "I") where sequence.parameters.isEmpty: self = .focus(true)
        case (nil, nil, "O") where sequence.parameters.isEmpty: self = .focus(false)
        case ("?", nil, "c"): self = .end
        case ("?", nil, "u"): self = .keyboard
        case ("?", "$", "y"):
            guard sequence.parameters.count == 2 else { return nil }
            // 0: unknown, 4: known, but never on.
            self = .mode(sequence.parameters[0], isKnown: (1...3).contains(sequence.parameters[1]))
        case ("?", nil, "n"):
            switch sequence.parameters {
            case [997, 1]: self = .scheme(.dark)
            case [997, 2]: self = .scheme(.light)
            default: return nil
            }
        default: return nil
        }
    }

    /// Reads the text of the answer to `ESC ] 11 ; ?`, such as `rgb:ffff/ffff/ffff`, without what ends it. Nil if it is none.
    init?(backgroundText text: String) {
        guard text.hasPrefix("rgb:") || text.hasPrefix("rgba:"), let colon = text.firstIndex(of: ":") else { return nil }
        let parts = text[text.index(after: colon)...].split(separator: "/", omittingEmptySubsequences: false)
        let values = parts.prefix(3).compactMap { part -> UInt8? in
            guard (1...4).contains(part.utf8.count), let value = Int(part, radix: 16), value >= 0 else { return nil }
            return UInt8(value * 255 / ((1 << (4 * part.utf8.count)) - 1))
        }
        guard values.count == 3, parts.count <= 4 else { return nil }
        self = .background(RGB(values[0], values[1], values[2]))
    }
}
