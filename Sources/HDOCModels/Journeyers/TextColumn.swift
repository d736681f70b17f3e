/// Texts in one buffer that are compared as bytes, for sorting.
struct TextColumn: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []

    var count: Int { ends.count }

    mutating func append(_ text: some Sequence<UInt8>) {
        bytes.append(contentsOf: text)
        ends.append(UInt32(bytes.count))
    }

    /// The positions in ascending order. Equal texts stay in the order of `positions`.
    func sorted(_ positions: [Int32]) -> [Int32] {
        bytes.withUnsafeBytes { bytes in
            ends.withUnsafeBufferPointer { ends in
                let keyed = positions.enumerated().map { (position: $1, place: Int32($0)) }
                return keyed.sorted { a, b in
                    let order = Self.compare(Int(a.position), Int(b.position), bytes, ends)
                    return order == 0 ? a.place < b.place : order < 0
                }.map(\.position)
            }
        }
    }

    /// Whether the texts at two positions are equal.
    func isSame(_ a: Int32, _ b: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            ends.withUnsafeBufferPointer { Self.compare(Int(a), Int(b), bytes, $0) == 0 }
        }
    }

    private static func compare(_ a: Int, _ b: Int, _ bytes: UnsafeRawBufferPointer, _ ends: UnsafeBufferPointer<UInt32>) -> Int {
        let (one, other) = (slice(a, bytes, ends), slice(b, bytes, ends))
        var index = 0
        while index < one.count && index < other.count {
            if one[index] != other[index] { return Int(one[index]) - Int(other[index]) }
            index += 1
        }
        return one.count - other.count
    }

    private static func slice(_ index: Int, _ bytes: UnsafeRawBufferPointer, _ ends: UnsafeBufferPointer<UInt32>) -> UnsafeRawBufferPointer
    {
        UnsafeRawBufferPointer(rebasing: bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])])
    }
}
