import SafeText

/// Renders a table: side by side in columns if there is room, otherwise as a list of cells.
struct MarkdownTable {
    private static let narrowest = 6
    /// The width between two columns of the table: a space, a rule, a space.
    private static let gap = 3

    let rows: [[[MarkdownDocument.Run]]]
    let room: Int
    let glyphs: Glyphs

    var lines: [RenderedLine] {
        let count = rows.map(\.count).max() ?? 0
        guard count > 0 else { return [] }
        let texts = rows.enumerated().map { index, row in row.map { StyledText($0, base: index == 0 ? .title : .normal) } }
        guard let widths = widths(of: texts, count: count) else { return list(texts) }
        return texts.enumerated().flatMap { index, row in
            self.row(row, widths) + (index == 0 ? [rule(widths)] : [])
        }
    }

    /// The widths of the columns. Each column is as wide as its text; if that is too wide together, the widest columns are narrowed
    /// first. Nil if the columns do not fit side by side.
    private func widths(of texts: [[StyledText]], count: Int) -> [Int]? {
        var widths = (0..<count).map { column in
            max(1, texts.map { column < $0.count ? $0[column].columns : 0 }.max() ?? 0)
        }
        let space = room - Self.gap * (count - 1)
        guard widths.reduce(0, { $0 + min($1, Self.narrowest) }) <= space else { return nil }
        var excess = widths.reduce(0, +) - space
        while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) {
            let others = widths.indices.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
            let cut = min(excess, max(1, widths[widest] - max(others, Self.narrowest)))
            widths[widest] -= cut
            excess -= cut
        }
        return widths
    }

    private func row(_ cells: [StyledText], _ widths: [Int]) -> [RenderedLine] {
        let wrapped = widths.indices.map { $0 < cells.count ? cells[$0].wrapped(width: widths[$0]) : [] }
        return (0..<max(1, wrapped.map(\.count).max() ?? 1)).map { number in
            var line = RenderedLine()
            for (column, lines) in wrapped.enumerated() {
                if column > 0 { line.add(" \(glyphs.verticalRule) ", .dim) }
                let part = number < lines.count ? lines[number] : RenderedLine()
                line.add(part)
                line.add(TextWidth.spaces(widths[column] - part.columns))
            }
            return line
        }
    }

    private func rule(_ widths: [Int]) -> RenderedLine {
        var line = RenderedLine()
        let columns = widths.reduce(0, +) + Self.gap * (widths.count - 1)
        line.add(String(repeating: glyphs.horizontalRule, count: columns), .dim)
        return line
    }

    /// The table as a list: each cell is on separate lines, below the header of its column.
    private func list(_ texts: [[StyledText]]) -> [RenderedLine] {
        let headers = texts.first?.map { $0.wrapped(width: room) } ?? []
        let indent = room >= 8 ? 2 : 0
        return texts.dropFirst().enumerated().flatMap { index, row in
            (index == 0 ? [] : [RenderedLine()])
                + row.enumerated().flatMap { column, cell in
                    (column < headers.count ? headers[column] : [])
                        + cell.wrapped(width: room - indent).map { line in
                            var indented = RenderedLine()
                            indented.add(TextWidth.spaces(indent))
                            indented.add(line)
                            return indented
                        }
                }
        }
    }

    init(rows: [[[MarkdownDocument.Run]]], room: Int, glyphs: Glyphs) {
        self.rows = rows
        self.room = room
        self.glyphs = glyphs
    }
}
