/// A frame as text, with or without its styles. Tests compare this text with golden files.
extension Frame {
    /// The rows without trailing spaces, each followed by `\n`.
    public var text: String {
        lines.map { $0 + "\n" }.joined()
    }

    /// The rows without trailing spaces.
    public var lines: [String] {
        (0..<size.height).map { y in Self.trimmed(row(y).map(\.text).joined()) }
    }

    /// Like `text`, with styles and cursor: text in any style but `normal` is written as `«role text»`, or `«role+bold text»` with
    /// attributes. A last line gives the position of the cursor.
    public var annotatedText: String {
        let rows = (0..<size.height).map { y in Self.trimmed(Self.runs(row(y))) + "\n" }
        return rows.joined() + Self.describe(cursor) + "\n"
    }

    private static func runs(_ row: ArraySlice<Cell>) -> String {
        var result = ""
        var rest = row
        while let style = rest.first?.style {
            let run = rest.prefix { $0.style == style }
            rest = rest.dropFirst(run.count)
            let text = run.map(\.text).joined()
            result += style == .normal ? text : "«\(name(style)) \(text)»"
        }
        return result
    }

    private static func name(_ style: Style) -> String {
        let attributes: [(Attributes, String)] = [
            (.bold, "+bold"), (.dim, "+dim"), (.underline, "+underline"), (.reverse, "+reverse"),
        ]
        return attributes.reduce(style.role.rawValue) { style.attributes.contains($1.0) ? $0 + $1.1 : $0 }
    }

    private static func describe(_ cursor: Point?) -> String { cursor.map { "cursor \($0.x),\($0.y)" } ?? "no cursor" }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }
}
