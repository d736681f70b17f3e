import HDOCModels

/// A line for the participant or the search, then the table.
struct LeaderboardLayout {
    let pinned: Rect
    let table: Rect

    init(_ state: AppState) {
        self.init(Chrome(size: state.size).body)
    }

    init(_ body: Rect) {
        let parts = body.split(rows: [.fixed(body.height >= 3 ? 1 : 0), .share(1)])
        (pinned, table) = (Chrome.inset(parts[0]), parts[1])
    }

    var listHeight: Int { Table.listHeight(in: table.height) }
}

enum LeaderboardView {
    private static let columns = [
        TableColumn(title: "Rank", minimum: 5, ideal: 6, priority: 0, alignment: .trailing),
        TableColumn(title: "Handle", minimum: 14, ideal: 28, priority: 1),
        TableColumn(title: "Name", minimum: 14, ideal: 28, priority: 7),
        TableColumn(title: "Total", minimum: 6, ideal: 8, priority: 2, alignment: .trailing),
        TableColumn(title: "GitHub", minimum: 7, ideal: 8, priority: 3, alignment: .trailing),
        TableColumn(title: "+ Twitter", minimum: 9, ideal: 9, priority: 4, alignment: .trailing),
        TableColumn(title: "Streaks G/T", minimum: 11, ideal: 13, priority: 5, alignment: .trailing),
    ]

    /// Places gained or lost, where any are known.
    private static let movement = TableColumn(title: "Moved", minimum: 5, ideal: 6, priority: 6, alignment: .trailing)

    private static func showsMovement(_ state: AppState) -> Bool { state.library.movement.values.contains { $0 != 0 } }

    static func draw(_ state: AppState, _ layout: LeaderboardLayout, of frame: inout Frame) {
        let screen = state.leaderboardScreen
        if screen.list.count > 0 {
            let columns = showsMovement(state) ? columns[...0] + [movement] + columns[1...] : columns[...]
            Table(columns: Array(columns)).draw(into: &frame, area: layout.table, list: screen.list, glyphs: state.glyphs) { index in
                index < screen.rows.count ? row(screen.rows[index], state) : []
            }
        }
        if let search = screen.search {
            search.draw(into: &frame, area: layout.pinned, label: "/")
        } else {
            drawMe(state, in: layout.pinned, of: &frame)
        }
    }

    /// The participant's own place, whatever the list shows.
    private static func drawMe(_ state: AppState, in area: Rect, of frame: inout Frame) {
        guard let handle = state.library.handle?.lowercased(), !state.leaderboardScreen.rows.isEmpty else { return }
        guard let mine = state.leaderboardScreen.rows.first(where: { $0.journeyer.handle.lowercased() == handle }) else {
            frame.put("You are not ranked yet: no score is known of @\(handle).", in: area, style: .dim)
            return
        }
        let total = mine.journeyer.totalScore ?? 0
        frame.put([
            Span("You: ", .dim), Span("rank \(mine.rank) of \(state.leaderboardScreen.rows.count)", .accent),
            Span(", \(total) = GitHub \(mine.journeyer.githubScore ?? 0) + Twitter \(mine.journeyer.twitterScore ?? 0)", .dim),
        ], in: area)
    }

    private static func place(_ gained: Int, _ glyphs: Glyphs) -> Span {
        switch gained {
        case 0: Span("")
        case 1...: Span("\(glyphs.rankGained)\(gained)", .accent)
        default: Span("\(glyphs.rankLost)\(-gained)", .dim)
        }
    }

    private static func row(_ row: Leaderboard.Row, _ state: AppState) -> [Span] {
        func number(_ value: Int?) -> Span { value.map { Span(String($0)) } ?? Span("–", .dim) }
        func streak(_ days: Int?) -> String { TextWidth.padLeft(days.map(String.init) ?? "–", to: 3) }
        let journeyer = row.journeyer
        let isMe = journeyer.handle.lowercased() == state.library.handle?.lowercased()
        let moved = showsMovement(state) ? [place(state.library.movement[journeyer.handle.lowercased()] ?? 0, state.glyphs)] : []
        return [Span(String(row.rank))] + moved + [
            Span(journeyer.handle + (isMe ? " (you)" : ""), isMe ? .accent : .normal),
            Span(journeyer.fullName ?? "", .dim), Span(String(journeyer.totalScore ?? 0), isMe ? .accent : .normal),
            number(journeyer.githubScore), number(journeyer.twitterScore),
            Span("\(streak(journeyer.githubStreak)) / \(streak(journeyer.twitterStreak))", .dim),
        ]
    }
}
