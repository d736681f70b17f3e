/// A size in columns and rows, never negative.
public struct Size: Hashable, Sendable {
    /// The number of columns.
    public let width: Int
    /// The number of rows.
    public let height: Int

    /// A size; negative values become 0.
    public init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// The size without any cell.
    public static let zero = Size(width: 0, height: 0)
}

/// The position of a cell: column `x` from the left and row `y` from the top, both from 0. It may be outside a frame.
public struct Point: Hashable, Sendable {
    /// The column, from 0.
    public var x: Int
    /// The row, from 0.
    public var y: Int

    /// The top left cell.
    public static let zero = Point(x: 0, y: 0)

    /// The cell at column `x` and row `y`.
    public init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

/// A rectangular area of cells. Every operation returns an area inside the original area; it may be empty.
public struct Rect: Hashable, Sendable {
    /// The top left cell.
    public let origin: Point
    /// The number of columns and rows.
    public let size: Size

    /// An area of `size` whose top left cell is `origin`.
    public init(origin: Point = .zero, size: Size) {
        self.origin = origin
        self.size = size
    }

    /// An area by its top left cell and its size; a negative size becomes 0.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.init(origin: Point(x: x, y: y), size: Size(width: width, height: height))
    }

    /// The first column.
    public var minX: Int { origin.x }
    /// The first row.
    public var minY: Int { origin.y }
    /// The first column to the right of the area.
    public var maxX: Int { origin.x + size.width }
    /// The first row below the area.
    public var maxY: Int { origin.y + size.height }
    /// The number of columns.
    public var width: Int { size.width }
    /// The number of rows.
    public var height: Int { size.height }
    /// Whether the area has no cell.
    public var isEmpty: Bool { width == 0 || height == 0 }

    /// Whether the cell at `point` is in the area.
    public func contains(_ point: Point) -> Bool {
        minX <= point.x && point.x < maxX && minY <= point.y && point.y < maxY
    }

    /// The cells that are in both areas.
    public func intersection(_ other: Rect) -> Rect {
        let x = min(max(minX, other.minX), maxX)
        let y = min(max(minY, other.minY), maxY)
        return Rect(x: x, y: y, width: min(maxX, other.maxX) - x, height: min(maxY, other.maxY) - y)
    }

    /// The area without the given numbers of rows and columns at its edges.
    public func inset(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) -> Rect {
        intersection(
            Rect(
                x: minX + left, y: minY + top, width: width - left - right, height: height - top - bottom))
    }

    /// The area without `amount` rows and columns at each edge.
    public func inset(by amount: Int) -> Rect {
        inset(top: amount, left: amount, bottom: amount, right: amount)
    }

    /// One row of the area, counted from 0 at the top; empty if the area has no such row.
    public func row(_ index: Int) -> Rect {
        intersection(Rect(x: minX, y: minY + index, width: width, height: 1))
    }

    /// An area of the given size in the middle of this area, or smaller if the size does not fit.
    public func centered(_ wanted: Size) -> Rect {
        let fit = Size(width: min(wanted.width, width), height: min(wanted.height, height))
        return Rect(
            x: minX + (width - fit.width) / 2, y: minY + (height - fit.height) / 2, width: fit.width, height: fit.height)
    }
}

/// The length of one part of an area that is split.
public enum Length: Hashable, Sendable {
    /// This number of cells, or fewer if the area is too small.
    case fixed(Int)
    /// A share of the cells that the fixed parts leave, weighted by this number.
    case share(Int)
}

extension Rect {
    /// Splits the area into parts from top to bottom. If the area is too small, the last fixed parts get fewer rows or none.
    public func split(rows lengths: [Length]) -> [Rect] {
        var y = 0
        return Self.measure(lengths, total: height).map { length in
            defer { y += length }
            return Rect(x: minX, y: minY + y, width: width, height: length)
        }
    }

    /// Splits the area into parts from left to right. If the area is too small, the last fixed parts get fewer columns or none.
    public func split(columns lengths: [Length]) -> [Rect] {
        var x = 0
        return Self.measure(lengths, total: width).map { length in
            defer { x += length }
            return Rect(x: minX + x, y: minY, width: length, height: height)
        }
    }

    private static func measure(_ lengths: [Length], total: Int) -> [Int] {
        var rest = total
        var result = lengths.map { length -> Int in
            guard case .fixed(let wanted) = length else { return 0 }
            let given = min(max(0, wanted), rest)
            rest -= given
            return given
        }
        var weights = lengths.reduce(0) { $0 + weight($1) }
        for (index, length) in lengths.enumerated() where weight(length) > 0 {
            let given = rest * weight(length) / weights
            result[index] = given
            rest -= given
            weights -= weight(length)
        }
        return result
    }

    private static func weight(_ length: Length) -> Int {
        if case .share(let weight) = length { max(0, weight) } else { 0 }
    }
}
