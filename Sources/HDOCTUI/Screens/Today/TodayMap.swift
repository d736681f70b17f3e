import HDOCModels

/// The hundred days in their ten chapters.
enum TodayMap {
    /// A day that was passed over. Its sign is a letter, so that every terminal shows it.
    private static let missed: Character = "x"

    static func draw(_ state: AppState, _ layout: TodayLayout, of frame: inout Frame) {
        guard !layout.map.isEmpty else { return }
        if layout.hasTitles {
            for (row, chapter) in Chapter.all.enumerated() { drawChapter(chapter, state, in: layout.map.row(row), of: &frame) }
        } else {
            for row in 0..<Chapter.all.count / 2 {
                let line = layout.map.row(row)
                let first = Chapter.all[row * 2].days, second = Chapter.all[row * 2 + 1].days
                frame.put(number(first.lowerBound), in: line, style: .dim)
                frame.put(cells(first, state) + [Span(" ")] + cells(second, state), in: line.inset(left: 4))
            }
        }
    }

    /// What the signs mean; only those that occur, but for the three that everybody needs.
    static func legend(_ state: AppState) -> [[Span]] {
        let hasMissed = (1..<max(1, state.journey.nextDay)).contains { state.journey.cell($0) == .missed }
        func item(_ cell: Journey.Cell, _ text: String) -> [Span] {
            [mark(cell, state.glyphs), Span(" " + TextWidth.padRight(text, to: 10), .dim)]
        }
        return [
            item(.posted, "posted") + item(.queued, "queued"),
            item(.next, "next") + (hasMissed ? item(.missed, "missed") : item(.toCome, "to come")),
        ]
    }

    static func mark(_ cell: Journey.Cell, _ glyphs: Glyphs) -> Span {
        switch cell {
        case .posted: Span(String(glyphs.dayPosted), .accent)
        case .queued: Span(String(glyphs.dayQueued), .accent)
        case .next: Span(String(glyphs.dayNext), .title)
        case .missed: Span(String(missed), .dim)
        case .toCome: Span(String(glyphs.dayToCome), .dim)
        }
    }

    private static func drawChapter(_ chapter: Chapter, _ state: AppState, in line: Rect, of frame: inout Frame) {
        let isCurrent = chapter.days.contains(min(state.journey.nextDay, EntryRules.lastDay))
        frame.put(number(chapter.days.lowerBound), in: line, style: .dim)
        frame.put(chapter.title, in: line.inset(left: 5, right: 11), style: isCurrent ? .title : .dim)
        frame.put(cells(chapter.days, state), in: line.inset(left: line.width - 10))
    }

    private static func cells(_ days: ClosedRange<Int>, _ state: AppState) -> [Span] {
        days.map { mark(state.journey.cell($0), state.glyphs) }
    }

    private static func number(_ day: Int) -> String { TextWidth.padLeft(String(day), to: 3) }
}

/// The last weeks by weekday, newest at the bottom.
enum TodayWeeks {
    static let width = 20
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func draw(_ state: AppState, in area: Rect, of frame: inout Frame) {
        frame.put("       M T W T F S S", in: area, style: .dim)
        let count = min(5, area.height - 1)
        let monday = state.today.adding(days: 1 - state.today.weekday)
        for row in 0..<count {
            let first = monday.adding(days: -7 * (count - 1 - row))
            let label = "\(months[(first.month - 1) % 12]) \(TextWidth.padLeft(String(first.day), to: 2))"
            frame.put([Span(label + " ", .dim)] + (0..<7).flatMap { days in
                [Span(" "), mark(first.adding(days: days), state)]
            }, in: area, row: row + 1)
        }
    }

    private static func mark(_ date: CalendarDay, _ state: AppState) -> Span {
        if date > state.today { return Span(" ") }
        let written = state.journey.records.values.filter { $0.date == date }
        if !written.isEmpty {
            return TodayMap.mark(written.contains(where: \.isPosted) ? .posted : .queued, state.glyphs)
        }
        return TodayMap.mark(date == state.today ? .next : .toCome, state.glyphs)
    }
}
