import CNCurses

/// Puts cells on the curses screen: colours for the theme's paints, and substitutes for what this machine cannot show.
struct CursesPainter {
    private struct Colors: Hashable {
        let foreground: Int32
        let background: Int32
    }

    private struct CellLook {
        let attributes: UInt32
        let pair: Int32
    }

    private let theme: Theme
    /// 0 for none.
    private let colors: Int
    private var pairs: [Colors: Int32] = [:]
    private var looks: [Style: CellLook] = [:]
    /// The frame on the screen.
    private(set) var shown: Frame?

    /// `colors` as `hdoc_colors` counts them.
    init(theme: Theme, colors: Int) {
        // Without colour, what colour said must be said otherwise.
        self.theme = colors == 0 ? .mono : theme
        self.colors = colors
    }

    /// The next frame is drawn whole.
    mutating func forget() { shown = nil }

    mutating func draw(_ frame: Frame) {
        let known = shown?.size == frame.size ? shown : nil
        for y in 0..<frame.size.height where known?.row(y) != frame.row(y) {
            for (x, cell) in frame.row(y).enumerated() where cell.columns > 0 {
                draw(cell, row: y, column: x)
            }
        }
        shown = frame
        let cursor = frame.cursor.flatMap { frame.bounds.contains($0) ? $0 : nil }
        // Without a place of its own it waits in the last row, where messages are.
        let place = cursor ?? Point(x: 0, y: max(0, frame.size.height - 1))
        hdoc_show(Int32(place.y), Int32(place.x), cursor != nil && frame.isCursorVisible)
    }

    private mutating func draw(_ cell: Cell, row: Int, column: Int) {
        let look = look(of: cell.style)
        let scalars = cell.text.unicodeScalars.map(\.value)
        guard let base = scalars.first else { return }
        if hdoc_has_columns(base, Int32(cell.columns)) {
            put([base] + scalars.dropFirst().filter { hdoc_has_columns($0, 0) }, row, column, look)
            return
        }
        // This machine's library would give the character other columns, and shift all that follows.
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
        // Eight colours have no bright ones: bold is how such terminals brighten.
        if colors == 8, let basic = paint.foreground?.basic, basic >= 8 { attributes.insert(.bold) }
        let pair = pair(Colors(foreground: code(paint.foreground), background: code(paint.background)))
        let look = CellLook(attributes: UInt32(attributes.rawValue), pair: pair)
        looks[style] = look
        return look
    }

    /// The number of a colour on this terminal; -1 for the terminal's own.
    private func code(_ color: ThemeColor?) -> Int32 {
        guard let color, colors >= 8 else { return -1 }
        // 88 colours have another palette; only the basic ones are sure there.
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
