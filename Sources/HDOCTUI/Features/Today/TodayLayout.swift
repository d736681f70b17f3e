import TerminalKit

/// The layout of Today, from a large window down to one line.
struct TodayLayout {
    /// The width of the map in columns: number, title and ten days of a chapter. The spaced map has a space between the days.
    private static let mapWidth = 48
    private static let spacedMapWidth = 58
    /// The width of the map in a small window: number and twenty days.
    private static let smallMapWidth = 25
    private static let factsWidth = 26
    private static let wideFactsWidth = 32
    private static let mapRows = 12

    /// The day and its bar.
    let head: Rect
    /// Streak, consistency, legend.
    let facts: Rect
    /// The last weeks. Empty if they are drawn below the facts or not at all.
    let weeks: Rect
    let map: Rect
    /// Whether the map has a line with a title for each chapter; otherwise a line contains two chapters.
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

    /// The rows of the list include the margins: the selected row has its marker in the left one.
    private static func rows(of body: Rect, like part: Rect) -> Rect {
        Rect(x: body.minX, y: part.minY, width: body.width, height: part.height)
    }
}
