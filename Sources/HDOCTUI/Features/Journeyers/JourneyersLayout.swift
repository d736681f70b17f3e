import TerminalKit

/// The layout of Journeyers: a line for the filters, one for the search, the table, and the profile beside or over them.
struct JourneyersLayout {
    /// In columns. From this width on, the profile is beside the table; in a narrower window, it covers the list.
    static let wideFrom = 110
    private static let profileWidth = 50

    let search: Rect
    /// The filters; empty in a low window.
    let chips: Rect
    /// Empty while the profile covers it.
    let table: Rect
    /// Empty while no profile is open.
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

    /// The number of rows of the list. It is the same while the profile covers the list.
    var listHeight: Int { Table.listHeight(in: table.isEmpty ? Self.list(profile).table.height : table.height) }

    private static func list(_ area: Rect) -> (chips: Rect, search: Rect, table: Rect) {
        let parts = area.split(rows: [.fixed(area.height >= 12 ? 1 : 0), .fixed(area.height >= 3 ? 1 : 0), .share(1)])
        return (Chrome.inset(parts[0]), Chrome.inset(parts[1]), parts[2])
    }
}
