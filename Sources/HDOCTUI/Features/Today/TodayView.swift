import FoundationEssentials
import HDOCModels
import TerminalKit

enum TodayView {
    static func draw(_ state: AppState, _ layout: TodayLayout, of frame: inout Frame) {
        drawHead(state, in: layout.head, of: &frame)
        TodayMap.draw(state, layout, of: &frame)
        var row = 0
        for fact in TodayFacts.lines(state, in: layout.facts) where row < layout.facts.height {
            frame.put(fact, in: layout.facts, row: row)
            row += 1
        }
        let isBeside = !layout.weeks.isEmpty
        if layout.facts.height > row + 2 { drawLegend(state, in: layout.facts.inset(top: row + 1), withWeeks: !isBeside, of: &frame) }
        if isBeside { TodayWeeks.draw(state, in: layout.weeks, of: &frame) }
        drawEntries(state, in: layout.entries, of: &frame)
    }

    private static func drawHead(_ state: AppState, in area: Rect, of frame: inout Frame) {
        let day = state.journey.nextDay - 1
        let text = day == 0 ? "Day 1 is not written yet" : "Day \(day) of \(EntryRules.lastDay)"
        let used = frame.put(text, in: area, style: .title)
        guard day > 0 else { return }
        let room = min(24, area.width - used - 2)
        let bar = Bar.text(Double(day) / Double(EntryRules.lastDay), width: room, glyphs: state.glyphs)
        frame.put(bar, in: area.inset(left: used + 2), style: .bar)
    }

    private static func drawLegend(_ state: AppState, in area: Rect, withWeeks: Bool, of frame: inout Frame) {
        let legend = TodayMap.legend(state)
        for (row, line) in legend.enumerated() { frame.put(line, in: area, row: row) }
        let weeks = area.inset(top: legend.count + (area.height > 8 ? 1 : 0))
        if withWeeks && weeks.height >= 3 && weeks.width >= TodayWeeks.width { TodayWeeks.draw(state, in: weeks, of: &frame) }
    }

    private static let columns = [
        TableColumn(title: "Day", minimum: 3, ideal: 4, priority: 0, alignment: .trailing),
        TableColumn(title: "Date", minimum: 10, ideal: 10, priority: 3),
        TableColumn(title: "Title", minimum: 12, ideal: 50, priority: 4, grows: true),
        TableColumn(title: "Tags", minimum: 10, ideal: 22, priority: 5),
        TableColumn(title: "State", minimum: 8, ideal: 12, priority: 2),
    ]

    private static func drawEntries(_ state: AppState, in area: Rect, of frame: inout Frame) {
        let screen = state.screens.today
        guard screen.list.count > 0 else {
            if area.height > 0 { drawInvitation(state, in: Chrome.inset(area), of: &frame) }
            return
        }
        let table = Table(columns: columns, lastMarkedColumn: 2)
        table.draw(into: &frame, area: area, list: screen.list, glyphs: state.glyphs) { index in
            guard index < screen.items.count else { return [] }
            let item = screen.items[index]
            return [
                Span(item.day.map(String.init) ?? ""), Span(day(item.date, state), .dim), Span(item.label),
                Span(item.tags.joined(separator: " "), .dim), stateSpan(item),
            ]
        }
    }

    private static func drawInvitation(_ state: AppState, in area: Rect, of frame: inout Frame) {
        let key = state.settings.keymap.name(of: .write) ?? "write"
        frame.put("Press \(key) to write the first entry of your journey.", in: area)
        if state.model.handle == nil {
            let signIn = state.settings.keymap.name(of: .signIn) ?? "sign in"
            frame.put("Press \(signIn) to sign in and see your earlier entries.", in: area, row: 1, style: .dim)
        }
    }

    private static func stateSpan(_ item: TodayItem) -> Span {
        guard let state = item.state else { return Span("sent", .dim) }
        return Span(EntryStrings.name(state), [.rejected, .unknown].contains(state) ? .warning : state == .sent ? .dim : .accent)
    }

    /// `today`, `yesterday`, `3 d ago` within a week, or else the date.
    private static func day(_ date: CalendarDay?, _ state: AppState) -> String {
        guard let date else { return "" }
        switch date.days(to: state.today) {
        case 0: return "today"
        case 1: return "yesterday"
        case 2...6: return "\(date.days(to: state.today)) d ago"
        default: return date.description
        }
    }
}
