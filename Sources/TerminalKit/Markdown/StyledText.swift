import SafeText

/// One line of rendered text; `links` has the number of the link that each piece belongs to, 0 for none.
public struct RenderedLine: Sendable, Equatable {
    /// The pieces from left to right.
    public var spans: [Span] = []
    /// For each span, the number of its link from 1, or 0.
    public var links: [Int] = []

    /// Appends a text; it joins the last span if style and link are the same.
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

    /// Without the spaces at its end.
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

/// Text of several styles, cleaned, in pieces that can be wrapped.
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

    /// Broken between words.
    func wrapped(width: Int) -> [RenderedLine] {
        TextWrap.lines(of: pieces, width: width).map { line($0).trimmed() }
    }

    /// Its lines as they were written, cut wherever the width ends; whether each goes on from the one before.
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

    /// The columns of its longest line, and of its longest word.
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
