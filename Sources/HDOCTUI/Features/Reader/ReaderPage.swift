import HDOCClient
import HDOCModels
import SafeText
import TerminalKit

/// The content that the reader shows.
struct ReaderContent: Sendable, Equatable {
    /// A numbered link: one of `links`, or one in the text.
    struct ArticleLink: Sendable, Equatable {
        var name = ""
        var url: String
    }

    struct Copy: Sendable, Equatable {
        var text: String
        var what: String
    }

    var title: String
    /// Lines above the text.
    var facts: [[Span]] = []
    /// Markdown.
    var text: String
    /// Links that are numbered before the links in the text.
    var links: [ArticleLink] = []
    /// What `o` opens while no link is selected.
    var link: String?
    /// What `y` copies while no link is selected.
    var copy: Copy?
}

/// The content to lay out, and the width and glyphs to use.
struct PageOrder: Sendable, Equatable {
    var content: ReaderContent
    var width: Int
    var glyphs: Glyphs

    /// Whether the text is so long that it must not be laid out on the loop's thread. A shorter one takes a few milliseconds.
    var isLong: Bool { content.text.utf8.count > 16_384 }
}

/// Content laid out for a width. It is made when the content or the width changes, not for every frame.
struct ReaderPage: Sendable, Equatable {
    let content: ReaderContent
    let width: Int
    private(set) var lines: [RenderedLine] = []
    private(set) var links: [ReaderContent.ArticleLink] = []

    /// The maximum width of the text in columns. Longer lines are hard to read.
    static let widest = 76
    /// The most bytes of a text that are shown. The API contract allows 100,000. md4c needs quadratic time for some long texts.
    static let largestText = 256_000
    /// The most characters of a line above the text that are shown.
    private static let longestFact = 2_000

    init(_ order: PageOrder) {
        let (content, width, glyphs) = (order.content, order.width, order.glyphs)
        (self.content, self.width) = (content, width)
        let document = MarkdownParser.parse(Self.shown(content.text))
        links = content.links + document.links.map { ReaderContent.ArticleLink(url: $0) }
        let text = MarkdownLayout.lines(document, width: width, glyphs: glyphs)
        let facts = content.facts.flatMap { Self.wrapped($0, width: width) }
        let list = Self.list(links, width: width, glyphs: glyphs)
        let rest = content.text.utf8.count > Self.largestText ? Self.cutNotice : []
        lines =
            facts + (facts.isEmpty || text.isEmpty ? [] : [RenderedLine()]) + Self.numbered(text, after: content.links.count) + rest
            + (list.isEmpty ? [] : [RenderedLine()]) + list
    }

    private static func shown(_ text: String) -> String {
        guard text.utf8.count > largestText else { return text }
        return String(decoding: text.utf8.prefix(largestText), as: UTF8.self)
    }

    private static var cutNotice: [RenderedLine] {
        var line = RenderedLine()
        line.add("The text is longer. hdoc shows its first \(Amounts.bytes(largestText)).", .warning)
        return [RenderedLine(), line]
    }

    /// The first line that contains a link: in the text, or else in the list of links.
    func line(ofLink number: Int) -> Int? { lines.firstIndex { $0.links.contains(number) } }

    private static func wrapped(_ spans: [Span], width: Int) -> [RenderedLine] {
        guard spans.count == 1, let span = spans.first else {
            var line = RenderedLine()
            for span in spans { line.add(span.text, span.style) }
            return [line]
        }
        return TextWrap.lines(of: String(span.text.prefix(longestFact)), width: width).map { text in
            var line = RenderedLine()
            line.add(text, span.style)
            return line
        }
    }

    /// Adds `count` to the link numbers of the text, because the links of the content come first.
    private static func numbered(_ lines: [RenderedLine], after count: Int) -> [RenderedLine] {
        guard count > 0 else { return lines }
        return lines.map { line in
            var line = line
            for index in line.links.indices where line.links[index] > 0 {
                let number = line.links[index]
                line.links[index] = number + count
                if line.spans[index].text == "[\(number)]" { line.spans[index].text = "[\(number + count)]" }
            }
            return line
        }
    }

    /// The list of links with their numbers. The host is highlighted, and a link that is not a web address is marked.
    private static func list(_ links: [ReaderContent.ArticleLink], width: Int, glyphs: Glyphs) -> [RenderedLine] {
        guard !links.isEmpty else { return [] }
        var rule = RenderedLine()
        rule.add(String(repeating: glyphs.horizontalRule, count: min(width, 20)), .dim)
        return [rule]
            + links.enumerated().map { index, link in
                var line = RenderedLine()
                let label = "[\(index + 1)] "
                line.add(label, .dim, link: index + 1)
                if !link.name.isEmpty { line.add(TextWidth.padRight(link.name, to: 10), .dim, link: index + 1) }
                let spans =
                    WebLink(link.url)?.spans(.normal)
                    ?? [Span(TerminalText.line(link.url, limit: 200), .dim), Span(" (not a web address)", .dim)]
                for span in spans { line.add(span.text, span.style, link: index + 1) }
                return line
            }
    }
}
