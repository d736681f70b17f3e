/// A text of a frame that is a link.
struct FrameLink: Hashable {
    /// The cells of the text, in one row.
    let area: Rect
    /// The address as it was given; `TerminalLinks` checks it.
    let url: String
}

/// A clickable area of a frame. Views mark it while they draw, so it always matches the visible content.
public struct Target: Hashable, Sendable {
    /// What a click on an area does.
    public enum ClickAction: Hashable, Sendable {
        /// Selects the row of the focused list with this index.
        case row(Int)
        /// Opens the screen with this number, from 0.
        case tab(Int)
        /// Does the same as this key.
        case key(Key)
        /// Sorts by the column of the table with this index.
        case heading(Int)
        /// Puts the focus into the field with this number, from 0.
        case field(Int)
        /// Opens this address in a browser.
        case link(String)
        /// Scrolls when the wheel turns over it; a click does nothing. The number is given by the screen.
        case pane(Int)
    }

    /// The cells that respond.
    public let area: Rect
    /// What a click does.
    public let action: ClickAction

    /// An area and its action.
    public init(area: Rect, action: ClickAction) {
        self.area = area
        self.action = action
    }
}

extension Target.ClickAction {
    fileprivate var isPane: Bool { if case .pane = self { true } else { false } }
}

extension Frame {
    /// Marks an area as clickable. Cells outside the frame are ignored.
    public mutating func mark(_ area: Rect, _ action: Target.ClickAction) {
        let area = bounds.intersection(area)
        if !area.isEmpty { targets.append(Target(area: area, action: action)) }
    }

    /// The action of a click at a point. The area that was drawn last is on top.
    public func action(at point: Point) -> Target.ClickAction? {
        targets.last { $0.area.contains(point) && !$0.action.isPane }?.action
    }

    /// The number of the pane at a point; nil outside of panes.
    public func pane(at point: Point) -> Int? {
        targets.reversed().lazy.compactMap { if case .pane(let number) = $0.action, $0.area.contains(point) { number } else { nil } }.first
    }

    /// Makes the text in an area of one row a link: it can be clicked, and terminals that know links can open it themselves.
    mutating func link(_ area: Rect, to url: String) {
        mark(area, .link(url))
        links.append(FrameLink(area: bounds.intersection(area), url: url))
    }

    /// Removes everything that reacts to clicks, and the cursor, because something is drawn over the whole frame.
    public mutating func cover() { (targets, links, cursor) = ([], [], nil) }

    /// The number of areas that are marked as rows: the visible rows of the list.
    public var markedRows: Int { targets.count { if case .row = $0.action { true } else { false } } }
}
