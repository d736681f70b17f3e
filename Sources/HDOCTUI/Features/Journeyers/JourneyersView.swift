import HDOCClient
import HDOCModels
import TerminalKit

enum JourneyerStrings {
    /// Said of what is known only when all journeyers are read.
    static let unread = "hdoc has not read all journeyers yet."
}

enum JourneyersView {
    static func draw(_ state: AppState, _ layout: JourneyersLayout, of frame: inout Frame) {
        if !layout.table.isEmpty { drawTable(state, in: layout.table, of: &frame) }
        drawSearch(state, layout, of: &frame)
        if state.screens.journeyers.counts[.all] ?? 0 > 0 {
            FilterChips.draw(state.screens.journeyers, state, in: layout.chips, of: &frame)
        }
        if !layout.profile.isEmpty, let journeyer = state.screens.journeyers.selected {
            ProfileView.draw(journeyer, state, in: layout.profile, isBeside: !layout.table.isEmpty, of: &frame)
        }
    }

    private static func drawSearch(_ state: AppState, _ layout: JourneyersLayout, of frame: inout Frame) {
        let (screen, area) = (state.screens.journeyers, layout.search)
        let whole = screen.counts[screen.filter] ?? 0
        // Before the first ones are read, none are known.
        let isUnknown = screen.isWaiting || (screen.counts[.all] ?? 0) == 0
        let found = screen.query.isEmpty || isUnknown ? nil : "\(screen.shown.count) of \(whole) match"
        let counts = [screen.marks.text, found].compactMap(\.self)
        frame.put(counts.joined(separator: ", "), in: area, style: .dim, alignment: .trailing)
        var field = area.inset(right: min(24, area.width / 3))
        if let view = screen.view {
            field = field.inset(left: frame.put([Span(view.name, .accent.bold.underlined), Span("  ")], in: field))
        }
        if let search = screen.search {
            search.draw(into: &frame, area: field, orOver: layout.table, label: "/", wrong: screen.typed.problem?.characters)
        } else if !screen.query.isEmpty {
            frame.put("/" + screen.query, in: field, style: .accent)
        } else if whole > 0 || screen.filter != .all {
            frame.put(order(screen), in: field, style: .dim)
        }
    }

    /// The sort order and the filter in words, because a small window may have no room for the sorted column or the filters.
    private static func order(_ screen: JourneyersState) -> String {
        let title = JourneyerColumn.allCases.first { $0.sort == screen.sort }?.title ?? screen.sort.rawValue
        let order = "by \(title.lowercased())\(screen.isReversed ? ", reversed" : "")"
        return screen.filter == .all ? order : "\(screen.filter.longTitle), \(order)"
    }

    private static func drawTable(_ state: AppState, in area: Rect, of frame: inout Frame) {
        let screen = state.screens.journeyers
        guard state.model.journeyers.value > 0 else { return }
        if screen.isWaiting {
            frame.put(JourneyerStrings.unread, in: Chrome.inset(area), row: 1, style: .dim)
            return
        }
        guard screen.list.count > 0 else {
            let place = screen.view.map { "is in the view \($0.name)" } ?? "is \(screen.filter.longTitle)"
            let whom = screen.query.isEmpty ? place : "matches “\(screen.query)”"
            frame.put("No journeyer \(whom).", in: Chrome.inset(area), row: 1, style: .dim)
            return
        }
        let rows = JourneyerRows(state)
        let sorted = rows.columns.firstIndex { $0.sort == screen.sort }
        let table = Table(
            columns: rows.columns.map { $0.table(width: area.width) },
            sort: sorted.map { TableSort(column: $0, isAscending: screen.sort.startsAscending != screen.isReversed) })
        let bar = rows.columns.firstIndex(of: .bar)
        let barWidth = table.places(width: area.width).first { $0.column == bar }?.width ?? 0
        table.drawCells(into: &frame, area: area, list: screen.list, glyphs: state.glyphs, isMarked: { screen.isMarked($0) }) { index in
            index < screen.shown.count ? rows.cells(screen.shown[index], barWidth: barWidth) : [[Span("…", .dim)]]
        }
    }
}
