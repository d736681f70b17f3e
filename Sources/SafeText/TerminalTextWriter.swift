/// Collects the sanitised text scalar by scalar. The kind of the last scalar decides whether a mark or a joiner may follow.
struct TerminalTextWriter {
    private enum Last {
        /// The beginning of the text, a line break or a space. A mark after it is dropped.
        case blank
        case carriageReturn
        case base
        case emoji
        /// An emoji and a zero-width joiner. The next emoji is part of the same picture and is dropped.
        case joiner
    }

    private let keepsLines: Bool
    private let limit: Int
    private var output: [Unicode.Scalar] = []
    private var characters = 0
    private var marks = 0
    /// The index in `output` where the last character begins, so that an ellipsis can replace it.
    private var lastStart = 0
    private var last = Last.blank

    init(keepsLines: Bool, limit: Int) {
        self.keepsLines = keepsLines
        self.limit = limit
    }

    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: output)
        return String(view)
    }

    /// Adds a scalar. Returns false if the limit is reached; the text is then complete.
    mutating func write(_ scalar: Unicode.Scalar) -> Bool {
        switch TerminalScalar(scalar) {
        case .text(let shown): return append(shown, then: .base)
        case .space: return append(" ", then: .blank)
        case .emoji(let shown): return last == .joiner ? continueEmoji() : append(shown, then: .emoji)
        case .mark(let shown): return combine(shown)
        case .lineBreak(let isCarriageReturn): return breakLine(isCarriageReturn, isFeed: scalar == "\n")
        case .joiner:
            if last == .emoji { last = .joiner }
            return true
        case .invisible: return true
        }
    }

    /// Ends the text with an ellipsis. It replaces the last character if the limit is reached.
    mutating func truncate() {
        if characters == limit {
            output.removeSubrange(lastStart...)
        }
        output.append("…")
    }

    private mutating func append(_ scalar: Unicode.Scalar, then next: Last) -> Bool {
        guard characters < limit else {
            truncate()
            return false
        }
        lastStart = output.count
        output.append(scalar)
        characters += 1
        marks = 0
        last = next
        return true
    }

    private mutating func continueEmoji() -> Bool {
        last = .emoji
        return true
    }

    private mutating func combine(_ mark: Unicode.Scalar) -> Bool {
        switch last {
        case .blank, .carriageReturn: return true
        case .base, .emoji, .joiner:
            guard marks < TerminalText.maximumMarks, joinsLast(mark) else { return true }
            marks += 1
            output.append(mark)
            return true
        }
    }

    /// Whether the mark belongs to the last character by the rules of Unicode. A vowel of Hangul does so only after a consonant of Hangul.
    private func joinsLast(_ mark: Unicode.Scalar) -> Bool {
        guard let previous = output.last else { return false }
        var pair = String.UnicodeScalarView()
        pair.append(previous)
        pair.append(mark)
        return String(pair).count == 1
    }

    private mutating func breakLine(_ isCarriageReturn: Bool, isFeed: Bool) -> Bool {
        // CR LF is one break.
        if isFeed && last == .carriageReturn {
            last = .blank
            return true
        }
        return append(keepsLines ? "\n" : " ", then: isCarriageReturn ? .carriageReturn : .blank)
    }
}
