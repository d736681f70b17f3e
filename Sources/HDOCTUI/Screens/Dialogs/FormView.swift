import HDOCModels

/// Where the fields of the form stand; the same for drawing and for the keys that move in the body.
struct FormLayout {
    private static let label = 7

    let inside: Rect
    let rows: [FormState.Field: Rect]
    let body: Rect
    let message: Rect
    let foot: Rect

    /// The box takes the whole area but for a margin where there is room for one.
    static func content(of area: Rect) -> Size {
        let wide = area.width >= 60, high = area.height >= 20
        return Size(width: area.width - (wide ? 8 : 4), height: area.height - (high ? 4 : 2))
    }

    init(area: Rect) {
        let content = Self.content(of: area)
        let box = area.centered(Size(width: content.width + 4, height: content.height + 2))
        inside = box.width >= 5 && box.height >= 3 ? box.inset(top: 1, left: 2, bottom: 1, right: 2) : box
        let parts = inside.split(rows: [
            .fixed(1), .fixed(inside.height >= 6 ? 1 : 0), .fixed(inside.height >= 6 ? 1 : 0), .fixed(inside.height >= 9 ? 1 : 0),
            .share(1), .fixed(inside.height >= 4 ? 1 : 0), .fixed(inside.height >= 3 ? 1 : 0),
        ])
        let day = parts[1].split(columns: [.fixed(Self.label + 6), .share(1)])
        let tags = parts[2].split(columns: [.share(1), .share(1)])
        rows = [.title: parts[0], .day: day[0], .date: day[1], .tags: tags[0], .link: tags[1]]
        (body, message, foot) = (parts[4], parts[5], parts[6])
    }
}

enum FormView {
    static func draw(_ form: FormState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let layout = FormLayout(area: area)
        let standing = form.savedAt.map { "saved \(state.age($0))" } ?? EntryWords.name(form.state)
        let title = "Day \(form.entry.day) \(state.glyphs.separator) \(standing)"
        _ = Popup.draw(into: &frame, area: area, title: title, content: FormLayout.content(of: area), glyphs: state.glyphs)
        for field in FormState.Field.allCases where field != .body {
            guard let place = layout.rows[field], !place.isEmpty else { continue }
            form.fields[field]?.draw(into: &frame, area: place.inset(right: 1), label: label(field))
        }
        form.body.draw(into: &frame, area: layout.body)
        if let problem = form.problem { frame.put(problem, in: layout.message, style: .warning) }
        let hints = [
            Hint(key: "Ctrl-S", label: "queue and send"), Hint(key: "Tab", label: "next field"),
            Hint(key: "Esc", label: "keep as a draft"),
        ]
        Hints.draw(into: &frame, area: layout.foot, hints: hints, glyphs: state.glyphs)
        placeCursor(form, layout, &frame)
    }

    private static func label(_ field: FormState.Field) -> String { TextWidth.padRight(field.label, to: 5) + "  " }

    /// Every field sets the cursor as it is drawn; the one with the focus is drawn last to keep it.
    private static func placeCursor(_ form: FormState, _ layout: FormLayout, _ frame: inout Frame) {
        if form.focus == .body {
            form.body.draw(into: &frame, area: layout.body)
        } else if let place = layout.rows[form.focus], !place.isEmpty {
            frame.put(label(form.focus), in: place, style: .key)
            form.fields[form.focus]?.draw(into: &frame, area: place.inset(left: 7, right: 1))
        }
    }
}
