import HDOCModels

/// One article, entry or journeyer in full, over the screen. Its text is made from the library each time, so that it follows what arrives.
struct ReaderState: Sendable {
    enum Subject: Sendable, Equatable {
        case article(String)
        case entry(String)
        case journeyer(String)
    }

    let subject: Subject
    var offset = 0
}

/// What the reader shows.
struct ReaderContent: Equatable {
    var title: String
    /// Above the text, each on a line.
    var facts: [Span] = []
    var text: String
    var link: String?
    /// What `y` copies, and what that is.
    var copy: (text: String, what: String)?

    static func == (a: Self, b: Self) -> Bool {
        a.title == b.title && a.facts == b.facts && a.text == b.text && a.link == b.link && a.copy?.text == b.copy?.text
    }
}

enum ReaderUpdate {
    static func press(_ key: Key, _ reader: ReaderState, _ state: inout AppState) -> [Effect] {
        let content = ReaderText.content(of: reader.subject, state)
        guard let command = state.setting.keymap.command(for: key) else { return [] }
        switch command {
        case .back, .quit, .open: state.closeTop()
        case .openLink: return content.link.map { [.openLink($0)] } ?? []
        case .copy: return content.copy.map { [.copy($0.text, what: $0.what)] } ?? []
        default:
            guard let move = ListMove(command) else { return [] }
            let view = ReaderView.layout(content, area: Rect(size: state.size))
            var changed = reader
            changed.offset = scrolled(reader.offset, move, lines: view.lines.count, height: view.height)
            state.setTop(.reader(changed))
        }
        return []
    }

    static func scrolled(_ offset: Int, _ move: ListMove, lines: Int, height: Int) -> Int {
        let wanted = switch move {
        case .up: offset - 1
        case .down: offset + 1
        case .pageUp: offset - max(1, height - 1)
        case .pageDown: offset + max(1, height - 1)
        case .first: 0
        case .last: lines
        case .to(let line): line
        }
        return max(0, min(wanted, lines - height))
    }
}

enum ReaderView {
    /// Longer lines are hard to read.
    private static let widest = 72

    static func layout(_ content: ReaderContent, area: Rect) -> (lines: [Span], height: Int) {
        let width = max(1, min(widest, area.width - 4))
        let facts = content.facts.isEmpty ? [] : content.facts + [Span("")]
        let lines = facts + TextWrap.lines(of: content.text, width: width).map { Span($0) }
        return (lines, max(1, min(lines.count, area.height - 4)))
    }

    static func draw(_ reader: ReaderState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let content = ReaderText.content(of: reader.subject, state)
        let (lines, height) = layout(content, area: area)
        let inside = Popup.draw(
            into: &frame, area: area, title: content.title, content: Size(width: widest, height: height + 2),
            glyphs: state.glyphs)
        let start = max(0, min(reader.offset, lines.count - height))
        for (row, line) in lines.dropFirst(start).prefix(height).enumerated() { frame.put([line], in: inside, row: row) }
        if inside.height > 2 { drawFoot(content, lines.count - start - height, state, in: inside.row(inside.height - 1), of: &frame) }
        if !inside.isEmpty { frame.cursor = inside.origin }
    }

    private static func drawFoot(
        _ content: ReaderContent, _ more: Int, _ state: AppState, in area: Rect, of frame: inout Frame
    ) {
        func hint(_ command: Command, _ label: String) -> Hint? {
            state.setting.keymap.name(of: command).map { Hint(key: $0, label: label) }
        }
        let hints = [
            hint(.back, "back"), content.link == nil ? nil : hint(.openLink, "open link"),
            content.copy.flatMap { hint(.copy, "copy \($0.what)") }, more > 0 ? hint(.down, "\(more) more lines") : nil,
        ].compactMap { $0 }
        Hints.draw(into: &frame, area: area, hints: hints, glyphs: state.glyphs)
    }
}
