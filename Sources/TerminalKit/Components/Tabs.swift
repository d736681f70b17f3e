/// A line with the numbers and names of the screens: `1 Today  2 Journeyers`. If the names do not fit, only the selected screen has
/// its name.
public enum Tabs {
    /// Draws into the first row of `area` and marks each title as clickable. `selected` is an index in `titles`.
    public static func draw(into frame: inout Frame, area: Rect, titles: [String], selected: Int) {
        let named = spans(titles, selected: selected) { _ in true }
        let fits = named.reduce(0) { $0 + StatusLine.columns(of: $1) } <= area.width
        let shown = fits ? named : spans(titles, selected: selected) { $0 == selected }
        frame.put(shown, in: area)
        var x = area.minX
        for (index, span) in shown.enumerated() {
            let width = StatusLine.columns(of: span)
            // The spans alternate between the gap before a title and the title. Only titles respond to clicks.
            if index % 2 == 1 { frame.mark(area.intersection(Rect(x: x, y: area.minY, width: width, height: 1)), .tab(index / 2)) }
            x += width
        }
    }

    private static func spans(_ titles: [String], selected: Int, showsName: (Int) -> Bool) -> [Span] {
        titles.enumerated().flatMap { index, title in
            let style: Style = index == selected ? .accent.bold.underlined : .dim
            let text = showsName(index) ? "\(index + 1) \(title)" : "\(index + 1)"
            return [Span(index == 0 ? "" : "  "), Span(text, style)]
        }
    }
}
