/// Columns and rows. Never negative.
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

    /// No cell.
    public static let zero = Size(width: 0, height: 0)
}

/// A cell's place: column `x` from the left, row `y` from the top, both from 0. May lie outside a frame.
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

/// An area of cells. Every operation yields an area inside the one it started from, empty where nothing is left.
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

    /// The area without this many rows and columns at its edges.
    public func inset(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) -> Rect {
        intersection(
            Rect(
                x: minX + left, y: minY + top, width: width - left - right, height: height - top - bottom))
    }

    /// The area without `amount` rows and columns at each edge.
    public func inset(by amount: Int) -> Rect {
        inset(top: amount, left: amount, bottom: amount, right: amount)
    }

    /// One row of the area, from 0 at its top; empty outside it.
    public func row(_ index: Int) -> Rect {
        intersection(Rect(x: minX, y: minY + index, width: width, height: 1))
    }

    /// An area of the given size in the middle, cut to what fits.
    public func centered(_ wanted: Size) -> Rect {
        let fit = Size(width: min(wanted.width, width), height: min(wanted.height, height))
        return Rect(
            x: minX + (width - fit.width) / 2, y: minY + (height - fit.height) / 2, width: fit.width, height: fit.height)
    }
}

/// How much of an area one part of it takes.
public enum Length: Hashable, Sendable {
    /// Exactly this many cells, as long as there are any.
    case fixed(Int)
    /// This share of what the fixed parts leave.
    case share(Int)
}

extension Rect {
    /// Parts from top to bottom. First come, first served where the area is too small.
    public func split(rows lengths: [Length]) -> [Rect] {
        var y = 0
        return Self.measure(lengths, total: height).map { length in
            defer { y += length }
            return Rect(x: minX, y: minY + y, width: width, height: length)
        }
    }

    /// Parts from left to right. First come, first served where the area is too small.
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
