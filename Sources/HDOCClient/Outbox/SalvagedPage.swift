import Foundation

/// A page of a damaged database that may be a leaf of a table.
enum SalvagedPage {
    private static let leafOfTable: UInt8 = 0x0D
    private static let headerSize = 8
    /// The size of the smallest row, in bytes.
    private static let smallestRow = 4

    /// Rewrites the header of the page as that of a leaf of a table. The header gives the kind of the page and the number of its rows;
    /// the positions of the rows follow it. A kind or number that does not fit the positions is damaged.
    /// - Returns: false if the page has no position of a row. It is not changed then.
    static func rebuild(_ bytes: inout Data, at start: Int, size: Int) -> Bool {
        func number(_ offset: Int) -> Int { Int(bytes[start + offset]) << 8 | Int(bytes[start + offset + 1]) }
        let stored = number(3)
        var positions: [Int] = []
        while headerSize + 2 * positions.count + 2 <= size {
            let position = number(headerSize + 2 * positions.count)
            // The rows are behind the positions.
            let isRow = position >= headerSize + 2 * (positions.count + 1) && position <= size - smallestRow
            guard isRow, !positions.contains(position) else { break }
            positions.append(position)
        }
        // Positions beyond the stored number belong to deleted rows, unless the number itself is damaged.
        let count = (1...max(positions.count, 1)).contains(stored) ? stored : positions.count
        guard count > 0, let first = positions.prefix(count).min() else { return false }
        if bytes[start] == leafOfTable, count == stored { return true }
        let header: [UInt8] = [leafOfTable, 0, 0, UInt8(count >> 8), UInt8(count & 0xFF), UInt8(first >> 8), UInt8(first & 0xFF), 0]
        bytes.replaceSubrange(start..<start + headerSize, with: header)
        return true
    }
}
