import FoundationEssentials

/// One packed journeyer: a view of bytes that a block owns, valid as long as the block.
///
/// It begins with the bits of the attributes that it has, in the order of `Journeyer.attributes`. Then come the lengths of handle, name and
/// bio, these three texts with a line end between them, and the other values: texts with their length, integers and instants in a form
/// that is short for usual ones. If the three texts are not plain ASCII, the text that is searched is at the end, with its length behind
/// it.
package struct PackedRow {
    static let extraBit: UInt32 = 1 << 30
    static let foldedBit: UInt32 = 1 << 31
    /// The indices of the attributes that are among the first texts.
    static let (nameIndex, bioIndex) = (0, 1)
    static let kinds: [Kind] = Journeyer.attributes.map { attribute in
        switch attribute.property {
        case .text: .text
        case .count: .count
        case .instant: .instant
        }
    }
    enum Kind { case text, count, instant }

    let bits: UInt32
    /// Handle, name and bio, with a line end between them.
    let texts: UnsafeBufferPointer<UInt8>
    private let handleCount: Int
    private let nameCount: Int
    /// The values after the texts.
    private let values: UnsafePointer<UInt8>
    /// All bytes without the searched text.
    let plain: UnsafeBufferPointer<UInt8>
    private let end: UnsafePointer<UInt8>

    init(_ start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) {
        var next = start + 4
        bits = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        (handleCount, nameCount) = (Int(PackedNumber.read(&next)), Int(PackedNumber.read(&next)))
        let count = handleCount + nameCount + Int(PackedNumber.read(&next)) + 2
        texts = UnsafeBufferPointer(start: next, count: count)
        values = next + count
        self.end = end
        let folded = bits & Self.foldedBit == 0 ? 0 : 4 + Int(UnsafeRawPointer(end - 4).loadUnaligned(as: UInt32.self))
        plain = UnsafeBufferPointer(start: start, count: end - start - folded)
    }

    /// Where the row begins.
    var place: UnsafePointer<UInt8> { plain.startAddress }

    /// All bytes.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: plain.baseAddress, count: end - plain.startAddress) }

    /// The handle as UTF-8.
    package var handle: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: texts[..<handleCount]) }

    /// The full name as UTF-8; nil if it is unknown.
    package var name: UnsafeBufferPointer<UInt8>? {
        has(Self.nameIndex) ? UnsafeBufferPointer(rebasing: texts[(handleCount + 1)..<(handleCount + 1 + nameCount)]) : nil
    }

    /// Whether handle, name and bio are ASCII.
    var isPlain: Bool { texts.allSatisfy { $0 < 0x80 } }

    /// Handle, name and bio; empty where they are unknown.
    var firstTexts: [String] {
        let empty = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        return [handle, name ?? empty, bio ?? empty].map { String(decoding: $0, as: UTF8.self) }
    }

    private var bio: UnsafeBufferPointer<UInt8>? {
        has(Self.bioIndex) ? UnsafeBufferPointer(rebasing: texts[(handleCount + nameCount + 2)...]) : nil
    }

    static func hasSameName(_ a: PackedRow, _ b: PackedRow) -> Bool {
        switch (a.name, b.name) {
        case (let one?, let other?): one.elementsEqual(other)
        case (nil, nil): true
        default: false
        }
    }

    /// Handle, name and bio as they are searched: folded if they are not plain ASCII, and otherwise as they are, also with capital letters.
    package var searched: UnsafeBufferPointer<UInt8> {
        guard bits & Self.foldedBit != 0 else { return texts }
        return UnsafeBufferPointer(start: plain.startAddress + plain.count, count: end - 4 - plain.startAddress - plain.count)
    }

    private func has(_ attribute: Int) -> Bool { bits & 1 << UInt32(attribute) != 0 }

    // MARK: Values

    /// Where the value of an attribute begins; nil if it is unknown. Not for name and bio.
    private func place(of attribute: Int) -> UnsafePointer<UInt8>? {
        guard has(attribute) else { return nil }
        var next = values
        for before in (Self.bioIndex + 1)..<attribute where has(before) { Self.skip(Self.kinds[before], &next) }
        return next
    }

    private static func skip(_ kind: Kind, _ next: inout UnsafePointer<UInt8>) {
        switch kind {
        case .text: _ = slice(&next)
        case .count: _ = PackedNumber.read(&next)
        case .instant: _ = PackedNumber.readInstant(&next)
        }
    }

    private static func slice(_ next: inout UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let count = Int(PackedNumber.read(&next))
        defer { next += count }
        return UnsafeBufferPointer(start: next, count: count)
    }

    /// The number of an attribute with this index; nil if it is unknown.
    func count(_ attribute: Int) -> Int? {
        guard var next = place(of: attribute) else { return nil }
        return PackedNumber.readCount(&next)
    }

    /// The instant of an attribute with this index, in seconds since 1970; nil if it is unknown.
    func instant(_ attribute: Int) -> Double? {
        guard var next = place(of: attribute) else { return nil }
        return PackedNumber.readInstant(&next)
    }

    /// The status as UTF-8; nil if it is unknown.
    package var status: String? {
        guard var next = place(of: Self.statusIndex) else { return nil }
        return PackedText.read(Self.slice(&next), handle: handle)
    }
    private static let statusIndex = Journeyer.attributes.firstIndex { $0.name == "status" } ?? 0

    /// The journeyer as a value.
    var journeyer: Journeyer {
        var journeyer = Journeyer(handle: String(decoding: handle, as: UTF8.self))
        var next = values
        for (index, attribute) in Journeyer.attributes.enumerated() where has(index) {
            switch attribute.property {
            case .text(let path):
                let text = index == Self.nameIndex ? name : index == Self.bioIndex ? bio : nil
                journeyer[keyPath: path] =
                    text.map { String(decoding: $0, as: UTF8.self) } ?? PackedText.read(Self.slice(&next), handle: handle)
            case .count(let path): journeyer[keyPath: path] = PackedNumber.readCount(&next)
            case .instant(let path): journeyer[keyPath: path] = Date(timeIntervalSince1970: PackedNumber.readInstant(&next))
            }
        }
        if bits & Self.extraBit != 0 { journeyer.extra = (try? JSONParser.read(Self.slice(&next)).object) ?? [:] }
        return journeyer
    }
}

extension UnsafeBufferPointer {
    /// The address of the first element of a buffer that is not empty.
    fileprivate var startAddress: UnsafePointer<Element> { baseAddress.unsafelyUnwrapped }
}
