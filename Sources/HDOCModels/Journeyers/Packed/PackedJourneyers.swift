/// Many journeyers as bytes, with about a sixth of the memory that as many `Journeyer` values take.
///
/// They are in blocks. When a list is read again, a block with the same content is the old block, so that two lists of which little
/// differs take little more memory than one.
public struct PackedJourneyers: Sendable, Equatable {
    package private(set) var blocks: [PackedBlock] = []
    /// The position of the first journeyer of each block.
    private var starts: [Int32] = []
    /// The number of journeyers.
    public private(set) var count = 0

    /// An empty list.
    public init() {}

    /// Packs journeyers, whose positions are those in the sequence.
    public init(_ journeyers: some Sequence<Journeyer>) {
        var builder = PackedJourneyersBuilder()
        for journeyer in journeyers { builder.append(journeyer) }
        self = builder.finish()
    }

    mutating func append(_ block: PackedBlock) {
        blocks.append(block)
        starts.append(Int32(count))
        count += block.count
    }

    /// The journeyer at a position.
    public subscript(position: Int) -> Journeyer { withRow(at: position) { $0.journeyer } }

    /// Passes the packed form of a journeyer to `body`.
    package func withRow<Result>(at position: Int, _ body: (PackedRow) -> Result) -> Result {
        withBlock(at: position) { body($0.row($1)) }
    }

    /// Passes the block that has a position, and the index in it, to `body`.
    package func withBlock<Result>(at position: Int, _ body: (PackedBlock, Int) -> Result) -> Result {
        let index = blockIndex(of: position)
        let block = blocks[index]
        return withExtendedLifetime(block) { body(block, position - Int(starts[index])) }
    }

    /// Passes each block with the position of its first journeyer to `body`.
    package func forEachBlock(_ body: (PackedBlock, Int) -> Void) {
        for (block, start) in zip(blocks, starts) { withExtendedLifetime(block) { body(block, Int(start)) } }
    }

    func forEachRow(_ body: (Int32, PackedRow) -> Void) {
        forEachBlock { block, start in
            for index in 0..<block.count { body(Int32(start + index), block.row(index)) }
        }
    }

    /// For each journeyer, whether there is a fault other than a date in the future.
    package var faults: [Bool] { blocks.flatMap { block in (0..<block.count).map(block.hasFault) } }

    /// All positions.
    package var positions: [Int32] { (0..<Int32(count)).map { $0 } }

    /// Whether all blocks are those of another list, so that all that is derived of them is the same.
    package func isIdentical(to other: Self) -> Bool {
        blocks.count == other.blocks.count && zip(blocks, other.blocks).allSatisfy { $0 === $1 }
    }

    /// The blocks that differ from those of an older list at the same place; nil if journeyers were added or removed, so that positions
    /// differ.
    func changes(since old: Self) -> [(old: PackedBlock, new: PackedBlock)]? {
        guard starts == old.starts, count == old.count else { return nil }
        return zip(old.blocks, blocks).filter { $0 !== $1 }.map { (old: $0, new: $1) }
    }

    /// Whether the journeyers are equal, one by one.
    public static func == (a: Self, b: Self) -> Bool {
        a.count == b.count && zip(a.blocks, b.blocks).allSatisfy(PackedBlock.isSame)
    }

    private func blockIndex(of position: Int) -> Int { starts.partitionPoint { Int($0) <= position } - 1 }

    /// The block with this key; nil if there is none.
    func block(_ key: Int) -> PackedBlock? {
        let index = blocks.partitionPoint { $0.key < key }
        return index < blocks.count && blocks[index].key == key ? blocks[index] : nil
    }
}
