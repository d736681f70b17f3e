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

    /// Removes Markdown heading marks: `## Queues` becomes `Queues`. `#hashtag` stays unchanged.
    static func heading(_ line: some StringProtocol) -> String {
        let text = line.trimmed
        let marks = text.prefix { $0 == "#" }
        guard (1...6).contains(marks.count) else { return String(text) }
        let rest = text.dropFirst(marks.count)
        return String(rest.isEmpty || rest.first?.isWhitespace == true ? rest.trimmed : text[...])
    }

    /// Whether this is the line of `====` or `----` below a heading.
    private static func isUnderline(_ line: Substring) -> Bool {
        let marks = line.trimmed
        return marks.count > 1 && (marks.allSatisfy { $0 == "=" } || marks.allSatisfy { $0 == "-" })
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
