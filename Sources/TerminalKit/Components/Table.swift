/// A column of a table: how wide it may be, and how much it matters.
public struct TableColumn: Hashable, Sendable {
    public var title: String
    /// Narrower than this it is left out.
    public var minimum: Int
    /// Wider than this it does not get while others want room.
    public var ideal: Int
    /// Columns of a lower number stay longer when the room gets short; the lowest always stays.
    public var priority: Int
    public var alignment: Alignment = .leading
    /// Takes a share of the room that is left once every column is as wide as it should be.
    public var grows = false

    public init(title: String, minimum: Int, ideal: Int, priority: Int, alignment: Alignment = .leading, grows: Bool = false) {
        self.title = title
        self.minimum = minimum
        self.ideal = ideal
        self.priority = priority
        self.alignment = alignment
        self.grows = grows
    }
}

/// Which column the rows are sorted by.
public struct TableSort: Hashable, Sendable {
    public var column: Int
    public var isAscending: Bool

    public init(column: Int, isAscending: Bool) {
        self.column = column
        self.isAscending = isAscending
    }
}

/// A header and rows in columns that are chosen by the room there is. Only rows that are seen are asked for.
public struct Table: Sendable {
    /// Where a column stands, relative to the table's left edge.
    public struct Place: Hashable, Sendable {
        public let column: Int
        public let x: Int
        public let width: Int

        public init(column: Int, x: Int, width: Int) {
            self.column = column
            self.x = x
            self.width = width
        }
    }

    /// Columns before the first one, for the sign of the selected row.
    public static let margin = 2
    private static let gap = 2

    public var columns: [TableColumn]
    public var sort: TableSort?

    /// Which columns fit, from left to right.
    public func places(width: Int) -> [Place] {
        let room = width - Self.margin
        guard room > 0 else { return [] }
        let chosen = chooseColumns(room)
        let widths = share(room, among: chosen)
        var x = Self.margin
        return chosen.sorted().map { column in
            let width = widths[column] ?? 0
            defer { x += width + Self.gap }
            return Place(column: column, x: x, width: width)
        }
    }

    /// Draws the header and the rows that `list` shows, and sets the cursor on the selected one. `row` gives the cells of one row, one
    /// for each column, and is called for visible rows only.
    public func draw(
        into frame: inout Frame, area: Rect, list: ListState, glyphs: Glyphs, row: (Int) -> [Span]
    ) {
        drawCells(into: &frame, area: area, list: list, glyphs: glyphs) { row($0).map { [$0] } }
    }

    /// The same with cells of several pieces.
    public func drawCells(
        into frame: inout Frame, area: Rect, list: ListState, glyphs: Glyphs, row: (Int) -> [[Span]]
    ) {
        guard !area.isEmpty else { return }
        let places = places(width: area.width)
        drawHeader(into: &frame, area: area.row(0), places: places, glyphs: glyphs)
        let body = area.inset(top: 1)
        for (line, index) in list.window(height: body.height).enumerated() {
            let place = body.row(line)
            draw(row(index), into: &frame, area: place, places: places)
            frame.mark(place, .row(index))
            if index == list.selected {
                frame.put(String(glyphs.pointer), in: place)
                frame.restyle(place, .selected)
                frame.cursor = place.origin
            }
        }
    }

    /// Rows of the screen that the list has in an area of this height.
    public static func listHeight(in height: Int) -> Int { max(0, height - 1) }

    private func drawHeader(into frame: inout Frame, area: Rect, places: [Place], glyphs: Glyphs) {
        for place in places {
            let column = columns[place.column]
            var title = column.title
            if let sort, sort.column == place.column {
                title += " \(sort.isAscending ? glyphs.sortedAscending : glyphs.sortedDescending)"
            }
            let cell = Rect(x: area.minX + place.x, y: area.minY, width: place.width, height: area.height)
            frame.put(title, in: area.intersection(cell), style: .header, alignment: column.alignment)
        }
    }

    private func draw(_ cells: [[Span]], into frame: inout Frame, area: Rect, places: [Place]) {
        for place in places where place.column < cells.count {
            let cell = cells[place.column]
            let room = area.intersection(Rect(x: area.minX + place.x, y: area.minY, width: place.width, height: 1))
            if let only = cell.first, cell.count == 1 {
                frame.put(only.text, in: room, style: only.style, alignment: columns[place.column].alignment)
            } else {
                frame.put(cell, in: room)
            }
        }
    }

    private func byPriority(_ columns: some Sequence<Int>) -> [Int] {
        columns.sorted { (self.columns[$0].priority, $0) < (self.columns[$1].priority, $1) }
    }

    private func chooseColumns(_ room: Int) -> [Int] {
        var chosen: [Int] = []
        var used = 0
        for column in byPriority(columns.indices) {
            let wanted = columns[column].minimum + (chosen.isEmpty ? 0 : Self.gap)
            if !chosen.isEmpty && used + wanted > room { continue }
            chosen.append(column)
            used += wanted
        }
        return chosen
    }

    /// Every column its minimum, then up to its ideal by priority.
    private func share(_ room: Int, among chosen: [Int]) -> [Int: Int] {
        var rest = room - Self.gap * max(0, chosen.count - 1)
        var widths: [Int: Int] = [:]
        for column in byPriority(chosen) {
            widths[column] = min(columns[column].minimum, max(0, rest))
            rest -= widths[column] ?? 0
        }
        for column in byPriority(chosen) where rest > 0 {
            let more = min(rest, max(0, columns[column].ideal - columns[column].minimum))
            widths[column, default: 0] += more
            rest -= more
        }
        let growing = byPriority(chosen).filter { columns[$0].grows }
        for (index, column) in growing.enumerated() where rest > 0 {
            let more = rest / (growing.count - index)
            widths[column, default: 0] += more
            rest -= more
        }
        return widths
    }

    public init(columns: [TableColumn], sort: TableSort? = nil) {
        self.columns = columns
        self.sort = sort
    }
}
