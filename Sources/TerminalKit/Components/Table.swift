/// A column of a table with its widths, in cells, and its priority.
public struct TableColumn: Hashable, Sendable {
    /// The heading, in the header row.
    public var title: String
    /// The smallest width. A column that would be narrower is hidden, unless it has the lowest priority number.
    public var minimum: Int
    /// The preferred width.
    public var ideal: Int
    /// Columns with a higher number are hidden first. The column with the lowest number always stays.
    public var priority: Int
    /// The alignment of the heading and the cells.
    public var alignment: Alignment = .leading
    /// Whether the column takes a share of the width that remains when all columns have their preferred width.
    public var grows = false

    /// A column; widths are in cells.
    public init(title: String, minimum: Int, ideal: Int, priority: Int, alignment: Alignment = .leading, grows: Bool = false) {
        self.title = title
        self.minimum = minimum
        self.ideal = ideal
        self.priority = priority
        self.alignment = alignment
        self.grows = grows
    }
}

/// The column and direction of the sort marker.
public struct TableSort: Hashable, Sendable {
    /// The index in `Table.columns`.
    public var column: Int
    /// Whether the smallest value comes first.
    public var isAscending: Bool

    /// A marker for a column.
    public init(column: Int, isAscending: Bool) {
        self.column = column
        self.isAscending = isAscending
    }
}

/// A header and rows in columns that fit the width. Only visible rows are requested.
public struct Table: Sendable {
    /// The position of a column relative to the table's left edge, in cells.
    public struct Place: Hashable, Sendable {
        /// The index in `Table.columns`.
        public let column: Int
        /// The first column of cells, from the left edge of the table.
        public let x: Int
        /// The width in cells.
        public let width: Int

        /// A position.
        public init(column: Int, x: Int, width: Int) {
            self.column = column
            self.x = x
            self.width = width
        }
    }

    /// The width of the margin at the left edge, which has the selection marker, in cells.
    public static let margin = 2
    /// The width of the empty margin at the right edge of a table of this width, in cells: a narrow table has none.
    static func trailing(width: Int) -> Int { width < 30 ? 0 : margin }
    private static let gap = 2

    /// All columns, from left to right.
    public var columns: [TableColumn]
    /// The marker in the header; nil shows none.
    public var sort: TableSort?
    /// The last column, as an index in `columns`, that the bar of the selected row covers. The bar begins at the left edge. A bar over the
    /// whole row would make a terminal receive the text of both rows again with each step of the selection.
    public var lastMarkedColumn: Int

    /// The positions of the columns that fit into `width` cells, from left to right.
    public func places(width: Int) -> [Place] {
        let room = width - Self.margin - Self.trailing(width: width)
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

    /// Draws the header and the visible rows of `list`, marks the rows as clickable, and sets the frame's cursor to the selected row.
    /// `row` returns the cells of a row, one for each element of `columns`; it is called for visible rows only.
    public func draw(
        into frame: inout Frame, area: Rect, list: ListState, glyphs: Glyphs, row: (Int) -> [Span]
    ) {
        drawCells(into: &frame, area: area, list: list, glyphs: glyphs) { row($0).map { [$0] } }
    }

    /// The sign of a marked row, beside the pointer.
    public static let mark = "*"

    /// Like `draw`, but a cell may have several spans in different styles, and rows can be marked.
    public func drawCells(
        into frame: inout Frame, area: Rect, list: ListState, glyphs: Glyphs, isMarked: (Int) -> Bool = { _ in false },
        row: (Int) -> [[Span]]
    ) {
        guard !area.isEmpty else { return }
        let places = places(width: area.width)
        drawHeader(into: &frame, area: area.row(0), places: places, glyphs: glyphs)
        let body = area.inset(top: 1)
        for (line, index) in list.window(height: body.height).enumerated() {
            let place = body.row(line)
            draw(row(index), into: &frame, area: place, places: places)
            frame.mark(place, .row(index))
            if isMarked(index) { frame.put(Self.mark, in: place.inset(left: 1), style: .accent.bold) }
            if index == list.selected {
                frame.put(String(glyphs.pointer), in: place)
                frame.restyle(bar(in: place, places), .selected)
                frame.cursor = place.origin
            }
        }
    }

    private func bar(in row: Rect, _ places: [Place]) -> Rect {
        let last = places.last { $0.column <= lastMarkedColumn } ?? places.first
        return row.intersection(Rect(x: row.minX, y: row.minY, width: last.map { $0.x + $0.width } ?? row.width, height: 1))
    }

    /// The number of rows that fit below the header in an area of `height` rows.
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
            frame.mark(area.intersection(cell), .heading(place.column))
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

    /// The width of each column, in cells. In the order of priority, columns first get their smallest width, then up to their preferred
    /// width. Growing columns share the rest.
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

    /// A table with these columns.
    public init(columns: [TableColumn], sort: TableSort? = nil, lastMarkedColumn: Int = 0) {
        self.columns = columns
        self.sort = sort
        self.lastMarkedColumn = lastMarkedColumn
    }
}
