import SafeText

/// Renders a Markdown document as lines of a given width.
public struct MarkdownLayout {
    private let width: Int
    private let glyphs: Glyphs
    private var lines: [RenderedLine] = []
    private var before: MarkdownDocument.Block?

    /// Renders a document.
    /// - Parameters:
    ///   - document: the parsed text.
    ///   - width: the width in columns; values below 1 count as 1.
    ///   - glyphs: the symbols for rules and tables.
    public static func lines(_ document: MarkdownDocument, width: Int, glyphs: Glyphs) -> [RenderedLine] {
        var layout = MarkdownLayout(width: max(1, width), glyphs: glyphs)
        for block in document.blocks { layout.add(block) }
        return layout.lines
    }

    private init(width: Int, glyphs: Glyphs) {
        (self.width, self.glyphs) = (width, glyphs)
    }

    private mutating func add(_ block: MarkdownDocument.Block) {
        if let before, !block.isTight { lines.append(gap(before, block)) }
        let containers = shown(block.containers)
        let room = max(1, width - containers.reduce(0) { $0 + $1.width })
        for (index, line) in content(of: block, room: room).enumerated() {
            var whole = prefix(containers, isFirst: index == 0)
            whole.add(line)
            lines.append(whole.trimmed())
        }
        before = block
    }

    /// The containers to show. The outermost are left out until at least half of the width remains for the text.
    private func shown(_ containers: [MarkdownDocument.Container]) -> ArraySlice<MarkdownDocument.Container> {
        var shown = containers[...]
        while shown.reduce(0, { $0 + $1.width }) > width / 2 { shown = shown.dropFirst() }
        return shown
    }

    private func prefix(_ containers: ArraySlice<MarkdownDocument.Container>, isFirst: Bool) -> RenderedLine {
        var line = RenderedLine()
        for container in containers {
            switch container.kind {
            case .quote: line.add("\(glyphs.verticalRule) ", .dim)
            case .item: line.add(TextWidth.padRight(isFirst ? container.marker : "", to: container.width))
            }
        }
        return line
    }

    /// The empty line between two blocks, with the bar of every quote that contains both.
    private func gap(_ before: MarkdownDocument.Block, _ block: MarkdownDocument.Block) -> RenderedLine {
        let common = zip(before.containers, block.containers).prefix { $0.id == $1.id }.map(\.1)
        return prefix(shown(common), isFirst: false).trimmed()
    }

    private func content(of block: MarkdownDocument.Block, room: Int) -> [RenderedLine] {
        switch block.kind {
        case .paragraph, .html: return StyledText(block.runs, base: .normal).wrapped(width: room)
        case .heading(let level):
            let style: Style = level == 1 ? .title.underlined : level == 2 ? .title : .accent.bold
            return StyledText(block.runs, base: style).wrapped(width: room)
        case .code: return code(block.runs, room: room)
        case .rule:
            var line = RenderedLine()
            line.add(String(repeating: glyphs.horizontalRule, count: room), .dim)
            return [line]
        case .table(let rows): return MarkdownTable(rows: rows, room: room, glyphs: glyphs).lines
        }
    }

    /// The lines of a code block, indented. A line that is too long is cut at any character; each continuation has an ellipsis in the
    /// indentation.
    private func code(_ runs: [MarkdownDocument.Run], room: Int) -> [RenderedLine] {
        let indent = room >= 30 ? 4 : room >= 8 ? 2 : 0
        // Tabs become spaces, because sanitising would reduce each tab to one space.
        let text = runs.map { MarkdownDocument.Run(text: $0.text.replacing("\t", with: "    ")) }
        return StyledText(text, base: .accent).cut(width: max(1, room - indent)).map { line, isContinued in
            var whole = RenderedLine()
            whole.add(TextWidth.padRight(isContinued && indent > 1 ? TextWidth.spaces(indent - 2) + "…" : "", to: indent), .dim)
            whole.add(line)
            return whole
        }
    }
}
