/// A part of a frame that answers a click. Views mark it as they draw it, so that what is hit is what is seen.
public struct Target: Hashable, Sendable {
    public enum ClickAction: Hashable, Sendable {
        /// A row of the list that has the keys.
        case row(Int)
        /// A screen, by its number from 0.
        case tab(Int)
        /// The same as this key.
        case key(Key)
    }

    public let area: Rect
    public let action: ClickAction

    public init(area: Rect, action: ClickAction) {
        self.area = area
        self.action = action
    }
}

extension Frame {
    public mutating func mark(_ area: Rect, _ action: Target.ClickAction) {
        let area = bounds.intersection(area)
        if !area.isEmpty { targets.append(Target(area: area, action: action)) }
    }

    /// What a click there asks for; what was drawn last lies on top.
    public func action(at point: Point) -> Target.ClickAction? { targets.last { $0.area.contains(point) }?.action }

    /// How many rows of the list are seen.
    public var markedRows: Int { targets.count { if case .row = $0.action { true } else { false } } }
}
