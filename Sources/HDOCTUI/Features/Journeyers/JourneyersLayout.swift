import TerminalKit

/// Where the parts of Journeyers stand: a line for the search, one for the filters, the table, and the profile beside or over it.
struct JourneyersLayout {
    /// From this width on the profile stands beside the table.
    static let wideFrom = 110
    private static let profileWidth = 50

    let search: Rect
    /// The filters; empty in a low window.
    let chips: Rect
    /// Empty while the profile lies over it.
    let table: Rect
    /// Empty while it is closed.
    let profile: Rect

    init(_ state: AppState) {
        self.init(Chrome(size: state.size).body, isProfileOpen: state.screens.journeyers.profile != nil)
    }

    init(_ body: Rect, isProfileOpen: Bool) {
        guard isProfileOpen else {
            (chips, search, table) = Self.list(body)
            profile = Rect(x: body.maxX, y: body.minY, width: 0, height: 0)
            return
        }
        if body.width >= Self.wideFrom {
            let parts = body.split(columns: [.share(1), .fixed(Self.profileWidth)])
            (chips, search, table) = Self.list(parts[0].inset(right: 1))
            profile = parts[1]
        } else {
            (chips, search, table) = (body.row(-1), body.row(-1), body.row(-1))
            profile = body
        }
    }

    /// With the profile over it, the list keeps the rows it has without.
    var listHeight: Int { Table.listHeight(in: table.isEmpty ? Self.list(profile).table.height : table.height) }

    private static func list(_ area: Rect) -> (chips: Rect, search: Rect, table: Rect) {
        let parts = area.split(rows: [.fixed(area.height >= 12 ? 1 : 0), .fixed(area.height >= 3 ? 1 : 0), .share(1)])
        return (Chrome.inset(parts[0]), Chrome.inset(parts[1]), parts[2])
    }
}
