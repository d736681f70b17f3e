import SafeText

/// The horizontal alignment of a text in its area.
public enum Alignment: Hashable, Sendable {
    /// At the left edge.
    case leading
    /// In the middle.
    case center
    /// At the right edge.
    case trailing
}

/// The content of a screen as a value: `width` × `height` cells, blank at first.
///
/// Every text is sanitised by `TerminalText` when it is put into the frame. Every operation accepts any input: content
/// outside the frame is not drawn, half of a wide character becomes a space, and a frame may have one cell or none.
public struct Frame: Hashable, Sendable {
    /// The size in cells.
    public let size: Size
    /// The position of the terminal's cursor: the selected row, or the focused text field. Screen readers and magnifiers follow it, so it
    /// is visible. Nil hides it.
    public var cursor: Point?
    /// The cells row by row: `size.width` × `size.height` of them.
    public private(set) var cells: [Cell]
    /// The clickable areas in the order of drawing.
    public var targets: [Target] = []
    /// The texts that are links, each in one row.
    var links: [FrameLink] = []

    /// A blank frame.
    public init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.width * size.height)
    }

    /// The whole frame.
    public var bounds: Rect { Rect(size: size) }

    /// The cell at a point, or nil outside the frame.
    public subscript(_ point: Point) -> Cell? {
        bounds.contains(point) ? cells[point.y * size.width + point.x] : nil
    }

    /// The cells of one row from left to right; empty outside the frame.
    public func row(_ y: Int) -> ArraySlice<Cell> {
        guard 0 <= y && y < size.height else { return [] }
        return cells[y * size.width..<(y + 1) * size.width]
    }

    /// Puts one line of text with its left edge at `point`. With a `width`, a longer text is cut to that many columns with an ellipsis;
    /// without one, the text ends at the right edge of `clip` or of the frame, without an ellipsis. Cells outside `clip` are not
    /// drawn. Returns the width of the text in columns, including columns that are not drawn.
    @discardableResult
    public mutating func put(
        _ text: String, at point: Point, style: Style = .normal, width: Int? = nil, clip: Rect? = nil
    ) -> Int {
        let area = clip.map(bounds.intersection) ?? bounds
        let room = width ?? (area.maxX - point.x)
        guard room > 0 else { return 0 }
        // Every character takes at least one column, so one character more than the room is enough to see whether the text fits.
        let cleaned = TerminalText.line(text, limit: min(room, TerminalText.lineLimit) + 1)
        let shown = width == nil ? cleaned : TextWidth.truncate(cleaned, to: room)
        return write(shown, at: point, style: style, area: area)
    }

    /// Puts one line of text into row `row` of an area. A text that is too long is cut with an ellipsis. Returns its width in columns.
    @discardableResult
    public mutating func put(
        _ text: String, in area: Rect, row: Int = 0, style: Style = .normal, alignment: Alignment = .leading
    ) -> Int {
        guard 0 <= row && row < area.height else { return 0 }
        let cleaned = TextWidth.truncate(TerminalText.line(text, limit: area.width + 1), to: area.width)
        let x = area.minX + Self.indent(TextWidth.columns(of: cleaned), in: area.width, alignment)
        return write(cleaned, at: Point(x: x, y: area.minY + row), style: style, area: bounds.intersection(area))
    }

    /// Puts spans one after the other into row `row` of an area. The text is cut with an ellipsis at the area's right edge. Returns its
    /// width in columns.
    @discardableResult
    public mutating func put(_ spans: [Span], in area: Rect, row: Int = 0) -> Int {
        guard 0 <= row && row < area.height else { return 0 }
        var used = 0
        for span in spans where used < area.width {
            let start = Point(x: area.minX + used, y: area.minY + row)
            let columns = put(span.text, at: start, style: span.style, width: area.width - used, clip: area)
            if let url = span.link { link(Rect(x: start.x, y: start.y, width: columns, height: 1), to: url) }
            used += columns
        }
        return used
    }

    /// Fills an area with a character that is one column wide. Any other character is replaced by a space.
    public mutating func fill(_ area: Rect, with character: Character = " ", style: Style = .normal) {
        let cleaned = TerminalText.line(String(character))
        let text = TextWidth.columns(of: cleaned) == 1 ? cleaned : " "
        forEachPoint(of: area) { frame, point in
            frame.set(Cell(text: text, style: style, columns: 1), at: point)
        }
    }

    /// Changes the style of an area and keeps its text, for example for the selected row. Search matches stay marked.
    public mutating func restyle(_ area: Rect, _ style: Style) {
        forEachPoint(of: area) { frame, point in
            let index = point.y * frame.size.width + point.x
            frame.cells[index].style = frame.cells[index].style.role == .match ? style.underlined : style
        }
    }

    private mutating func forEachPoint(of area: Rect, _ body: (inout Frame, Point) -> Void) {
        let area = bounds.intersection(area)
        for y in area.minY..<area.maxY {
            for x in area.minX..<area.maxX { body(&self, Point(x: x, y: y)) }
        }
    }

    private static func indent(_ columns: Int, in width: Int, _ alignment: Alignment) -> Int {
        switch alignment {
        case .leading: 0
        case .center: max(0, width - columns) / 2
        case .trailing: max(0, width - columns)
        }
    }

    /// Writes sanitised text and returns its width in columns.
    private mutating func write(_ text: String, at point: Point, style: Style, area: Rect) -> Int {
        if let columns = writeASCII(text, at: point, style: style, area: area) { return columns }
        var x = point.x
        var previous: Point?
        for scalar in text.unicodeScalars {
            let columns = TextWidth.columns(of: scalar)
            if columns == 0 {
                if let previous { cells[previous.y * size.width + previous.x].text.unicodeScalars.append(scalar) }
                continue
            }
            let place = Point(x: x, y: point.y)
            previous = place
            if area.contains(place) && area.contains(Point(x: x + columns - 1, y: point.y)) {
                set(Cell(text: String(scalar), style: style, columns: columns), at: place)
                if columns == 2 { setRightHalf(style, at: Point(x: x + 1, y: point.y)) }
            } else {
                previous = nil
                for x in x..<x + columns where area.contains(Point(x: x, y: point.y)) {
                    set(.blank(style), at: Point(x: x, y: point.y))
                }
            }
            x += columns
        }
        return x - point.x
    }

    /// Writes a text of ASCII, which most texts are, without looking for wide characters and combining marks. Nil for other texts.
    private mutating func writeASCII(_ text: String, at point: Point, style: Style, area: Rect) -> Int? {
        var text = text
        return text.withUTF8 { bytes -> Int? in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
            let shown = max(point.x, area.minX)..<max(point.x, area.minX, min(point.x + bytes.count, area.maxX))
            guard let last = shown.last, (area.minY..<area.maxY).contains(point.y) else { return bytes.count }
            func cell(_ x: Int) -> Cell { Cell(text: Self.asciiTexts[Int(bytes[x - point.x])], style: style, columns: 1) }
            let row = point.y * size.width
            // Half of a wide character may remain at the ends only.
            set(cell(shown.lowerBound), at: Point(x: shown.lowerBound, y: point.y))
            set(cell(last), at: Point(x: last, y: point.y))
            for x in shown.dropLast().dropFirst() { cells[row + x] = cell(x) }
            return bytes.count
        }
    }

    private static let asciiTexts = (0..<0x80).map { String(Unicode.Scalar(UInt8($0))) }

    /// Sets a cell inside the frame. If the cell was one half of a wide character, the other half becomes a space.
    private mutating func set(_ cell: Cell, at point: Point) {
        let index = point.y * size.width + point.x
        let old = cells[index]
        cells[index] = cell
        if old.columns == 0 && point.x > 0 && cells[index - 1].columns == 2 {
            cells[index - 1] = .blank(cells[index - 1].style)
        }
        if old.columns == 2 && point.x + 1 < size.width {
            cells[index + 1] = .blank(cells[index + 1].style)
        }
    }

    private mutating func setRightHalf(_ style: Style, at point: Point) {
        // `set` cannot be used here: the cell to the left already has the new left half, and `set` would replace it by a space.
        let index = point.y * size.width + point.x
        if cells[index].columns == 2 && point.x + 1 < size.width {
            cells[index + 1] = .blank(cells[index + 1].style)
        }
        cells[index] = .rightHalf(style)
    }
}
