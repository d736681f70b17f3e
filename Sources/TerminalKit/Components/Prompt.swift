/// A text field of one line, for example for a search, a handle or a title.
public struct Prompt: Hashable, Sendable {
    private var buffer: EditBuffer

    /// A field that holds `text`, with the cursor at its end. It takes at most `limit` characters.
    public init(_ text: String = "", limit: Int = 1000) {
        buffer = EditBuffer(Self.line(text), limit: limit)
    }

    /// The typed text.
    public var text: String { buffer.text }
    /// Whether nothing is typed.
    public var isEmpty: Bool { buffer.characters.isEmpty }
    /// The index of the character after the cursor.
    public var cursor: Int { buffer.cursor }

    /// Handles a key. Line breaks in a pasted text become spaces.
    public mutating func handle(_ key: Key) -> EditResult {
        if case .paste(let text) = key { return insert(text) }
        return buffer.handle(key)
    }

    /// Draws the label and the field. The text scrolls so that the cursor is visible.
    /// - Parameter wrong: the characters to point at, because they are a mistake.
    public func draw(into frame: inout Frame, area: Rect, label: String = "", style: Style = .normal, wrong: Range<Int>? = nil) {
        let used = frame.put(label, in: area, style: .dim)
        let field = area.inset(left: used)
        guard !field.isEmpty else { return }
        let pieces = buffer.pieces
        let start = firstVisible(pieces, width: field.width)
        let before = pieces[start..<buffer.cursor].map(\.text).joined()
        let after = TextWidth.prefix(of: pieces[buffer.cursor...].map(\.text).joined(), columns: field.width)
        let x = field.minX + frame.put(before, at: field.origin, style: style, clip: field)
        frame.put(after, at: Point(x: x, y: field.minY), style: style, clip: field)
        if let wrong = wrong?.clamped(to: start..<pieces.count), !wrong.isEmpty {
            func columns(_ range: Range<Int>) -> Int { pieces[range].reduce(0) { $0 + $1.columns } }
            let place = Rect(
                x: field.minX + columns(start..<wrong.lowerBound), y: field.minY, width: columns(wrong), height: 1)
            frame.restyle(field.intersection(place), .warning.underlined)
        }
        frame.cursor = Point(x: min(x, field.maxX - 1), y: field.minY)
    }

    /// Draws a search in its own row, or over the header of its table if the window is too low for a row of its own.
    public func draw(into frame: inout Frame, area: Rect, orOver table: Rect, label: String, wrong: Range<Int>? = nil) {
        guard area.isEmpty else { return draw(into: &frame, area: area, label: label, wrong: wrong) }
        frame.fill(table.row(0))
        draw(into: &frame, area: table.row(0), label: label, wrong: wrong)
    }

    @discardableResult
    private mutating func insert(_ text: String) -> EditResult {
        buffer.insert(Self.line(text)) ? .changed : .moved
    }

    private static func line(_ text: String) -> String { String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }) }

    /// The index of the first visible character: as far left as the width allows, with one column left for the cursor.
    private func firstVisible(_ pieces: [TextPiece], width: Int) -> Int {
        var start = buffer.cursor
        var used = 1
        while start > 0 && used + pieces[start - 1].columns <= width {
            start -= 1
            used += pieces[start].columns
        }
        return start
    }
}
