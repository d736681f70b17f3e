import TerminalKit

/// The layout of Today, from a large window down to one line.
struct TodayLayout {
    /// Columns of a chapter's line: number, title, ten days; and with a space between the days.
    private static let mapWidth = 48
    private static let spacedMapWidth = 58
    /// Columns of the map in a narrow window: number and twenty days.
    private static let smallMapWidth = 25
    private static let factsWidth = 26
    private static let wideFactsWidth = 32
    private static let mapRows = 12

    /// The day and its bar.
    let head: Rect
    /// Streak, consistency, legend.
    let facts: Rect
    /// The last weeks; empty where they stand under the facts, if there is room.
    let weeks: Rect
    let map: Rect
    /// The map has a line for each chapter, with its title; else one for two chapters.
    let hasTitles: Bool
    let isSpaced: Bool
    let entries: Rect

    init(_ state: AppState) {
        self.init(Chrome(size: state.size).body)
    }

    init(_ body: Rect) {
        let area = Chrome.inset(body)
        hasTitles = area.height >= Self.mapRows && area.width >= Self.mapWidth
        let isBeside = hasTitles && area.width >= Self.mapWidth + 2 + Self.factsWidth
        let widest = Self.spacedMapWidth + Self.wideFactsWidth + TodayWeeks.width + 6
        isSpaced = isBeside && area.width >= widest
        if isBeside {
            let top = area.split(rows: [.fixed(Self.mapRows), .fixed(area.height >= 15 ? 1 : 0), .share(1)])
            let mapWidth = isSpaced ? Self.spacedMapWidth : Self.mapWidth
            let hasWeeks = area.width >= Self.mapWidth + Self.wideFactsWidth + TodayWeeks.width + 6
            let gap = hasWeeks ? 3 : min(8, max(2, area.width - 80))
            let columns = top[0].split(columns: [
                .fixed(mapWidth), .fixed(gap), .share(1), .fixed(hasWeeks ? gap : 0), .fixed(hasWeeks ? TodayWeeks.width : 0),
            ])
            (head, map, facts, weeks) = (columns[0].row(0), columns[0].inset(top: 2), columns[2], columns[4])
            entries = Self.rows(of: body, like: top[2])
        } else {
            let mapHeight = hasTitles ? 10 : area.height >= 7 && area.width >= Self.smallMapWidth ? 5 : 0
            let factRows = max(0, min(5, area.height - 1 - mapHeight))
            let parts = area.split(rows: [
                .fixed(1), .fixed(factRows), .fixed(mapHeight), .fixed(area.height > 18 ? 1 : 0), .share(1),
            ])
            (head, facts, map, weeks) = (parts[0], parts[1], parts[2], area.row(-1))
            entries = Self.rows(of: body, like: parts[4])
        }
    }

    var listHeight: Int { Table.listHeight(in: entries.height) }

    /// The list uses the margin for the sign of its selected row.
    private static func rows(of body: Rect, like part: Rect) -> Rect {
        Rect(x: body.minX, y: part.minY, width: body.width, height: part.height)
    }
}
