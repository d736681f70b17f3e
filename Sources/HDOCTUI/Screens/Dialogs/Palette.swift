import HDOCModels

/// Commands by name: type a part of it, press Enter.
struct PaletteState: Sendable {
    /// What could be done when it was opened.
    let offers: [Offer]
    var prompt = Prompt(limit: 100)
    var list: ListState

    init(offers: [Offer]) {
        self.offers = offers.filter { $0.command != .palette }
        list = ListState(count: self.offers.count)
    }

    /// Those whose name or sentence contains the typed letters in this order; closer together first.
    var matches: [Offer] {
        let query = prompt.text.lowercased().filter { !$0.isWhitespace }
        guard !query.isEmpty else { return offers }
        let scored = offers.compactMap { offer -> (score: Int, offer: Offer)? in
            let scores = [offer.command.rawValue, offer.command.summary].compactMap { Self.spread(of: query, in: $0) }
            return scores.min().map { ($0, offer) }
        }
        return scored.enumerated().sorted { ($0.element.score, $0.offset) < ($1.element.score, $1.offset) }.map(\.element.offer)
    }

    /// How many characters the match takes; nil where there is none.
    private static func spread(of query: String, in text: String) -> Int? {
        let text = Array(text.lowercased())
        var rest = query[...]
        var first: Int?
        for (index, character) in text.enumerated() where character == rest.first {
            first = first ?? index
            rest = rest.dropFirst()
            if rest.isEmpty { return index - (first ?? 0) }
        }
        return nil
    }
}

enum PaletteUpdate {
    static let rows = 12

    static func press(_ key: Key, _ palette: PaletteState, _ state: inout AppState) -> [Effect] {
        var palette = palette
        switch key {
        case .escape:
            state.closeTop()
            return []
        case .enter:
            state.closeTop()
            guard let index = palette.list.selected, index < palette.matches.count else { return [] }
            return Keys.run(palette.matches[index].command, &state)
        case .up, .down, .pageUp, .pageDown:
            if let move = ListMove(key: key) { palette.list.move(move, height: rows) }
        default:
            if palette.prompt.handle(key) == .changed {
                palette.list = ListState(count: palette.matches.count)
            }
        }
        state.setTop(.palette(palette))
        return []
    }
}

enum PaletteView {
    static func draw(_ palette: PaletteState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let inside = Popup.draw(
            into: &frame, area: area, title: "Commands", content: Size(width: 60, height: PaletteUpdate.rows + 1),
            glyphs: state.glyphs)
        let matches = palette.matches
        let body = inside.inset(top: 1)
        for (row, index) in palette.list.window(height: body.height).enumerated() where index < matches.count {
            let offer = matches[index]
            let line = body.row(row)
            let style: Style = offer.disabled == nil ? .normal : .dim
            StatusLine.draw(
                into: &frame, area: line.inset(left: 2), left: [Span(offer.command.summary, style)],
                right: [Span(state.setting.keymap.name(of: offer.command) ?? "", .dim)])
            if index == palette.list.selected {
                frame.put(String(state.glyphs.pointer), in: line)
                frame.restyle(line, .selected)
            }
        }
        if matches.isEmpty { frame.put("No command has these letters.", in: body, style: .dim) }
        palette.prompt.draw(into: &frame, area: inside.row(0), label: ": ")
    }
}
