import HDOCModels
import TerminalKit

/// A line for the participant and the search, then the table.
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
    static func draw(_ state: AppState, _ layout: LeaderboardLayout, of frame: inout Frame) {
        let screen = state.screens.leaderboard
        if screen.list.count > 0 {
            let rows = LeaderboardRows(state)
            let table = Table(
                columns: rows.columns.map { $0.table(state.glyphs) }, lastMarkedColumn: rows.columns.firstIndex(of: .handle) ?? 0)
            let bar = rows.columns.firstIndex(of: .parts)
            let barWidth = table.places(width: layout.table.width).first { $0.column == bar }?.width ?? 0
            table.drawCells(into: &frame, area: layout.table, list: screen.list, glyphs: state.glyphs) { index in
                index < screen.rows.count ? rows.cells(screen.rows[index], barWidth: barWidth) : [[Span("…", .dim)]]
            }
        }
        guard let search = screen.search else { return drawMe(state, in: layout.pinned, of: &frame) }
        let field = min(24, layout.pinned.width / 2)
        drawMe(state, in: layout.pinned.inset(left: field + 2), of: &frame)
        search.draw(
            into: &frame, area: layout.pinned.inset(right: layout.pinned.width - field), orOver: layout.table, label: "/")
    }

    /// Draws the participant's own rank, which is visible at every position of the list.
    private static func drawMe(_ state: AppState, in area: Rect, of frame: inout Frame) {
        let rows = state.screens.leaderboard.rows
        guard let handle = state.model.handle, !rows.isEmpty else { return }
        guard let row = rows.row(of: handle) else {
            let isWhole = rows.journeyerIndex.isWhole
            let text = isWhole ? "You are not ranked yet: the stage has no score for @\(handle)." : JourneyerStrings.unread
            frame.put(text, in: area, style: .dim)
            return
        }
        let mine = rows[row]
        let moved = LeaderboardRows.place(state.model.movement[GitHubHandle.key(handle)] ?? 0, state.glyphs)
        let total = mine.journeyer.totalScore ?? 0
        frame.put(
            [
                Span("You: ", .dim), Span("rank \(mine.rank) of \(rows.journeyerIndex.ranked)", .accent),
                Span(moved.text.isEmpty ? "" : " \(moved.text)", moved.style),
                Span(", \(total) = GitHub \(mine.journeyer.githubScore ?? 0) + Twitter \(mine.journeyer.twitterScore ?? 0)", .dim),
            ], in: area)
    }
}

/// The columns and cells of the leaderboard.
struct LeaderboardRows {
    enum LeaderboardColumn {
        case rank, moved, handle, name, total, parts, github, twitter, streaks

        func table(_ glyphs: Glyphs) -> TableColumn {
            switch self {
            case .rank: TableColumn(title: "Rank", minimum: 5, ideal: 6, priority: 0, alignment: .trailing)
            case .moved: TableColumn(title: "Moved", minimum: 5, ideal: 6, priority: 5, alignment: .trailing)
            case .handle: TableColumn(title: "Handle", minimum: 10, ideal: 20, priority: 1)
            case .name: TableColumn(title: "Name", minimum: 14, ideal: 20, priority: 9, grows: true)
            case .total: TableColumn(title: "Total", minimum: 6, ideal: 6, priority: 2, alignment: .trailing)
            case .parts: TableColumn(title: "\(glyphs.barFull) + \(glyphs.barSecond)", minimum: 10, ideal: 16, priority: 8, grows: true)
            case .github: TableColumn(title: "GitHub", minimum: 7, ideal: 7, priority: 3, alignment: .trailing)
            case .twitter: TableColumn(title: "+ Twitter", minimum: 9, ideal: 9, priority: 4, alignment: .trailing)
            case .streaks: TableColumn(title: "Streaks G/T", minimum: 11, ideal: 12, priority: 6, alignment: .trailing)
            }
        }
    }

    let columns: [LeaderboardColumn]
    private let state: AppState
    private let best: Int
    private let words: [String]

    init(_ state: AppState) {
        self.state = state
        best = state.screens.leaderboard.rows.first?.journeyer.totalScore ?? 0
        words = state.screens.leaderboard.rank == nil ? state.screens.leaderboard.words : []
        let hasMoved = state.model.movement.values.contains { $0 != 0 }
        columns =
            [.rank] + (hasMoved ? [.moved] : [])
            + [.handle, .name, .total, .parts, .github, .twitter, .streaks]
    }

    /// Places gained or lost since the leaderboard last changed.
    static func place(_ gained: Int, _ glyphs: Glyphs) -> Span {
        switch gained {
        case 0: Span("")
        case 1...: Span("\(glyphs.rankGained)\(gained)", .accent)
        default: Span("\(glyphs.rankLost)\(-gained)", .dim)
        }
    }

    func cells(_ row: LeaderboardRow, barWidth: Int) -> [[Span]] {
        columns.map { cell($0, row, barWidth) }
    }

    private func cell(_ column: LeaderboardColumn, _ row: LeaderboardRow, _ barWidth: Int) -> [Span] {
        func number(_ value: Int?, _ style: Style = .normal) -> [Span] { [value.map { Span(String($0), style) } ?? Span("–", .dim)] }
        let journeyer = row.journeyer
        let isMe = state.model.isMe(journeyer.handle)
        switch column {
        case .rank: return [Span(String(row.rank))]
        case .moved: return [Self.place(state.model.movement[GitHubHandle.key(journeyer.handle)] ?? 0, state.glyphs)]
        case .handle:
            let handle = MarkedText.spans(journeyer.handle, words: words, style: isMe ? .accent : .normal)
            return isMe ? handle + [Span(" (you)", .accent)] : handle
        case .name: return MarkedText.spans(journeyer.fullName ?? "", words: words, style: .dim)
        case .total: return number(journeyer.totalScore, isMe ? .accent : .normal)
        case .parts: return parts(journeyer, barWidth)
        case .github: return number(journeyer.githubScore)
        case .twitter: return number(journeyer.twitterScore)
        case .streaks:
            func days(_ value: Int?) -> String { TextWidth.padLeft(value.map(String.init) ?? "–", to: 3) }
            return [Span("\(days(journeyer.githubStreak)) / \(days(journeyer.twitterStreak))", .dim)]
        }
    }

    /// The total as a bar with a part for GitHub and one for Twitter. The highest total of all fills the width.
    private func parts(_ journeyer: Journeyer, _ width: Int) -> [Span] {
        let total = journeyer.totalScore ?? 0
        guard total > 0, best > 0 else { return [] }
        let share = Double(max(0, journeyer.githubScore ?? 0)) / Double(total)
        let bar = Bar.parts(Double(total) / Double(best), first: share, width: width, glyphs: state.glyphs)
        return [Span(bar.first, .bar), Span(bar.second, .bar)]
    }
}
