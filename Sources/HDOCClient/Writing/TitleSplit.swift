import HDOCModels

/// Lines taken apart into a title and a body.
///
/// Markdown's heading marks and underlines are no part of a title. What is too long for a title stays, as the beginning of
/// the body.
struct TitleSplit: Equatable {
    private(set) var title = ""
    private(set) var body = ""

    /// - Parameter mayFollowBlanks: whether the title is the first line with anything on it; otherwise it is the first line.
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

    /// `## Queues` is `Queues`; `#hashtag` stays what it is.
    static func heading(_ line: some StringProtocol) -> String {
        let text = line.trimmed
        let marks = text.prefix { $0 == "#" }
        guard (1...6).contains(marks.count) else { return String(text) }
        let rest = text.dropFirst(marks.count)
        return String(rest.isEmpty || rest.first?.isWhitespace == true ? rest.trimmed : text[...])
    }

    /// The line below a heading: `====` or `----`.
    private static func isUnderline(_ line: Substring) -> Bool {
        let marks = line.trimmed
        return marks.count > 1 && (marks.allSatisfy { $0 == "=" } || marks.allSatisfy { $0 == "-" })
    }

    /// Cuts between words where there is a space in the second half of what fits.
    private mutating func cut(_ line: String) {
        let limit = line.index(line.startIndex, offsetBy: EntryRules.longestTitle)
        let half = line.index(line.startIndex, offsetBy: EntryRules.longestTitle / 2)
        let end = line[half..<limit].lastIndex(where: \.isWhitespace) ?? limit
        title = String(line[..<end].trimmed)
        let overflow = String(line[end...].trimmed)
        body = body.isEmpty ? overflow : overflow + "\n\n" + body
    }
}
