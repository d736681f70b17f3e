/// A small number for each journeyer: 0 if a value is unknown, and otherwise one more than its rank among the distinct values. The column
/// has one, two or four bytes for each, as the number of ranks requires.
enum RankColumn: Sendable {
    case narrow([UInt8])
    case medium([UInt16])
    case wide([UInt32])

    /// - Parameter distinct: the number of distinct values.
    init(count: Int, distinct: Int, _ code: (Int) -> Int) {
        switch distinct {
        case ..<Int(UInt8.max): self = .narrow(Self.column(count, code))
        case ..<Int(UInt16.max): self = .medium(Self.column(count, code))
        default: self = .wide(Self.column(count, code))
        }
    }

    private static func column<Code: FixedWidthInteger>(_ count: Int, _ code: (Int) -> Int) -> [Code] {
        [Code](unsafeUninitializedCapacity: count) { codes, initialized in
            for position in 0..<count { codes.initializeElement(at: position, to: Code(truncatingIfNeeded: code(position))) }
            initialized = count
        }
    }

    subscript(position: Int) -> Int {
        switch self {
        case .narrow(let codes): Int(codes[position])
        case .medium(let codes): Int(codes[position])
        case .wide(let codes): Int(codes[position])
        }
    }

    /// The positions whose number is in `range`; or, if `isNegated`, the others. The order is preserved.
    func filter(_ positions: [Int32], in range: Range<Int>, isNegated: Bool) -> [Int32] {
        func filter<Code: FixedWidthInteger>(_ codes: [Code]) -> [Int32] {
            codes.withUnsafeBufferPointer { codes in
                positions.filter { range.contains(Int(codes[Int($0)])) != isNegated }
            }
        }
        switch self {
        case .narrow(let codes): return filter(codes)
        case .medium(let codes): return filter(codes)
        case .wide(let codes): return filter(codes)
        }
    }

    /// The number of positions whose number is in `range`.
    func count(in range: Range<Int>) -> Int {
        func count<Code: FixedWidthInteger>(_ codes: [Code]) -> Int {
            codes.withUnsafeBufferPointer { codes in codes.reduce(0) { range.contains(Int($1)) ? $0 + 1 : $0 } }
        }
        switch self {
        case .narrow(let codes): return count(codes)
        case .medium(let codes): return count(codes)
        case .wide(let codes): return count(codes)
        }
    }

    /// Positions sorted by their number, unknown values last. Equal numbers stay in the order of `positions`.
    func sorted(_ positions: [Int32], distinct: Int, isAscending: Bool) -> [Int32] {
        func sorted<Code: FixedWidthInteger>(_ codes: [Code]) -> [Int32] {
            func place(_ code: Code) -> Int { code == 0 ? distinct : isAscending ? Int(code) - 1 : distinct - Int(code) }
            return codes.withUnsafeBufferPointer { codes in
                // Where the journeyers with each number begin, and where the next one of them goes.
                var starts = [Int32](repeating: 0, count: distinct + 2)
                for code in codes { starts[place(code) + 1] += 1 }
                for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
                return [Int32](unsafeUninitializedCapacity: positions.count) { sorted, initialized in
                    for position in positions {
                        let place = place(codes[Int(position)])
                        sorted[Int(starts[place])] = position
                        starts[place] += 1
                    }
                    initialized = positions.count
                }
            }
        }
        switch self {
        case .narrow(let codes): return sorted(codes)
        case .medium(let codes): return sorted(codes)
        case .wide(let codes): return sorted(codes)
        }
    }
}
