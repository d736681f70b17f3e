import HDOCModels
import SafeText
import TerminalKit

/// Rows in aligned columns. On a terminal, flexible columns are narrowed until the rows fit its width. Otherwise no text is cut.
struct TextTable {
    struct Column {
        enum ColumnAlignment { case left, right }
        var title: String
        var alignment: ColumnAlignment
        /// Whether the column may be narrowed if the terminal is not wide enough.
        var isFlexible: Bool

        static func text(_ title: String) -> Column { Column(title: title, alignment: .left, isFlexible: true) }
        static func fixed(_ title: String) -> Column { Column(title: title, alignment: .left, isFlexible: false) }
        static func number(_ title: String) -> Column { Column(title: title, alignment: .right, isFlexible: false) }
    }

    var columns: [Column]
    /// The rows, each with one cell for each column. The cells are sanitised, because only sanitised text has a known width.
    var rows: [[String]]

    init(_ columns: [Column], rows: [[String]]) {
        self.columns = columns
        self.rows = rows.map { $0.map { TerminalText.line($0, limit: 500) } }
    }

    private static let gap = 2
    private static let narrowest = 8

    func lines(width: Int?) -> [String] {
        let widths = fitted(to: width)
        return ([columns.map(\.title)] + rows).map { row in
            var line = ""
            for (index, cell) in row.enumerated() {
                let padded =
                    columns[index].alignment == .right
                    ? TextWidth.padLeft(cell, to: widths[index]) : TextWidth.padRight(cell, to: widths[index])
                line += (index == 0 ? "" : TextWidth.spaces(Self.gap)) + padded
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    private func fitted(to width: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(TextWidth.columns(of: columns[index].title)) { max($0, TextWidth.columns(of: $1[index])) }
        }
        guard let width else { return widths }
        let flexible = columns.indices.filter { columns[$0].isFlexible }
        while widths.reduce(0, +) + Self.gap * (columns.count - 1) > width,
            let widest = flexible.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.narrowest
        {
            widths[widest] -= 1
        }
        return widths
    }
}
