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

extension Frame {
    /// Marks an area as clickable. Cells outside the frame are ignored.
    public mutating func mark(_ area: Rect, _ action: Target.ClickAction) {
        let area = bounds.intersection(area)
        if !area.isEmpty { targets.append(Target(area: area, action: action)) }
    }

    /// The action of a click at a point. The area that was drawn last is on top.
    public func action(at point: Point) -> Target.ClickAction? { targets.last { $0.area.contains(point) }?.action }

    /// The number of areas that are marked as rows: the visible rows of the list.
    public var markedRows: Int { targets.count { if case .row = $0.action { true } else { false } } }
}
