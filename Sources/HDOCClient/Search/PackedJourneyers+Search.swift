import HDOCModels

/// The words of a query, ready to be searched in packed journeyers.
struct PackedWords {
    private struct Word {
        let bytes: [UInt8]
        let mask: UInt64
        /// Whether the mask of a text says whether the word occurs in it.
        let isExact: Bool

        init(_ bytes: [UInt8]) { (self.bytes, mask, isExact) = (bytes, ByteMask.of(bytes), ByteMask.isExact(bytes)) }

        func occurs(_ textMask: UInt64, _ row: () -> PackedRow) -> Bool {
            textMask & mask == mask && (isExact || TextSearch.contains(bytes, in: row().searched))
        }
    }

    private let contained: [Word]
    private let excluded: [Word]

    init(contained: [[UInt8]], excluded: [[UInt8]] = []) {
        (self.contained, self.excluded) = (contained.map(Word.init), excluded.map(Word.init))
    }

    var isEmpty: Bool { contained.isEmpty && excluded.isEmpty }

    func match(_ mask: UInt64, _ row: () -> PackedRow) -> Bool {
        contained.allSatisfy { $0.occurs(mask, row) } && !excluded.contains { $0.occurs(mask, row) }
    }
}

extension PackedJourneyers {
    /// The positions among `candidates` whose handle, name or bio match the words of a query. The order is preserved.
    package func filter(_ candidates: [Int32], by query: QueryMatcher) -> [Int32] {
        let words = PackedWords(contained: query.contained, excluded: query.excluded)
        if words.isEmpty { return candidates }
        guard candidates.count > count / 4 else { return candidates.filter { matches(Int($0), words) } }
        // Looking at all in the order of the memory takes less time than at many in another order.
        let found = [Bool](unsafeUninitializedCapacity: count) { found, initialized in
            forEachBlock { block, start in
                for index in 0..<block.count { found[start + index] = words.match(block.masks[index]) { block.row(index) } }
            }
            initialized = count
        }
        return found.withUnsafeBufferPointer { found in candidates.filter { found[Int($0)] } }
    }

    /// The first position among `candidates` whose handle, name or bio contain all of the folded `words`; nil if there is none.
    package func first(in candidates: some Sequence<Int32>, words: [String]) -> Int32? {
        let words = PackedWords(contained: words.map { Array($0.utf8) })
        return candidates.first { matches(Int($0), words) }
    }

    private func matches(_ position: Int, _ words: PackedWords) -> Bool {
        withBlock(at: position) { block, index in words.match(block.masks[index]) { block.row(index) } }
    }
}

/// Searches for folded words in texts of blocks.
enum TextSearch {
    /// Whether `word` occurs in `text`; capital ASCII letters of the text are the same as small ones. Some bytes behind the text must be
    /// readable.
    static func contains(_ word: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = word.first, text.count >= word.count, let base = text.baseAddress else { return false }
        let raw = UnsafeRawPointer(base)
        let (head, next) = (Pattern(first), Pattern(word.count > 1 ? word[1] : 0))
        let ends = text.count - word.count + 1
        // Sixteen places at a time: those with the first two bytes of the word are compared with all of it.
        for start in stride(from: 0, to: ends, by: 16) {
            var places = head.places(in: raw.loadUnaligned(fromByteOffset: start, as: SIMD16<UInt8>.self))
            if word.count > 1 { places .&= next.places(in: raw.loadUnaligned(fromByteOffset: start + 1, as: SIMD16<UInt8>.self)) }
            let halves = unsafeBitCast(places, to: SIMD2<UInt64>.self)
            guard halves.x | halves.y != 0 else { continue }
            if isFound(word, base, start, halves.x, ends) || isFound(word, base, start + 8, halves.y, ends) { return true }
        }
        return false
    }

    /// Compares the word with the places whose byte in `places` is not 0.
    private static func isFound(_ word: [UInt8], _ text: UnsafePointer<UInt8>, _ start: Int, _ places: UInt64, _ ends: Int) -> Bool {
        var rest = places
        while rest != 0 {
            let place = rest.trailingZeroBitCount / 8
            guard start + place < ends else { return false }
            if isSame(word, text + start + place) { return true }
            rest &= ~(0xFF << UInt64(8 * place))
        }
        return false
    }

    private static func isSame(_ word: [UInt8], _ text: UnsafePointer<UInt8>) -> Bool {
        for index in word.indices where ASCII.lowered(text[index]) != word[index] { return false }
        return true
    }

    /// A byte of a folded word.
    private struct Pattern {
        private let byte: SIMD16<UInt8>
        /// The bit by which the capital letter differs; 0 for other bytes than letters.
        private let ignored: SIMD16<UInt8>

        init(_ byte: UInt8) {
            self.byte = SIMD16(repeating: byte)
            ignored = SIMD16(repeating: 0x61...0x7A ~= byte ? 0x20 : 0)
        }

        func places(in text: SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>> { (text | ignored) .== byte }
    }
}
