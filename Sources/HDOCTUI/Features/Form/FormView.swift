import HDOCClient
import HDOCModels
import TerminalKit

/// The layout of the form, for drawing it and for the keys that move in the body.
struct FormLayout {
    private static let label = 7

    let inside: Rect
    let rows: [FormState.Field: Rect]
    let template: Rect
    let body: Rect
    /// Empty in a low window.
    let announcement: Rect
    let message: Rect
    let foot: Rect

    /// The size of the box's content. The box fills the area, except for a margin if there is room.
    static func content(of area: Rect) -> Size {
        let wide = area.width >= 60, high = area.height >= 20
        return Size(width: area.width - (wide ? 8 : 4), height: area.height - (high ? 4 : 2))
    }

    init(area: Rect) {
        let content = Self.content(of: area)
        let box = area.centered(Size(width: content.width + 4, height: content.height + 2))
        inside = box.width >= 5 && box.height >= 3 ? box.inset(top: 1, left: 2, bottom: 1, right: 2) : box
        let isHigh = inside.height >= 12
        let parts = inside.split(rows: [
            .fixed(1), .fixed(inside.height >= 6 ? 1 : 0), .fixed(inside.height >= 6 ? 1 : 0), .fixed(isHigh ? 1 : 0),
            .fixed(inside.height >= 9 ? 1 : 0), .share(1), .fixed(isHigh ? 2 : inside.height >= 7 ? 1 : 0),
            .fixed(inside.height >= 4 ? 1 : 0), .fixed(inside.height >= 3 ? 1 : 0),
        ])
        let day = parts[1].split(columns: [.fixed(Self.label + 6), .fixed(Self.label + 14), .share(1)])
        let halves = parts[2].split(columns: [.share(1), .share(1)])
        rows = [.title: parts[0], .day: day[0], .date: day[1], .tags: isHigh ? parts[2] : halves[0], .link: isHigh ? parts[3] : halves[1]]
        template = day[2]
        (body, announcement, message, foot) = (parts[5], parts[6], parts[7], parts[8])
    }
}

enum FormView {
    static func draw(_ form: FormState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let layout = FormLayout(area: area)
        let standing = form.savedAt.map { "saved \(state.age($0))" } ?? EntryStrings.name(form.state)
        let title = "Day \(form.entry.day) \(state.glyphs.separator) \(standing)"
        _ = Popup.draw(into: &frame, area: area, title: title, content: FormLayout.content(of: area), glyphs: state.glyphs)
        frame.mark(layout.body, .field(FormState.Field.allCases.firstIndex(of: .body) ?? 0))
        for (number, field) in FormState.Field.allCases.enumerated() where field != .body {
            guard let place = layout.rows[field], !place.isEmpty else { continue }
            frame.mark(place, .field(number))
            form.fields[field]?.draw(into: &frame, area: place.inset(right: 1), label: label(field))
        }
        let template = "\(form.template.rawValue) template"
        if template.count <= layout.template.width { frame.put(template, in: layout.template, style: .dim) }
        form.body.draw(into: &frame, area: layout.body)
        drawAnnouncement(form, in: layout.announcement, of: &frame)
        drawMessage(form, state, in: layout.message, of: &frame)
        let hints = [
            Hint(key: "Ctrl-S", label: "send"), Hint(key: "Tab", label: "next"), Hint(key: "Ctrl-T", label: "template"),
            Hint(key: "Ctrl-/", label: "undo"), Hint(key: "Esc", label: "keep draft"),
        ]
        Hints.draw(into: &frame, area: layout.foot, hints: hints, glyphs: state.glyphs)
        placeCursor(form, layout, &frame)
    }

    /// Draws the announcement of the entry and its length.
    private static func drawAnnouncement(_ form: FormState, in area: Rect, of frame: inout Frame) {
        guard !area.isEmpty, area.width > 30 else { return }
        let announcement = form.announcement
        // Counting searches the text for links and emoji, so it is done once for each frame.
        let (length, limit) = (announcement.length, announcement.network.limit)
        let count = "\(length) of \(limit)"
        frame.put(count, in: area, style: length > limit ? .warning : .dim, alignment: .trailing)
        let lines = TextWrap.lines(of: announcement.text, width: area.width - count.count - 2)
        for (row, line) in lines.prefix(area.height).enumerated() {
            let isCut = row == area.height - 1 && lines.count > area.height
            frame.put(isCut ? line + "…" : line, in: area.inset(right: count.count + 1), row: row, style: .dim)
        }
    }

    private static func drawMessage(_ form: FormState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        if let problem = form.problem {
            frame.put(problem, in: area, style: .warning)
        } else if form.announcement.isTooLong {
            frame.put(JourneyStrings.tooLong(form.announcement), in: area, style: .warning)
        } else if let completion = form.tagCompletion(state) {
            frame.put("Tab: " + completion.candidates.prefix(8).joined(separator: "  "), in: area, style: .dim)
        }
    }

    private static func label(_ field: FormState.Field) -> String { TextWidth.padRight(field.label, to: 5) + "  " }

    /// Draws the focused field again: each field sets the cursor when it is drawn, so the focused field must be the last.
    private static func placeCursor(_ form: FormState, _ layout: FormLayout, _ frame: inout Frame) {
        if form.focus == .body {
            form.body.draw(into: &frame, area: layout.body)
        } else if let place = layout.rows[form.focus], !place.isEmpty {
            frame.put(label(form.focus), in: place, style: .key)
            form.fields[form.focus]?.draw(into: &frame, area: place.inset(left: 7, right: 1))
        }
    }
}
