/// Finds the column of an attribute by the bytes of its name: one look at a small table for each member of a user object.
struct JourneyerNames: Sendable {
    static let shared = JourneyerNames()

    /// The kind of value of each column, in the order of `JourneyerBatch.columns`. The last one, `extra`, has no name.
    let kinds: [JourneyerAttribute.Kind] = [.text] + Journeyer.attributes.map(\.kind)

    private struct Entry: Sendable {
        var column = -1
        var start = 0
        var count = 0
    }

    private static let places = 256
    private var entries = [Entry](repeating: Entry(), count: places)
    private var names: [UInt8] = []

    private init() {
        for name in Journeyer.keyNames { add(name, column: 0) }
        for (index, attribute) in Journeyer.attributes.enumerated() {
            for name in attribute.names { add(name, column: index + 1) }
        }
    }

    private mutating func add(_ name: String, column: Int) {
        let start = names.count
        names += name.utf8
        let bytes = names[start...]
        var place = Self.place(bytes[start], bytes[start + bytes.count / 2], bytes[names.count - 1], bytes.count)
        while entries[place].column >= 0 { place = (place + 1) % Self.places }
        entries[place] = Entry(column: column, start: start, count: bytes.count)
    }

    private static func place(_ first: UInt8, _ middle: UInt8, _ last: UInt8, _ count: Int) -> Int {
        (Int(first) &* 7 &+ Int(middle) &* 31 &+ Int(last) &* 131 &+ count &* 17) % places
    }

    /// The column of the attribute with this name; nil if no attribute has it.
    func column(_ bytes: UnsafeBufferPointer<UInt8>, _ name: Range<Int>) -> Int? {
        guard !name.isEmpty else { return nil }
        let middle = bytes[name.lowerBound + name.count / 2]
        var place = Self.place(bytes[name.lowerBound], middle, bytes[name.upperBound - 1], name.count)
        while entries[place].column >= 0 {
            let entry = entries[place]
            if entry.count == name.count, isEqual(entry, bytes, name) { return entry.column }
            place = (place + 1) % Self.places
        }
        return nil
    }

    private func isEqual(_ entry: Entry, _ bytes: UnsafeBufferPointer<UInt8>, _ name: Range<Int>) -> Bool {
        for offset in 0..<entry.count where names[entry.start + offset] != bytes[name.lowerBound + offset] { return false }
        return true
    }
}
