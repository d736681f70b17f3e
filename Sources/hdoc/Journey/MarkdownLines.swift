import HDOCModels

/// The lines of a repository's templates.
struct TemplateLines {
    private let lines: Set<String>

    init(_ texts: [String]) {
        lines = Set(texts.flatMap { MarkdownLines($0).lines.map { String($0.text.trimmed) } })
    }

    func contain(_ line: some StringProtocol) -> Bool { lines.contains(String(line.trimmed)) }
}

/// The lines of a Markdown text, and which of them are headings. A line in a fenced block of code is none.
struct MarkdownLines {
    struct Line {
        var text: Substring
        /// 1 to 6 for a heading.
        var level: Int?

        /// The text of the heading; nil if it is none.
        var heading: String? { level.map { String(text.trimmed.dropFirst($0).trimmed) } }
    }

    private(set) var lines: [Line] = []

    init(_ text: String) {
        var fence: Character?
        // A carriage return and a line feed are one character.
        for line in text.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
        {
            let content = line.trimmed
            if let mark = content.first, "`~".contains(mark), content.prefix(3).count == 3,
                content.prefix(3).allSatisfy({ $0 == mark })
            {
                fence = fence == nil ? mark : fence == mark ? nil : fence
                lines.append(Line(text: line))
            } else {
                lines.append(Line(text: line, level: fence == nil ? Self.level(content) : nil))
            }
        }
    }

    private static func level(_ line: Substring) -> Int? {
        let marks = line.prefix { $0 == "#" }.count
        guard (1...6).contains(marks) else { return nil }
        let rest = line.dropFirst(marks)
        return rest.isEmpty || rest.first?.isWhitespace == true ? marks : nil
    }

    func compactMap<Value>(_ transform: (Line) -> Value?) -> [Value] { lines.compactMap(transform) }

    /// The lines without comments. What stands before or after a comment on its line is left out too.
    var withoutComments: [Line] {
        var isInside = false
        return lines.filter { line in
            if let begin = line.text.firstRange(of: "<!--") {
                isInside = !line.text[begin.upperBound...].contains("-->")
                return false
            }
            defer { if isInside, line.text.contains("-->") { isInside = false } }
            return !isInside
        }
    }

    /// The lines without the comment with which the community's templates begin.
    var withoutOpeningComment: [Line] {
        guard let first = lines.first(where: { !$0.text.isBlank }),
            first.text.trimmed.hasPrefix("<!--"),
            let end = lines.firstIndex(where: { $0.text.trimmed.hasSuffix("-->") })
        else { return lines }
        return Array(lines[(end + 1)...])
    }
}
