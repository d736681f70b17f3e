import HDOCModels

/// A line of a text with its number, from 1.
struct WrittenLine: Equatable {
    let number: Int
    let text: Substring

    var isBlank: Bool { text.isBlank }

    /// - Parameter text: with line feeds only.
    static func all(in text: String) -> [WrittenLine] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
            WrittenLine(number: $0.offset + 1, text: $0.element)
        }
    }
}

extension RandomAccessCollection<WrittenLine> where Index == Int {
    /// The text without blank lines at its ends.
    var body: String {
        guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else { return "" }
        return self[first...last].map { String($0.text) }.joined(separator: "\n")
    }
}

/// What a person wrote, without what editors change by themselves: spaces at the ends of lines, blank lines, line ends.
package enum WrittenContent {
    static func lines(_ text: String) -> [Substring] {
        WrittenText.normalizingLineEnds(text).split(separator: "\n").map(\.trimmed).filter { !$0.isEmpty }
    }

    package static func isSame(_ one: String, _ other: String) -> Bool { lines(one) == lines(other) }

    /// Nothing at all, or only the headings of a template.
    package static func isUnwritten(_ body: String) -> Bool {
        let lines = lines(body)
        return lines.isEmpty || ArticleTemplate.allCases.contains { lines == Self.lines($0.skeleton) }
    }

    /// A heading that a template brings is no title.
    static func isTemplateHeading(_ line: some StringProtocol) -> Bool {
        ArticleTemplate.allCases.contains { lines($0.skeleton).contains { $0 == line.trimmed } }
    }
}

extension Entry {
    /// Nobody has written anything in it.
    package var isUnwritten: Bool { title.isEmpty && tags.isEmpty && link == nil && WrittenContent.isUnwritten(body) }
}
