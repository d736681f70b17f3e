import HDOCClient
import HDOCModels
import TerminalKit

/// The layout of the reader, which fills the window: title, rule, text, keys.
struct ReaderLayout {
    let title: Rect
    let rule: Rect
    let body: Rect
    let foot: Rect

    init(_ area: Rect) {
        func rows(_ isShown: Bool) -> Length { .fixed(isShown ? 1 : 0) }
        let parts = area.split(rows: [
            rows(area.height >= 3), rows(area.height >= 8), .share(1), rows(area.height >= 12), rows(area.height >= 4),
        ])
        (title, rule, foot) = (Chrome.inset(parts[0]), parts[1], Chrome.inset(parts[4]))
        body = Chrome.inset(parts[2])
    }

    /// The width of the text in columns.
    var width: Int { max(1, min(ReaderPage.widest, body.width)) }
}

enum ReaderView {
    static func draw(_ reader: ReaderState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        frame.fill(area)
        frame.cover()
        let layout = ReaderLayout(area)
        guard let page = reader.page else { return }
        let (height, count) = (layout.body.height, page.lines.count)
        let start = max(0, min(reader.offset, count - height))
        drawTitle(page, start: start, height: height, in: layout.title, of: &frame)
        frame.fill(layout.rule, with: state.glyphs.horizontalRule, style: .dim)
        for (row, line) in page.lines.dropFirst(start).prefix(height).enumerated() {
            let spans = zip(line.spans, line.links).map { span, link in
                var span = Span(span.text, link != 0 && link == reader.link ? .selected : span.style)
                if page.links.indices.contains(link - 1) { span.link = WebLink(page.links[link - 1].url)?.clickable }
                return span
            }
            frame.put(spans, in: layout.body, row: row)
            if let link = reader.link, frame.cursor == nil, line.links.contains(link) {
                frame.cursor = Point(x: layout.body.minX, y: layout.body.minY + row)
            }
        }
        frame.cursor = frame.cursor ?? layout.body.origin
        drawFoot(reader, page, more: count - start - height, state, in: layout.foot, of: &frame)
    }

    private static func drawTitle(_ page: ReaderPage, start: Int, height: Int, in area: Rect, of frame: inout Frame) {
        let count = page.lines.count
        let place = count > height ? "\(min(count, start + height)) of \(count) lines" : ""
        StatusLine.draw(into: &frame, area: area, left: [Span(page.content.title, .title)], right: [Span(place, .dim)])
    }

    private static func drawFoot(
        _ reader: ReaderState, _ page: ReaderPage, more: Int, _ state: AppState, in area: Rect, of frame: inout Frame
    ) {
        // Messages appear in the same row as on the screens.
        if let toast = state.toast {
            frame.put(toast.text, in: area, style: toast.isWarning ? .warning : .normal)
            return
        }
        func hint(_ action: Action, _ label: String) -> Hint? {
            state.settings.keymap.name(of: action).map { Hint(key: $0, label: label) }
        }
        if let number = reader.link, let target = reader.target {
            let keys = [hint(.openLink, "open"), hint(.copy, "copy"), hint(.back, "leave")].compactMap { $0 }
                .flatMap { [Span("  "), Span($0.key, .key), Span(" \($0.label)", .dim)] }
            let link = WebLink(target.url)?.spans(.normal) ?? [Span(target.url), Span(" (not a web address)", .warning)]
            StatusLine.draw(into: &frame, area: area, left: [Span("[\(number)] ", .dim)] + link, right: keys)
            return
        }
        let copy = page.content.copy.flatMap { hint(.copy, "copy \($0.what)") }
        let hints = [
            hint(.back, "back"), more > 0 ? hint(.down, Amounts.count(more, "more line")) : nil,
            page.links.isEmpty ? nil : hint(.nextScreen, "links"), page.content.link == nil ? nil : hint(.openLink, "open link"), copy,
        ].compactMap { $0 }
        Hints.draw(into: &frame, area: area, hints: hints, glyphs: state.glyphs)
    }
}
