import CNCurses

/// Draws frames on the curses screen. It chooses the terminal's colours for the paints of the theme, and draws substitutes for
/// characters that this machine cannot show.
struct CursesPainter {
    private struct Colors: Hashable {
        let foreground: Int32
        let background: Int32
    }

    private struct CellLook {
        let attributes: UInt32
        let pair: Int32
    }

    /// Cells beside each other in one row that have one style and one scalar each: most of a frame. They are put together, because the
    /// work for each call and each look-up of a style is more than that for a character.
    private struct Run {
        var scalars: [UInt32] = []
        var column = 0
        var style = Style.normal
    }

    private let theme: Theme
    /// The number of colours of the terminal; 0 if it has no colours.
    private let colors: Int
    private var pairs: [Colors: Int32] = [:]
    private var looks: [Style: CellLook] = [:]
    private var run = Run()
    /// The last frame that was drawn; nil if the next frame must be drawn completely.
    private(set) var shown: Frame?
    /// Whether links are drawn with their addresses.
    var usesLinks = false {
        didSet { if usesLinks != oldValue { forget() } }
    }

    /// `colors` is the result of `hdoc_colors`, or 0 for a screen without colours.
    init(theme: Theme, colors: Int) {
        self.theme = theme.reduced(to: colors)
        self.colors = colors
    }

    /// Makes the next frame be drawn completely.
    mutating func forget() { shown = nil }

    mutating func draw(_ frame: Frame) {
        let known = shown?.size == frame.size ? shown : nil
        let links = changedLinks(of: frame, since: known)
        for y in 0..<frame.size.height { draw(frame, row: y, since: known?.cells) }
        shown = frame
        let cursor = frame.cursor.flatMap { frame.bounds.contains($0) ? $0 : nil }
        // If the frame has no cursor, the terminal's cursor is put into the last row, where messages appear.
        let place = cursor ?? Point(x: 0, y: max(0, frame.size.height - 1))
        let last = TerminalLinks(colors: colors, theme: theme).sequence(links, of: frame)
        hdoc_show(Int32(place.y), Int32(place.x), cursor != nil, last, Int32(last.utf8.count))
    }

    /// The links of all rows whose text or links have changed. Where links were before, the row is sent completely: the terminal keeps the
    /// address of a cell until something is written there.
    private func changedLinks(of frame: Frame, since known: Frame?) -> [FrameLink] {
        guard usesLinks else { return [] }
        let links = Dictionary(grouping: TerminalLinks.safe(frame.links).filter { canDraw($0, frame) }, by: \.area.minY)
        let before = Dictionary(grouping: TerminalLinks.safe(known?.links ?? []), by: \.area.minY)
        let rows = Set(links.keys).union(before.keys).filter { known?.row($0) != frame.row($0) || links[$0] != before[$0] }
        for row in rows where before[row] != nil { hdoc_redraw_row(Int32(row)) }
        return rows.sorted().flatMap { links[$0] ?? [] }
    }

    /// Whether the C library of this machine gives every character of a link the width that the frame gives it.
    private func canDraw(_ link: FrameLink, _ frame: Frame) -> Bool {
        frame.row(link.area.minY).dropFirst(link.area.minX).prefix(link.area.width).allSatisfy { cell in
            guard let base = cell.text.unicodeScalars.first else { return true }
            return hdoc_has_columns(base.value, Int32(cell.columns))
        }
    }

    /// Draws a row from its first changed cell to its last.
    private mutating func draw(_ frame: Frame, row: Int, since known: [Cell]?) {
        let width = frame.size.width
        let places = row * width..<(row + 1) * width
        var changed = places
        if let known {
            guard let first = places.first(where: { known[$0] != frame.cells[$0] }) else { return }
            changed = first..<(places.last { known[$0] != frame.cells[$0] } ?? first) + 1
        }
        for place in changed { draw(frame.cells[place], row: row, column: place - places.lowerBound) }
        flush(row)
    }

    private mutating func draw(_ cell: Cell, row: Int, column: Int) {
        guard cell.columns > 0 else { return }
        if cell.columns == 1, let scalar = Self.onlyScalar(of: cell.text), scalar < 0x7F || hdoc_has_columns(scalar, 1) {
            if run.scalars.isEmpty || run.style != cell.style || run.column + run.scalars.count != column {
                flush(row)
                (run.column, run.style) = (column, cell.style)
            }
            run.scalars.append(scalar)
        } else {
            flush(row)
            drawAlone(cell, row: row, column: column)
        }
    }

    /// The scalar of a text that has exactly one; nil for others.
    private static func onlyScalar(of text: String) -> UInt32? {
        var scalars = text.unicodeScalars.makeIterator()
        let first = scalars.next()
        return scalars.next() == nil ? first?.value : nil
    }

    private mutating func flush(_ row: Int) {
        guard !run.scalars.isEmpty else { return }
        let look = look(of: run.style)
        hdoc_put_run(Int32(row), Int32(run.column), run.scalars, Int32(run.scalars.count), look.attributes, look.pair)
        run.scalars.removeAll(keepingCapacity: true)
    }

    private mutating func drawAlone(_ cell: Cell, row: Int, column: Int) {
        let look = look(of: cell.style)
        let scalars = cell.text.unicodeScalars.map(\.value)
        guard let base = scalars.first else { return }
        if hdoc_has_columns(base, Int32(cell.columns)) {
            put([base] + scalars.dropFirst().filter { hdoc_has_columns($0, 0) }, row, column, look)
            return
        }
        // The C library of this machine gives the character another width, which would shift the rest of the row.
        let substitute = cell.text.first.map(Glyphs.asciiSubstitute) ?? "?"
        put(substitute.unicodeScalars.map(\.value), row, column, look)
        for offset in 1..<max(1, cell.columns) { put([0x20], row, column + offset, look) }
    }

    private func put(_ scalars: [UInt32], _ row: Int, _ column: Int, _ look: CellLook) {
        hdoc_put(Int32(row), Int32(column), scalars, Int32(scalars.count), look.attributes, look.pair)
    }

    private mutating func look(of style: Style) -> CellLook {
        if let known = looks[style] { return known }
        let paint = theme.paint(style)
        var attributes = paint.attributes
        // A terminal with eight colours has no bright ones, but shows bold text in a bright colour.
        if colors == 8, let basic = paint.foreground?.basic, basic >= 8 { attributes.insert(.bold) }
        let pair = pair(Colors(foreground: code(paint.foreground), background: code(paint.background)))
        let look = CellLook(attributes: UInt32(attributes.rawValue), pair: pair)
        looks[style] = look
        return look
    }

    /// The number of a colour on this terminal; -1 for the terminal's default colour.
    private func code(_ color: ThemeColor?) -> Int32 {
        guard let color, colors >= 8 else { return -1 }
        // A terminal with 88 colours has another palette, of which only the basic colours are known.
        if colors > 256 { return Int32(color.direct) }
        if colors == 256 { return Int32(color.extended) }
        if color.basic < 0 { return -1 }
        return Int32(colors >= 16 ? color.basic : color.basic % 8)
    }

    private mutating func pair(_ wanted: Colors) -> Int32 {
        if wanted == Colors(foreground: -1, background: -1) { return 0 }
        if let known = pairs[wanted] { return known }
        let next = Int32(pairs.count + 1)
        guard hdoc_set_pair(next, wanted.foreground, wanted.background) else { return 0 }
        pairs[wanted] = next
        return next
    }
}
