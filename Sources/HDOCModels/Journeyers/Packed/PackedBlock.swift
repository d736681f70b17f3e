/// Up to 1,024 packed journeyers with what is derived of each, in one piece of memory.
package final class PackedBlock: @unchecked Sendable {
    // The memory is written by `init` only, and freed with the object.
    private let memory: UnsafeMutableRawPointer
    /// The number of the block: the keys of its journeyers without the last bits.
    let key: Int
    /// The number of journeyers.
    package let count: Int
    /// For each journeyer, the bytes of the searched text, and whether there is a fault.
    package let masks: UnsafePointer<UInt64>
    /// Where the bytes of each journeyer end.
    private let ends: UnsafePointer<UInt32>
    /// The journeyers with a name, in the order of names. Equal names are in the order of the list.
    let byName: UnsafeBufferPointer<UInt16>
    private let bytes: UnsafePointer<UInt8>

    /// A search may read, and ignore, as many bytes behind a text.
    package static let padding = 32

    init(key: Int, bytes: [UInt8], ends: [UInt32], masks: [UInt64]) {
        (self.key, count) = (key, ends.count)
        let (numbers, places) = (count * MemoryLayout<UInt64>.size, count * MemoryLayout<UInt32>.size)
        let names = count * MemoryLayout<UInt16>.size
        memory = .allocate(byteCount: numbers + places + names + bytes.count + Self.padding, alignment: 8)
        let maskPlace = memory.bindMemory(to: UInt64.self, capacity: count)
        let endPlace = (memory + numbers).bindMemory(to: UInt32.self, capacity: count)
        let namePlace = (memory + numbers + places).bindMemory(to: UInt16.self, capacity: count)
        let bytePlace = (memory + numbers + places + names).bindMemory(to: UInt8.self, capacity: bytes.count + Self.padding)
        _ = UnsafeMutableBufferPointer(start: maskPlace, count: count).update(fromContentsOf: masks)
        _ = UnsafeMutableBufferPointer(start: endPlace, count: count).update(fromContentsOf: ends)
        _ = UnsafeMutableBufferPointer(start: bytePlace, count: bytes.count).update(fromContentsOf: bytes)
        (bytePlace + bytes.count).update(repeating: 0, count: Self.padding)
        (self.masks, self.ends, self.bytes) = (UnsafePointer(maskPlace), UnsafePointer(endPlace), UnsafePointer(bytePlace))
        let named = NameOrder.withSorted { body in
            for index in ends.indices { body(Int32(index), Self.row(index, ends: endPlace, bytes: bytePlace)) }
        } _: { keys in
            for (index, key) in keys.enumerated() { namePlace[index] = UInt16(key.position) }
            return keys.count
        }
        byName = UnsafeBufferPointer(start: UnsafePointer(namePlace), count: named)
    }

    deinit { memory.deallocate() }

    /// The journeyer at an index of the block; valid as long as the block.
    package func row(_ index: Int) -> PackedRow { Self.row(index, ends: ends, bytes: bytes) }

    private static func row(_ index: Int, ends: UnsafePointer<UInt32>, bytes: UnsafePointer<UInt8>) -> PackedRow {
        let start = index == 0 ? 0 : Int(ends[index - 1])
        return PackedRow(bytes + start, end: bytes + Int(ends[index]))
    }

    func hasFault(_ index: Int) -> Bool { masks[index] & ByteMask.fault != 0 }

    static func isSame(_ a: PackedBlock, _ b: PackedBlock) -> Bool {
        a === b || (a.count == b.count && a.matches(b) { $0.bytes.elementsEqual($1.bytes) })
    }

    /// Whether each journeyer is the same as that of a block with as many, in the sense of `isSame`.
    func matches(_ other: PackedBlock, _ isSame: (PackedRow, PackedRow) -> Bool) -> Bool {
        (0..<count).allSatisfy { isSame(row($0), other.row($0)) }
    }
}
