/// A move of the selection in a list.
public enum ListMove: Hashable, Sendable {
    case up, down, pageUp, pageDown, first, last
    case to(Int)

    /// What the usual keys mean in a list; nil for others.
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

/// Which row of a list is selected and which rows are seen. It knows how many rows there are, not what they are, so a list of any
/// length costs the same.
public struct ListState: Hashable, Sendable {
    public private(set) var count: Int
    /// The selected row, from 0; 0 in an empty list too.
    public private(set) var selection = 0
    /// The first row that is seen.
    public private(set) var offset = 0

    public init(count: Int = 0) {
        self.count = max(0, count)
    }

    /// The selected row, nil in an empty list.
    public var selected: Int? { count == 0 ? nil : selection }

    /// `height`: the rows that the screen has for the list.
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

    /// Selects a row that is seen, without moving what is seen.
    public mutating func select(_ row: Int) { selection = max(0, min(row, count - 1)) }

    /// Moves what is seen by so many rows; the selection stays where it is, or at the edge.
    public mutating func scroll(by rows: Int, height: Int) {
        offset = max(0, min(offset + rows, count - height))
        selection = max(offset, min(selection, offset + max(1, height) - 1))
        settle(height: height)
    }

    /// The list has so many rows now; the selection stays where it is as far as possible.
    public mutating func setCount(_ count: Int, height: Int) {
        self.count = max(0, count)
        settle(height: height)
    }

    /// The rows that are seen in so many rows of screen; always with the selected one where there is any room.
    public func window(height: Int) -> Range<Int> {
        var settled = self
        settled.settle(height: height)
        return settled.offset..<min(count, settled.offset + max(0, height))
    }

    private mutating func settle(height: Int) {
        selection = max(0, min(selection, count - 1))
        let height = max(1, height)
        // The selection in view, and no empty rows below the last one.
        offset = max(selection - height + 1, min(offset, selection))
        offset = max(0, min(offset, count - height))
    }
}
