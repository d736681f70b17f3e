import HDOCModels

/// A line of a text and its number, starting at 1.
struct WrittenLine: Equatable {
    let number: Int
    let text: Substring

    var isBlank: Bool { text.isBlank }

    /// Splits a text into lines.
    /// - Parameters:
    ///   - text: a text whose line ends are line feeds.
    ///   - first: the number of the first line.
    static func all(in text: String, from first: Int = 1) -> [WrittenLine] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
            WrittenLine(number: $0.offset + first, text: $0.element)
        }
    }
}

extension RandomAccessCollection<WrittenLine> where Index == Int {
    /// The lines as one text, without blank lines at the start and the end.
    var body: String {
        guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else { return "" }
        return self[first...last].map { String($0.text) }.joined(separator: "\n")
    }
}

/// Compares texts, ignoring changes that editors make by themselves: trailing spaces, blank lines and line ends.
package enum WrittenContent {
    static func lines(_ text: String) -> [Substring] {
        WrittenText.normalizingLineEnds(text).split(separator: "\n").map(\.trimmed).filter { !$0.isEmpty }
    }

    /// Whether two texts differ only by what editors change by themselves: line ends, spaces at the ends of lines, and blank lines at
    /// the beginning and the end. Indentation and blank lines between paragraphs have a meaning in Markdown.
    package static func isSame(_ one: String, _ other: String) -> Bool { kept(one) == kept(other) }

    private static func kept(_ text: String) -> [Substring] {
        let lines = WrittenText.normalizingLineEnds(text).split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line = line
            while line.last?.isWhitespace == true { line.removeLast() }
            return line
        }
        guard let first = lines.firstIndex(where: { !$0.isEmpty }), let last = lines.lastIndex(where: { !$0.isEmpty }) else { return [] }
        return Array(lines[first...last])
    }

    /// Whether a body is empty or contains only the headings of a template.
    package static func isUnwritten(_ body: String) -> Bool {
        let lines = lines(body)
        return lines.isEmpty || ArticleTemplate.allCases.contains { lines == Self.lines($0.skeleton) }
    }

    /// Whether a line is a heading of a template. Such a line is not used as a title.
    static func isTemplateHeading(_ line: some StringProtocol) -> Bool {
        ArticleTemplate.allCases.contains { lines($0.skeleton).contains { $0 == line.trimmed } }
    }
}

extension Entry {
    /// Whether the user wrote nothing in this entry.
    package var isUnwritten: Bool { title.isEmpty && tags.isEmpty && link == nil && WrittenContent.isUnwritten(body) }
}
