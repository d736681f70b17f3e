import HDOCModels

enum JourneyersView {
    struct Column {
        let table: TableColumn
        let sort: JourneyerSort?
    }

    static let columns = [
        Column(table: TableColumn(title: "Handle", minimum: 14, ideal: 20, priority: 0), sort: .handle),
        Column(table: TableColumn(title: "Name", minimum: 16, ideal: 26, priority: 5), sort: .name),
        Column(table: TableColumn(title: "", minimum: 10, ideal: 12, priority: 3), sort: nil),
        Column(table: TableColumn(title: "Days", minimum: 6, ideal: 6, priority: 1, alignment: .trailing), sort: .days),
        Column(
            table: TableColumn(title: "GitHub streak", minimum: 13, ideal: 15, priority: 6, alignment: .trailing),
            sort: .githubStreak),
        Column(
            table: TableColumn(title: "Twitter streak", minimum: 14, ideal: 16, priority: 7, alignment: .trailing),
            sort: .twitterStreak),
        Column(table: TableColumn(title: "Score", minimum: 7, ideal: 7, priority: 2, alignment: .trailing), sort: .score),
        Column(table: TableColumn(title: "Last entry", minimum: 12, ideal: 12, priority: 4), sort: .lastEntry),
        Column(table: TableColumn(title: "Joined", minimum: 10, ideal: 10, priority: 8), sort: .joined),
    ]

    private static let barColumn = 2

    static func draw(_ state: AppState, _ layout: JourneyersLayout, of frame: inout Frame) {
        if !layout.table.isEmpty { drawTable(state, in: layout.table, of: &frame) }
        drawSearch(state, in: layout.search, of: &frame)
        if !layout.profile.isEmpty, let journeyer = state.journeyersScreen.selected {
            ProfileView.draw(journeyer, state, in: layout.profile, isBeside: !layout.table.isEmpty, of: &frame)
        }
    }

    private static func drawSearch(_ state: AppState, in area: Rect, of frame: inout Frame) {
        guard !area.isEmpty else { return }
        let screen = state.journeyersScreen
        if !screen.query.isEmpty {
            let found = "\(screen.shown.count) of \(state.library.journeyers.value.count) match"
            frame.put(found, in: area, style: .dim, alignment: .trailing)
        }
        if let search = screen.search {
            search.draw(into: &frame, area: area.inset(right: min(24, area.width / 3)), label: "/")
        } else if !screen.query.isEmpty {
            frame.put("/" + screen.query, in: area.inset(right: min(24, area.width / 3)), style: .accent)
        } else if screen.list.count > 0 {
            frame.put(order(screen), in: area, style: .dim)
        }
    }

    /// The order in words, for when its column has no room.
    private static func order(_ screen: JourneyersState) -> String {
        let title = columns.first { $0.sort == screen.sort }?.table.title ?? screen.sort.rawValue
        return "by \(title.lowercased())\(screen.isReversed ? ", reversed" : "")"
    }

    private static func drawTable(_ state: AppState, in area: Rect, of frame: inout Frame) {
        let screen = state.journeyersScreen
        guard !state.library.journeyers.value.isEmpty else { return }
        guard screen.list.count > 0 else {
            frame.put("Nobody matches “\(screen.query)”.", in: Chrome.inset(area), row: 1, style: .dim)
            return
        }
        let sorted = columns.firstIndex { $0.sort == screen.sort }
        let table = Table(
            columns: columns.map(\.table),
            sort: sorted.map { TableSort(column: $0, isAscending: screen.sort.startsAscending != screen.isReversed) })
        let barWidth = table.places(width: area.width).first { $0.column == barColumn }?.width ?? 0
        table.draw(into: &frame, area: area, list: screen.list, glyphs: state.glyphs) { index in
            index < screen.shown.count ? row(screen.shown[index], barWidth: barWidth, state) : []
        }
    }

    private static func row(_ journeyer: Journeyer, barWidth: Int, _ state: AppState) -> [Span] {
        func number(_ value: Int?) -> Span { value.map { Span(String($0)) } ?? Span("–", .dim) }
        let isMe = journeyer.handle.lowercased() == state.library.handle?.lowercased()
        return [
            Span(journeyer.handle, isMe ? .accent : .normal), Span(journeyer.fullName ?? "", .dim),
            // Clamped at a hundred; the number beside it is not.
            Span(Bar.text(Double(journeyer.daysCompleted ?? 0) / 100, width: barWidth, glyphs: state.glyphs), .accent),
            number(journeyer.daysCompleted), number(journeyer.githubStreak),
            number(journeyer.twitterStreak), number(journeyer.totalScore),
            Span(journeyer.lastEntryAt.map { state.age($0) } ?? "–", .dim),
            Span(journeyer.dateJoined.map { CalendarDay($0, in: state.setting.zone).description } ?? "–", .dim),
        ]
    }
}
