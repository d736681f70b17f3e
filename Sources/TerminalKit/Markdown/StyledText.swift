import SafeText

/// One line of rendered text.
public struct RenderedLine: Sendable, Equatable {
    /// The pieces from left to right.
    public var spans: [Span] = []
    /// For each span, the number of the link that it belongs to, from 1; 0 if there is none.
    public var links: [Int] = []

    /// Appends a text. It becomes part of the last span if style and link are the same.
    public mutating func add(_ text: String, _ style: Style = .normal, link: Int = 0) {
        guard !text.isEmpty else { return }
        if let last = spans.indices.last, spans[last].style == style, links[last] == link {
            spans[last].text += text
        } else {
            spans.append(Span(text, style))
            links.append(link)
        }
    }

    /// Appends all spans of another line.
    public mutating func add(_ other: RenderedLine) {
        for (span, link) in zip(other.spans, other.links) { add(span.text, span.style, link: link) }
    }

    /// The width in columns.
    public var columns: Int { spans.reduce(0) { $0 + TextWidth.columns(of: $1.text) } }

    /// The line without trailing spaces.
    public func trimmed() -> RenderedLine {
        var line = self
        while let last = line.spans.indices.last, line.spans[last].text.hasSuffix(" ") {
            line.spans[last].text.removeLast()
            if line.spans[last].text.isEmpty {
                line.spans.removeLast()
                line.links.removeLast()
            }
        }
        return line
    }

    /// A line of these spans; `links` has one number for each.
    public init(spans: [Span] = [], links: [Int] = []) {
        self.spans = spans
        self.links = links
    }
}

/// Sanitised text with several styles, divided into pieces so that it can be wrapped.
struct StyledText {
    private var pieces: [TextPiece] = []
    private var looks: [(style: Style, link: Int)] = []

    init(_ runs: [MarkdownDocument.Run], base: Style) {
        for run in runs {
            for character in TerminalText.block(run.text) {
                pieces.append(TextPiece(character: character))
                looks.append((Self.style(run.look, base), run.link))
            }
        }
    }

    /// The text as lines, broken between words if possible.
    func wrapped(width: Int) -> [RenderedLine] {
        TextWrap.lines(of: pieces, width: width).map { line($0).trimmed() }
    }

    /// The text as lines, broken at any character where the width ends. `isContinued` tells whether a line continues the one before.
    func cut(width: Int) -> [(line: RenderedLine, isContinued: Bool)] {
        var lines: [(RenderedLine, Bool)] = []
        var (start, used, isContinued) = (0, 0, false)
        for (index, piece) in pieces.enumerated() {
            if piece.isBreak || used + piece.columns > width && index > start {
                lines.append((line(start..<index), isContinued))
                (start, used, isContinued) = (piece.isBreak ? index + 1 : index, 0, !piece.isBreak)
            }
            used += piece.columns
        }
        return lines + [(line(start..<pieces.count), isContinued)]
    }

    /// The width of the longest line, in columns.
    var columns: Int { pieces.split(whereSeparator: \.isBreak).map { $0.reduce(0) { $0 + $1.columns } }.max() ?? 0 }

    private func line(_ range: Range<Int>) -> RenderedLine {
        var line = RenderedLine()
        for index in range { line.add(pieces[index].text, looks[index].style, link: looks[index].link) }
        return line
    }

    private static func style(_ look: MarkdownDocument.Look, _ base: Style) -> Style {
        var style = base
        if look.contains(.quiet) || look.contains(.reference) { style = .dim }
        if look.contains(.code) { style = .accent }
        if look.contains(.link) { style = .accent.underlined }
        if look.contains(.strong) { style = style.bold }
        if look.contains(.emphasis) { style = style.underlined }
        return style
    }
}
