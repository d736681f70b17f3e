import SafeText
import TerminalKit

/// Horizontal bars with labels and numbers, in one or two columns of bars. The length of a bar says everything; colour is not needed.
struct BarChart {
    struct Row {
        var label: String
        /// One number for each column of bars; not negative.
        var values: [Int]
    }

    var rows: [Row]
    /// The width of a bar of the largest number, in characters.
    var width = 20
    /// Whether the terminal's locale can show block characters.
    var isUnicode: Bool

    /// The lines of the chart. All bars have the same scale.
    var lines: [String] {
        let largest = max(1, rows.flatMap(\.values).max() ?? 1)
        let labels = rows.map { TerminalText.line($0.label, limit: 40) }
        let labelWidth = labels.map(TextWidth.columns).max() ?? 0
        let digits = rows.flatMap(\.values).map { String($0).utf8.count }.max() ?? 1
        return zip(rows, labels).map { row, label in
            let columns = row.values.map { value in
                TextWidth.padRight(bar(value, of: largest), to: width) + " " + TextWidth.padLeft(String(value), to: digits)
            }
            return "  " + TextWidth.padRight(label, to: labelWidth) + "  " + columns.joined(separator: "   ")
        }
    }

    /// A number above 0 has at least half a character.
    private func bar(_ value: Int, of largest: Int) -> String {
        let halves = value == 0 ? 0 : max(1, (value * width * 2 + largest / 2) / largest)
        if isUnicode { return String(repeating: "█", count: halves / 2) + (halves % 2 == 1 ? "▌" : "") }
        return String(repeating: "#", count: (halves + 1) / 2)
    }

    /// Whether the locale of the environment uses UTF-8.
    static func isUnicode(_ environment: [String: String]) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
        let codeset = locale.lowercased()
        return codeset.contains("utf-8") || codeset.contains("utf8")
    }
}
