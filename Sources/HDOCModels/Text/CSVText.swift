/// Comma-separated values (RFC 4180), with CRLF at the end of each row.
///
/// A spreadsheet calculates a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break. Such a cell gets an apostrophe in front of
/// it, and so does one that begins with an apostrophe, so that reading takes exactly the added one away.
package enum CSVText {
    private static let guarded = Array("=+-@\t\r\n'".utf8)

    /// One row with its line end.
    package static func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    private static func cell(_ text: String) -> String {
        let safe = text.utf8.first.map(guarded.contains) == true ? "'" + text : text
        let needsQuotes = safe.utf8.contains { "\",\r\n".utf8.contains($0) }
        guard needsQuotes else { return safe }
        // By bytes: a quotation mark with a combining mark is another character than `"`.
        let doubled = safe.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
        return "\"" + String(decoding: doubled, as: UTF8.self) + "\""
    }
}
