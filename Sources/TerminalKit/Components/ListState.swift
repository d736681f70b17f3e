/// A move of the selection in a list.
public enum ListMove: Hashable, Sendable {
    /// A step by one row, by one page, or to either end of the list.
    case up, down, pageUp, pageDown, first, last
    /// To the row with this index, from 0.
    case to(Int)

    /// The move for a key, or nil if the key does not move the selection.
    public init?(key: Key) {
        switch key {
        case .up, .char("k"): self = .up
        case .down, .char("j"): self = .down
        case .pageUp, .ctrl("b"): self = .pageUp
        case .pageDown, .ctrl("f"): self = .pageDown
        case .home, .char("g"): self = .first
        case .end, .char("G"): self = .last
        default: return nil
        }
    }
}

/// The selected row and the visible rows of a list. It stores the number of rows and not their content, so its cost does not
/// depend on the length of the list.
public struct ListState: Hashable, Sendable {
    /// The number of rows.
    public private(set) var count: Int
    /// The selected row, from 0; also 0 in an empty list.
    public private(set) var selection = 0
    /// The first visible row.
    public private(set) var offset = 0

    /// A list of `count` rows with the first one selected.
    public init(count: Int = 0) {
        self.count = max(0, count)
    }

    /// The selected row, nil in an empty list.
    public var selected: Int? { count == 0 ? nil : selection }

    /// Moves the selection and scrolls so that it is visible.
    /// - Parameters:
    ///   - move: the step; it stops at either end of the list.
    ///   - height: the number of visible rows.
    public mutating func move(_ move: ListMove, height: Int) {
        let page = max(1, height - 1)
        switch move {
        case .up: selection -= 1
        case .down: selection += 1
        case .pageUp: selection -= page
        case .pageDown: selection += page
        case .first: selection = 0
        case .last: selection = count - 1
        case .to(let row): selection = row
        }
        settle(height: height)
    }

    /// Selects a visible row without scrolling.
    public mutating func select(_ row: Int) { selection = max(0, min(row, count - 1)) }

    /// Scrolls by a number of rows. The selection keeps its row, or moves to the nearest visible row.
    public mutating func scroll(by rows: Int, height: Int) {
        offset = max(0, min(offset + rows, count - height))
        selection = max(offset, min(selection, offset + max(1, height) - 1))
        settle(height: height)
    }

    /// Changes the number of rows and keeps the selection as far as possible.
    public mutating func setCount(_ count: Int, height: Int) {
        self.count = max(0, count)
        settle(height: height)
    }

    /// The range of visible rows if the screen has `height` rows for the list. It includes the selected row unless `height` is 0.
    public func window(height: Int) -> Range<Int> {
        var settled = self
        settled.settle(height: height)
        return settled.offset..<min(count, settled.offset + max(0, height))
    }

    private mutating func settle(height: Int) {
        selection = max(0, min(selection, count - 1))
        let height = max(1, height)
        // Scroll so that the selected row is visible, and so that there are no empty rows below the last one if the list is long enough.
        offset = max(selection - height + 1, min(offset, selection))
        offset = max(0, min(offset, count - height))
    }
}
