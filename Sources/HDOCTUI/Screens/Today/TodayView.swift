import FoundationEssentials
import HDOCModels

enum TodayView {
    static func draw(_ state: AppState, _ layout: TodayLayout, of frame: inout Frame) {
        drawHead(state, in: layout.head, of: &frame)
        TodayMap.draw(state, layout, of: &frame)
        var row = 0
        for fact in TodayFacts.lines(state) where row < layout.facts.height {
            frame.put(fact, in: layout.facts, row: row)
            row += 1
        }
        if layout.facts.height > row + 3 { drawLegendAndWeeks(state, in: layout.facts.inset(top: row + 1), of: &frame) }
        drawEntries(state, in: layout.entries, of: &frame)
    }

    private static func drawHead(_ state: AppState, in area: Rect, of frame: inout Frame) {
        let day = state.journey.nextDay - 1
        let text = day == 0 ? "Day 1 is still to be written" : "Day \(day) of \(EntryRules.lastDay)"
        let used = frame.put(text, in: area, style: .title)
        guard day > 0 else { return }
        let room = min(24, area.width - used - 2)
        let bar = Bar.text(Double(day) / Double(EntryRules.lastDay), width: room, glyphs: state.glyphs)
        frame.put(bar, in: area.inset(left: used + 2), style: .accent)
    }

    private static func drawLegendAndWeeks(_ state: AppState, in area: Rect, of frame: inout Frame) {
        let legend = TodayMap.legend(state)
        for (row, line) in legend.enumerated() { frame.put(line, in: area, row: row) }
        let weeks = area.inset(top: legend.count + (area.height > 9 ? 1 : 0))
        if weeks.height >= 4 && weeks.width >= TodayWeeks.width { TodayWeeks.draw(state, in: weeks, of: &frame) }
    }

    private static let columns = [
        TableColumn(title: "Day", minimum: 3, ideal: 4, priority: 0, alignment: .trailing),
        TableColumn(title: "Date", minimum: 10, ideal: 10, priority: 3),
        TableColumn(title: "Title", minimum: 12, ideal: 50, priority: 4),
        TableColumn(title: "Tags", minimum: 10, ideal: 22, priority: 5),
        TableColumn(title: "State", minimum: 8, ideal: 12, priority: 2),
    ]

    private static func drawEntries(_ state: AppState, in area: Rect, of frame: inout Frame) {
        let screen = state.todayScreen
        guard screen.list.count > 0 else {
            if area.height > 0 { drawInvitation(state, in: Chrome.inset(area), of: &frame) }
            return
        }
        let table = Table(columns: columns)
        table.draw(into: &frame, area: area, list: screen.list, glyphs: state.glyphs) { index in
            guard index < screen.items.count else { return [] }
            let item = screen.items[index]
            return [
                Span(item.day.map(String.init) ?? ""), Span(day(item.date, state), .dim), Span(item.title),
                Span(item.tags.joined(separator: " "), .dim), stateSpan(item),
            ]
        }
    }

    private static func drawInvitation(_ state: AppState, in area: Rect, of frame: inout Frame) {
        let key = state.setting.keymap.name(of: .write) ?? "write"
        frame.put("\(key) writes the first entry of your journey.", in: area)
        if state.library.handle == nil {
            let signIn = state.setting.keymap.name(of: .signIn) ?? "sign in"
            frame.put("\(signIn) signs in, and shows what you posted before.", in: area, row: 1, style: .dim)
        }
    }

    private static func stateSpan(_ item: TodayItem) -> Span {
        guard let state = item.state else { return Span("posted", .dim) }
        return Span(EntryWords.name(state), [.rejected, .unknown].contains(state) ? .warning : state == .sent ? .dim : .accent)
    }

    /// `today`, `yesterday`, then the date.
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

/// Streak and consistency in words.
enum TodayFacts {
    static func lines(_ state: AppState) -> [[Span]] {
        let journey = state.journey
        let streak = journey.streak
        var lines: [[Span]] = [[
            Span("Streak  ", .dim), Span("\(streak.current) \(streak.current == 1 ? "day" : "days")", .title),
            Span(streak.longest > streak.current ? ", longest \(streak.longest)" : "", .dim),
        ]]
        if streak.isAtRisk {
            let left = RelativeTime.wait(until: state.today.end(in: state.setting.zone), now: state.now)
            lines.append([Span("At risk: \(left) left", .warning)])
        } else if let broken = streak.brokenOn {
            lines.append([Span("Broken on \(broken)", .dim)])
        }
        if let consistency = journey.consistency {
            let isEnough = consistency >= Journey.prizeConsistency
            lines.append([
                Span("Consistency ", .dim), Span("≈ \(twoDigits(consistency))", isEnough ? .normal : .warning),
                Span(isEnough ? " (≥ 0.7)" : " (< 0.7)", .dim),
            ])
        }
        if let days = state.library.me?.daysCompleted, days != journey.nextDay - 1 {
            lines.append([Span("Profile  ", .dim), Span("\(days) days completed", .dim)])
        }
        return lines
    }

    /// Rounded down: 0.699 is not 0.70 yet.
    private static func twoDigits(_ share: Double) -> String {
        let hundredths = Int(min(max(share, 0), 1) * 100)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
