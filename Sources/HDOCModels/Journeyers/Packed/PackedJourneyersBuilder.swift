/// Packs journeyers one after the other, so that they are never in memory as values.
package struct PackedJourneyersBuilder {
    /// Makes the searched text of handle, name and bio, if they are not plain ASCII.
    package typealias Fold = @Sendable (_ texts: [String]) -> String

    private let old: PackedJourneyers
    private let fold: Fold?
    private var list = PackedJourneyers()
    // The block that is being filled, and the one of the old list with the same key.
    private var key = 0
    private var oldBlock: PackedBlock?
    /// Whether all journeyers of the block so far are those of the old one.
    private var isUnchanged = false
    fileprivate var bytes: [UInt8] = []
    fileprivate var short: [UInt8] = []
    private var ends: [UInt32] = []
    private var masks: [UInt64] = []
    private let byteBits = ByteMask.bits
    fileprivate let isExpected = Journeyer.isExpected
    private static let keyBits = 10

    /// - Parameters:
    ///   - old: a list whose blocks are used again where they are the same.
    ///   - fold: nil if the list is not searched.
    package init(sharing old: PackedJourneyers = PackedJourneyers(), fold: Fold? = nil) { (self.old, self.fold) = (old, fold) }

    /// The number of journeyers so far.
    package var count: Int { list.count + ends.count }

    /// Adds a journeyer at the end.
    package mutating func append(_ journeyer: Journeyer) {
        var batch = JourneyerBatch()
        batch.append(journeyer)
        let row = batch.row(0)
        let key = count
        batch.texts.withUnsafeBufferPointer { texts in append(row.map { PackedField($0, texts) }, key: key) }
    }

    /// Adds a journeyer at the end, with a value of its type, or none, for each column.
    /// - Parameter key: a number that this journeyer has whenever the list is read, greater than those before. Journeyers whose numbers
    ///   differ in the last ten bits only are in one block, so that adding and removing journeyers changes the blocks of these only.
    package mutating func append(_ fields: [PackedField], key: Int) {
        if key >> Self.keyBits != self.key || ends.isEmpty { begin(key >> Self.keyBits) }
        let start = bytes.count
        var (bits, hasFault) = write(fields)
        if isUnchanged, take(from: start, bits) { return }
        isUnchanged = false
        if let fold, withRow(from: start, { $0.isPlain }) == false { bits |= addFolded(fold, start) }
        set(bits, at: start)
        ends.append(UInt32(bytes.count))
        var mask: UInt64 = 0
        withRow(from: start) { row in
            for byte in row.searched { mask |= byteBits[Int(byte)] }
            if bits & PackedRow.extraBit != 0 { hasFault = row.journeyer.hasTimelessFault }
        }
        masks.append(mask | (hasFault ? ByteMask.fault : 0))
    }

    /// The list of the journeyers so far.
    package mutating func finish() -> PackedJourneyers {
        seal()
        return list
    }

    private mutating func begin(_ key: Int) {
        seal()
        self.key = key
        oldBlock = old.block(key)
        isUnchanged = oldBlock != nil
    }

    private mutating func seal() {
        guard !ends.isEmpty else { return }
        if let oldBlock, isUnchanged, oldBlock.count == ends.count {
            list.append(oldBlock)
        } else {
            list.append(PackedBlock(key: key, bytes: bytes, ends: ends, masks: masks))
        }
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        masks.removeAll(keepingCapacity: true)
    }

    /// Takes the row of the old block instead of the one that begins at `start`, if its values are the same: then all that is derived is.
    private mutating func take(from start: Int, _ bits: UInt32) -> Bool {
        guard let oldBlock, ends.count < oldBlock.count else { return false }
        let row = oldBlock.row(ends.count)
        guard row.bits & ~PackedRow.foldedBit == bits, row.plain.count == bytes.count - start,
            zip(row.plain.dropFirst(4), bytes[(start + 4)...]).allSatisfy(==)
        else { return false }
        bytes.removeLast(bytes.count - start)
        bytes.append(contentsOf: row.bytes)
        masks.append(oldBlock.masks[ends.count])
        ends.append(UInt32(bytes.count))
        return true
    }

    private func withRow<Result>(from start: Int, _ body: (PackedRow) -> Result) -> Result? {
        bytes.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { body(PackedRow($0 + start, end: $0 + bytes.count)) }
        }
    }

    fileprivate mutating func set(_ bits: UInt32, at start: Int) {
        withUnsafeBytes(of: bits) { bits in for index in 0..<4 { bytes[start + index] = bits[index] } }
    }

    /// Adds the searched text of the row that begins at `start`, with its length behind it. Returns the bit that says so.
    private mutating func addFolded(_ fold: Fold, _ start: Int) -> UInt32 {
        guard var folded = withRow(from: start, { row in fold(row.firstTexts) }) else { return 0 }
        folded.withUTF8 { folded in
            bytes.append(contentsOf: folded)
            withUnsafeBytes(of: UInt32(folded.count)) { bytes.append(contentsOf: $0) }
        }
        return PackedRow.foldedBit
    }
}

/// Writing one row.
extension PackedJourneyersBuilder {
    /// Appends the values of a journeyer. Returns the bits that are to be its first bytes, and whether a value is missing or negative.
    fileprivate mutating func write(_ fields: [PackedField]) -> (bits: UInt32, hasFault: Bool) {
        var (bits, hasFault) = (UInt32(0), false)
        let start = bytes.count
        bytes.append(contentsOf: [0, 0, 0, 0])
        let handle = fields[0].text
        writeTexts(handle, fields[1 + PackedRow.nameIndex].text, fields[1 + PackedRow.bioIndex].text)
        for index in isExpected.indices {
            switch fields[1 + index] {
            case .unknown:
                if isExpected[index] { hasFault = true }
                continue
            case .text(let text): if index > PackedRow.bioIndex { writeShort(text, handle) }
            case .integer(let count):
                PackedNumber.append(count, to: &bytes)
                if count < 0 { hasFault = true }
            case .real(let instant): PackedNumber.append(instant: instant, to: &bytes)
            }
            bits |= 1 << UInt32(index)
        }
        if let extra = fields[1 + isExpected.count].text {
            bits |= PackedRow.extraBit
            PackedNumber.append(UInt64(extra.count), to: &bytes)
            bytes.append(contentsOf: extra)
        }
        set(bits, at: start)
        return (bits, hasFault)
    }

    private mutating func writeTexts(
        _ handle: UnsafeBufferPointer<UInt8>?, _ name: UnsafeBufferPointer<UInt8>?, _ bio: UnsafeBufferPointer<UInt8>?
    ) {
        for text in [handle, name, bio] { PackedNumber.append(UInt64(text?.count ?? 0), to: &bytes) }
        for (index, text) in [handle, name, bio].enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "\n")) }
            if let text { bytes.append(contentsOf: text) }
        }
    }

    private mutating func writeShort(_ text: UnsafeBufferPointer<UInt8>, _ handle: UnsafeBufferPointer<UInt8>?) {
        short.removeAll(keepingCapacity: true)
        PackedText.append(text, handle: handle ?? UnsafeBufferPointer(start: nil, count: 0), to: &short)
        PackedNumber.append(UInt64(short.count), to: &bytes)
        bytes.append(contentsOf: short)
    }
}
