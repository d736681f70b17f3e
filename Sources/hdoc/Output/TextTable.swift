import Foundation
import HDOCModels
import HDOCTUI
import SafeText
import TerminalKit

/// Rows in aligned columns. On a terminal, flexible columns are narrowed until the rows fit its width. For programs, the rows are
/// tab-separated values, in which no text is cut.
struct TextTable {
    /// A cell with its text for people, and another one for programs if that is more exact, such as a time.
    struct Cell: ExpressibleByStringLiteral {
        var text: String
        var exact: String

        init(_ text: String, exact: String? = nil) { (self.text, self.exact) = (text, exact ?? text) }
        init(stringLiteral text: String) { self.init(text) }
    }

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
    /// The rows, each with one cell for each column.
    var cells: [[Cell]]

    init(_ columns: [Column], cells: [[Cell]]) { (self.columns, self.cells) = (columns, cells) }
    init(_ columns: [Column], rows: [[String]]) { self.init(columns, cells: rows.map { $0.map { Cell($0) } }) }

    /// The rows as tab-separated values without a header. Tabs and line breaks in a text become spaces.
    var separatedLines: [String] {
        cells.map(Self.separated)
    }

    static func separated(_ cells: [Cell]) -> String {
        cells.map { TerminalText.line($0.exact, limit: .max) }.joined(separator: "\t")
    }

    /// Each row as `name: value, name: value`, without empty values.
    var namedLines: [String] {
        cells.map { row in
            zip(columns, row).compactMap { column, cell in
                let text = TerminalText.line(cell.text, limit: 500)
                guard !text.isBlank, text != "-" else { return nil }
                return column.title.isEmpty ? text : "\(column.title.capitalized): \(SpokenTime.words(text))"
            }.joined(separator: ", ")
        }
    }

    private static let gap = 2
    private static let narrowest = 8

    func lines(width: Int?) -> [String] {
        // Only sanitised text has a known width.
        let rows = cells.map { $0.map { TerminalText.line($0.text, limit: 500) } }
        let widths = fitted(rows, to: width)
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

    private func fitted(_ rows: [[String]], to width: Int?) -> [Int] {
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
