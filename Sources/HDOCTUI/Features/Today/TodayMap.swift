import HDOCModels
import TerminalKit

/// The map of the 100 days in ten chapters.
enum TodayMap {
    /// The sign of a missed day. It is a letter, which every terminal can show.
    private static let missed: Character = "x"

    static func draw(_ state: AppState, _ layout: TodayLayout, of frame: inout Frame) {
        guard !layout.map.isEmpty else { return }
        if layout.hasTitles {
            for (row, chapter) in Chapter.all.enumerated() { drawChapter(chapter, state, layout, row: row, of: &frame) }
        } else {
            for row in 0..<Chapter.all.count / 2 {
                let line = layout.map.row(row)
                let first = Chapter.all[row * 2].days, second = Chapter.all[row * 2 + 1].days
                frame.put(number(first.lowerBound), in: line, style: .dim)
                frame.put(cells(first, state) + [Span(" ")] + cells(second, state), in: line.inset(left: 4))
            }
        }
    }

    /// The legend of the signs.
    static func legend(_ state: AppState) -> [[Span]] {
        func item(_ cell: DayProgress, _ text: String) -> [Span] { [mark(cell, state.glyphs), Span(" \(text)", .dim)] }
        // If today's entry is written, its day has the sign of its state and is underlined.
        let isWritten = state.journey.dates.contains(state.today)
        let gap = [Span(" ")]
        return [
            item(.posted, "sent") + gap + item(.queued, "queued") + gap + item(.next, isWritten ? "next" : "today"),
            item(.missed, "missed") + gap + item(.toCome, "to come") + (isWritten ? gap + [Span("today", .title.underlined)] : []),
        ]
    }

    static func mark(_ cell: DayProgress, _ glyphs: Glyphs) -> Span {
        switch cell {
        case .posted: Span(String(glyphs.dayPosted), .accent)
        case .queued: Span(String(glyphs.dayQueued), .accent)
        case .next: Span(String(glyphs.dayNext), .title)
        case .missed: Span(String(missed), .dim)
        case .toCome: Span(String(glyphs.dayToCome), .dim)
        }
    }

    private static func drawChapter(
        _ chapter: Chapter, _ state: AppState, _ layout: TodayLayout, row: Int, of frame: inout Frame
    ) {
        let line = layout.map.row(row)
        let isCurrent = chapter.days.contains(min(state.journey.nextDay, EntryRules.lastDay))
        let width = layout.isSpaced ? 19 : 10
        frame.put(number(chapter.days.lowerBound), in: line, style: .dim)
        frame.put(chapter.title, in: line.inset(left: 5, right: width + 1), style: isCurrent ? .title : .dim)
        let days = cells(chapter.days, state)
        let spaced = days.enumerated().flatMap { $0 == 0 ? [$1] : [Span(" "), $1] }
        frame.put(layout.isSpaced ? spaced : days, in: line.inset(left: line.width - width))
    }

    /// The day that was written today is underlined.
    private static func cells(_ days: ClosedRange<Int>, _ state: AppState) -> [Span] {
        days.map { day in
            var span = mark(state.journey.progress(of: day), state.glyphs)
            if state.journey.records[day]?.date == state.today { span.style = span.style.bold.underlined }
            return span
        }
    }

    private static func number(_ day: Int) -> String { TextWidth.padLeft(String(day), to: 3) }
}

/// The last weeks by weekday, newest at the bottom.
enum TodayWeeks {
    static let width = 20

    static func draw(_ state: AppState, in area: Rect, of frame: inout Frame) {
        frame.put("       M T W T F S S", in: area, style: .dim)
        let count = min(11, area.height - 1)
        let monday = state.today.adding(days: 1 - state.today.weekday)
        let first = state.journey.dates.min()
        for row in 0..<count {
            let start = monday.adding(days: -7 * (count - 1 - row))
            frame.put(
                [Span(TextWidth.padRight(ShortDate.text(start), to: 7), .dim)]
                    + (0..<7).flatMap { days in
                        [Span(days == 0 ? "" : " "), mark(start.adding(days: days), first: first, state)]
                    }, in: area, row: row + 1)
        }
    }

    private static func mark(_ date: CalendarDay, first: CalendarDay?, _ state: AppState) -> Span {
        if date > state.today { return Span(" ") }
        let written = state.journey.records.values.filter { $0.date == date }
        if !written.isEmpty {
            return TodayMap.mark(written.contains(where: \.isPosted) ? .posted : .queued, state.glyphs)
        }
        if date == state.today { return TodayMap.mark(.next, state.glyphs) }
        return TodayMap.mark(first.map { date > $0 } ?? false ? .missed : .toCome, state.glyphs)
    }
}

/// Short forms of a date: `Nov  2`, `Mon Nov 2`.
enum ShortDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    static func text(_ date: CalendarDay) -> String {
        "\(months[(date.month + 11) % 12]) \(TextWidth.padLeft(String(date.day), to: 2))"
    }

    /// The date with its weekday, and with its year if it differs from the year of `today`.
    static func full(_ date: CalendarDay, today: CalendarDay) -> String {
        let day = "\(weekdays[(date.weekday + 6) % 7]) \(months[(date.month + 11) % 12]) \(date.day)"
        return date.year == today.year ? day : "\(day) \(date.year)"
    }
}
