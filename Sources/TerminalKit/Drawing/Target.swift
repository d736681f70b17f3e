/// A part of a frame that answers a click. Views mark it as they draw it, so that what is hit is what is seen.
struct Target: Hashable, Sendable {
    enum Action: Hashable, Sendable {
        /// A row of the list that has the keys.
        case row(Int)
        /// A screen, by its number from 0.
        case tab(Int)
        /// The same as this key.
        case key(Key)
    }

    let area: Rect
    let action: Action
}

extension Frame {
    mutating func mark(_ area: Rect, _ action: Target.Action) {
        let area = bounds.intersection(area)
        if !area.isEmpty { targets.append(Target(area: area, action: action)) }
    }

    /// What a click there asks for; what was drawn last lies on top.
    func action(at point: Point) -> Target.Action? { targets.last { $0.area.contains(point) }?.action }

    /// How many rows of the list are seen.
    var markedRows: Int { targets.count { if case .row = $0.action { true } else { false } } }
}
