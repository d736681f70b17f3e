/// A text field of several lines that wraps its text, for example for the body of an entry.
public struct TextArea: Hashable, Sendable {
    private var buffer: EditBuffer
    /// The first visible display line.
    private var offset = 0

    /// A field that holds `text`, with the cursor at its beginning. It takes at most `limit` characters.
    public init(_ text: String = "", limit: Int = 100_000) {
        buffer = EditBuffer(Self.lines(text), limit: limit)
        buffer.move(to: 0)
    }

    /// The typed text; lines are separated by `\n`.
    public var text: String { buffer.text }
    /// The index of the character after the cursor.
    public var cursor: Int { buffer.cursor }

    /// Handles a key. Tab is ignored, so that it can move to the next field.
    /// - Parameters:
    ///   - key: the key, or a paste.
    ///   - size: the area on the screen, in cells. Lines wrap at its width, and pages have its height.
    public mutating func handle(_ key: Key, size: Size) -> EditResult {
        defer { offset = settledOffset(Layout(buffer, width: size.width), height: size.height) }
        switch key {
        case .enter: return insert("\n")
        case .paste(let text): return insert(text)
        case .tab: return .ignored
        case .up: return moveLines(-1, size)
        case .down: return moveLines(1, size)
        case .pageUp: return moveLines(1 - max(2, size.height), size)
        case .pageDown: return moveLines(max(2, size.height) - 1, size)
        default: return buffer.handle(key)
        }
    }

    /// Draws the visible lines and puts the frame's cursor where the next character appears.
    public func draw(into frame: inout Frame, area: Rect, style: Style = .normal) {
        guard !area.isEmpty else { return }
        let layout = Layout(buffer, width: area.width)
        let first = settledOffset(layout, height: area.height)
        for (row, line) in layout.lines.dropFirst(first).prefix(area.height).enumerated() {
            let text = layout.pieces[line].map(\.text).joined()
            frame.put(text, at: Point(x: area.minX, y: area.minY + row), style: style, clip: area)
        }
        let place = layout.place(of: buffer.cursor)
        frame.cursor = Point(x: area.minX + min(place.x, area.width - 1), y: area.minY + place.y - first)
    }

    @discardableResult
    private mutating func insert(_ text: String) -> EditResult {
        buffer.insert(Self.lines(text)) ? .changed : .moved
    }

    private static func lines(_ text: String) -> String { String(text.map { $0.isNewline ? "\n" : $0 }) }

    private mutating func moveLines(_ count: Int, _ size: Size) -> EditResult {
        let layout = Layout(buffer, width: size.width)
        let place = layout.place(of: buffer.cursor)
        buffer.move(to: layout.index(at: Point(x: place.x, y: place.y + count)))
        return .moved
    }

    private func settledOffset(_ layout: Layout, height: Int) -> Int {
        let row = layout.place(of: buffer.cursor).y
        let seen = max(row - max(1, height) + 1, min(offset, row))
        return max(0, min(seen, layout.lines.count - 1))
    }

    /// The text divided into display lines.
    private struct Layout {
        let pieces: [TextPiece]
        let lines: [Range<Int>]

        init(_ buffer: EditBuffer, width: Int) {
            pieces = buffer.pieces
            lines = TextWrap.lines(of: pieces, width: width)
        }

        func place(of index: Int) -> Point {
            let row = lines.lastIndex { $0.lowerBound <= index } ?? 0
            let before = pieces[lines[row].lowerBound..<max(index, lines[row].lowerBound)]
            return Point(x: before.reduce(0) { $0 + $1.columns }, y: row)
        }

        /// The index for the cursor nearest to a position: in the first or last line if the row does not exist, and at the end of the line
        /// if the line is shorter.
        func index(at point: Point) -> Int {
            let row = max(0, min(point.y, lines.count - 1))
            var x = 0
            for index in lines[row] {
                x += pieces[index].columns
                if x > point.x { return index }
            }
            // If the line is wrapped, the index after its last character belongs to the next line.
            let isWrapped = row + 1 < lines.count && lines[row + 1].lowerBound == lines[row].upperBound
            return isWrapped ? max(lines[row].lowerBound, lines[row].upperBound - 1) : lines[row].upperBound
        }
    }
}
