/// A text of a packed journeyer, to sort by its bytes. Capital and small ASCII letters are the same.
struct TextKey {
    let start: UnsafePointer<UInt8>
    let count: Int32
    let position: Int32

    /// A key for a text; valid as long as its bytes.
    init(_ text: UnsafeBufferPointer<UInt8>, _ position: Int32, orAt place: UnsafePointer<UInt8>) {
        (start, count, self.position) = (text.baseAddress ?? place, Int32(text.count), position)
    }

    /// Less than 0 if `a` is before `b`, and 0 if the texts are the same.
    static func compare(_ a: TextKey, _ b: TextKey) -> Int {
        let least = Int(min(a.count, b.count))
        var index = 0
        while index < least {
            let (one, other) = (a.start[index], b.start[index])
            if one != other {
                let (one, other) = (ASCII.lowered(one), ASCII.lowered(other))
                if one != other { return Int(one) - Int(other) }
            }
            index += 1
        }
        return Int(a.count) - Int(b.count)
    }

    /// The positions in ascending order of the texts, equal texts by position. A list with parts in this order takes less time.
    static func sort(_ keys: inout [TextKey]) {
        keys.sort { a, b in
            let order = compare(a, b)
            return order == 0 ? a.position < b.position : order < 0
        }
    }
}

/// The order of packed journeyers by name, as bytes in lower case. Equal names are in the order of the list.
enum NameOrder {
    /// Passes the sorted names with their positions to `body`. Journeyers without a name are left out.
    /// - Parameter rows: passes each row with its position to its argument.
    static func withSorted<Result>(
        _ rows: (_ body: (Int32, PackedRow) -> Void) -> Void, _ body: ([TextKey]) -> Result
    ) -> Result {
        // The lower case of other letters than those of ASCII has other bytes, so such names are copied.
        var (keys, lowered): ([TextKey], [UInt8]) = ([], [])
        var copied: [(key: Int, range: Range<Int>)] = []
        rows { position, row in
            guard let name = row.name else { return }
            if name.contains(where: { $0 >= 0x80 }) {
                let start = lowered.count
                lowered.append(contentsOf: String(decoding: name, as: UTF8.self).lowercased().utf8)
                copied.append((keys.count, start..<lowered.count))
            }
            keys.append(TextKey(name, position, orAt: row.place))
        }
        return lowered.withUnsafeBufferPointer { lowered in
            for (key, range) in copied {
                let text = UnsafeBufferPointer(rebasing: lowered[range])
                keys[key] = TextKey(text, keys[key].position, orAt: keys[key].start)
            }
            TextKey.sort(&keys)
            return body(keys)
        }
    }
}
