/// Where the parts of Today stand, from a wall of everything down to one line.
struct TodayLayout {
    /// Columns of a chapter's line: number, title, ten days.
    static let mapWidth = 48
    /// Columns of the map in a narrow window: number and twenty days.
    static let smallMapWidth = 25
    private static let factsWidth = 26

    /// The day and its bar.
    let head: Rect
    /// Streak, consistency, legend, weeks.
    let facts: Rect
    let map: Rect
    /// The map has a line for each chapter, with its title; else one for two chapters.
    let hasTitles: Bool
    let entries: Rect

    init(_ state: AppState) {
        self.init(Chrome(size: state.size).body)
    }

    init(_ body: Rect) {
        let area = Chrome.inset(body)
        hasTitles = area.height >= 12 && area.width >= Self.mapWidth
        if hasTitles && area.width >= Self.mapWidth + 2 + Self.factsWidth {
            let top = area.split(rows: [.fixed(12), .fixed(area.height >= 15 ? 1 : 0), .share(1)])
            let columns = top[0].split(columns: [.fixed(Self.mapWidth), .fixed(min(8, max(2, area.width - 80))), .share(1)])
            head = columns[0].row(0)
            map = columns[0].inset(top: 2)
            facts = columns[2]
            entries = Self.rows(of: body, like: top[2])
        } else {
            let mapHeight = hasTitles ? 10 : area.height >= 7 && area.width >= Self.smallMapWidth ? 5 : 0
            let factRows = max(0, min(4, area.height - 1 - mapHeight))
            let parts = area.split(rows: [
                .fixed(1), .fixed(factRows), .fixed(mapHeight), .fixed(area.height > 18 ? 1 : 0), .share(1),
            ])
            (head, facts, map) = (parts[0], parts[1], parts[2])
            entries = Self.rows(of: body, like: parts[4])
        }
    }

    var listHeight: Int { Table.listHeight(in: entries.height) }

    /// The list uses the margin for the sign of its selected row.
    private static func rows(of body: Rect, like part: Rect) -> Rect {
        Rect(x: body.minX, y: part.minY, width: body.width, height: part.height)
    }
}
