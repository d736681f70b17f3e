import HDOCModels

/// Splits lines into a title and a body.
///
/// Markdown heading marks and underlines are removed from the title. The part of a title that exceeds the length limit becomes
/// the beginning of the body.
struct TitleSplit: Equatable {
    private(set) var title = ""
    private(set) var body = ""

    /// - Parameter mayFollowBlanks: if true, the title is the first line that is not blank; if false, it is the first line.
    init(_ lines: some RandomAccessCollection<WrittenLine>, mayFollowBlanks: Bool) {
        let lines = Array(lines)
        let first = mayFollowBlanks ? lines.firstIndex { !Self.heading($0.text).isEmpty } : lines.indices.first
        guard let first else { return }
        guard !WrittenContent.isTemplateHeading(lines[first].text) else {
            body = lines[first...].body
            return
        }
        let line = Self.heading(lines[first].text)
        var rest = lines[(first + 1)...]
        if !line.isEmpty, let next = rest.first, Self.isUnderline(next.text) { rest = rest.dropFirst() }
        (title, body) = (line, rest.body)
        if line.count > EntryRules.longestTitle { cut(line) }
    }

    /// Removes Markdown heading marks: `## Queues` and `## Queues ##` become `Queues`. `#hashtag` and `C #` stay unchanged.
    static func heading(_ line: some StringProtocol) -> String {
        let text = Substring(line).trimmed
        let marks = text.unicodeScalars.prefix { $0 == "#" }
        guard (1...6).contains(marks.count) else { return String(text) }
        let rest = text[marks.endIndex...]
        guard rest.isEmpty || rest.first?.isWhitespace == true else { return String(text) }
        return String(withoutClosingMarks(rest.trimmed))
    }

    /// Removes the `#` characters at the end if a space comes before them.
    private static func withoutClosingMarks(_ text: Substring) -> Substring {
        let end = text.unicodeScalars.lastIndex { $0 != "#" }.map(text.unicodeScalars.index(after:)) ?? text.startIndex
        let kept = text[..<end]
        return end < text.endIndex && kept.last?.isWhitespace != false ? kept.trimmed : text
    }

    /// Whether this is the line of `=` or `-` characters below a heading. One character is enough; four spaces make it ordinary text.
    private static func isUnderline(_ line: Substring) -> Bool {
        let (marks, indent) = (line.trimmed.unicodeScalars, line.prefix { $0.isWhitespace })
        return !marks.isEmpty && indent.count <= 3 && (marks.allSatisfy { $0 == "=" } || marks.allSatisfy { $0 == "-" })
    }

    /// Shortens the title to the length limit. It cuts at a space if there is one in the second half, and moves the rest to the
    /// body.
    private mutating func cut(_ line: String) {
        let limit = line.index(line.startIndex, offsetBy: EntryRules.longestTitle)
        let half = line.index(line.startIndex, offsetBy: EntryRules.longestTitle / 2)
        let end = line[half..<limit].lastIndex(where: \.isWhitespace) ?? limit
        title = String(line[..<end].trimmed)
        let overflow = String(line[end...].trimmed)
        body = body.isEmpty ? overflow : overflow + "\n\n" + body
    }
}
