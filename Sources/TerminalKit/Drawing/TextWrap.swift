import SafeText

/// One character of a text, in the form in which it is drawn.
public struct TextPiece: Hashable, Sendable {
    /// The sanitised text; empty for a line break.
    public let text: String
    /// The width in columns.
    public let columns: Int
    /// Whether the character is a line break.
    public let isBreak: Bool
    /// Whether the character is a space or a tab, after which a line may be broken.
    public let isSpace: Bool

    /// The width of a tab in columns, which is also its width in Markdown.
    public static let tabColumns = 4

    /// Sanitises the character. If nothing remains, the piece has width 0. A tab becomes spaces.
    public init(character: Character) {
        isBreak = character.isNewline
        let isTab = character == "\t"
        text = isBreak ? "" : isTab ? TextWidth.spaces(Self.tabColumns) : TerminalText.line(String(character))
        columns = TextWidth.columns(of: text)
        isSpace = isTab || text == " "
    }
}

/// Wraps text to a width in columns, between words if possible.
public enum TextWrap {
    /// Sanitises and wraps a text. Paragraphs are separated by `\n`; an empty paragraph is an empty line.
    public static func lines(of text: String, width: Int) -> [String] {
        let pieces = TerminalText.block(text).map(TextPiece.init(character:))
        return lines(of: pieces, width: width).map { range in
            let line = pieces[range].map(\.text).joined()
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The range of pieces of each line, without line breaks. A space at the end of a line may exceed the width. There is at least one
    /// line; after a line break at the end of the text there is an empty line.
    public static func lines(of pieces: [TextPiece], width: Int) -> [Range<Int>] {
        var wrapper = Wrapper(width: max(1, width))
        for (index, piece) in pieces.enumerated() { wrapper.take(piece, at: index) }
        return wrapper.lines + [wrapper.start..<pieces.count]
    }

    private struct Wrapper {
        let width: Int
        var lines: [Range<Int>] = []
        /// The index where the current line begins, and the width of the line so far.
        var start = 0
        private var used = 0
        /// The index where the last word begins, and the width of the line before it.
        private var wordStart = 0
        private var usedBeforeWord = 0

        init(width: Int) {
            self.width = width
        }

        mutating func take(_ piece: TextPiece, at index: Int) {
            if piece.isBreak {
                lines.append(start..<index)
                begin(index + 1)
                return
            }
            if used + piece.columns > width && !piece.isSpace && index > start { wrap(before: index) }
            used += piece.columns
            // A line may be broken after a space and after a wide character.
            if piece.isSpace || piece.columns == 2 { markWord(index + 1) }
        }

        private mutating func wrap(before index: Int) {
            if wordStart > start {
                lines.append(start..<wordStart)
                let carried = used - usedBeforeWord
                start = wordStart
                used = carried
            } else {
                lines.append(start..<index)
                start = index
                used = 0
            }
            wordStart = start
            usedBeforeWord = 0
        }

        private mutating func begin(_ index: Int) {
            start = index
            used = 0
            markWord(index)
        }

        private mutating func markWord(_ index: Int) {
            wordStart = index
            usedBeforeWord = used
        }
    }
}
