/// Many folded texts in one memory buffer. Searching a hundred thousand of them takes milliseconds.
public struct FoldedTexts: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// Copies texts that `SearchText.fold` returned. Positions refer to the order of `texts`.
    public init(_ texts: some Sequence<String>) {
        for text in texts { append(text) }
    }

    /// Adds a text that `SearchText.fold` returned.
    public mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        ends.append(bytes.count)
    }

    /// The positions among `candidates` whose texts match the words of a query. The order is preserved.
    package func filter(_ candidates: [Int32], by query: QueryMatcher) -> [Int32] {
        let (contained, excluded) = (query.contained, query.excluded)
        guard !contained.isEmpty || !excluded.isEmpty else { return candidates }
        return bytes.withUnsafeBufferPointer { bytes in
            candidates.filter { candidate in
                contains(contained, candidate, bytes) && !excluded.contains { contains([$0], candidate, bytes) }
            }
        }
    }

    private func contains(_ words: [[UInt8]], _ candidate: Int32, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let index = Int(candidate)
        let text = UnsafeBufferPointer(rebasing: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
        return words.allSatisfy { ByteSearch.contains($0, in: text) }
    }
}

/// Searches for a sequence of bytes in another one.
enum ByteSearch {
    /// The index at which `word` first occurs in `text`, as an index of the slice; nil if it does not occur.
    static func first(_ word: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        text.withUnsafeBufferPointer { position(word, in: $0) }.map { $0 + text.startIndex }
    }

    static func contains(_ word: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Bool { position(word, in: text) != nil }

    private static func position(_ word: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let head = word.first, text.count >= word.count else { return nil }
        return word.withUnsafeBufferPointer { word in
            var start = 0
            let last = text.count - word.count
            while start <= last {
                if text[start] == head {
                    var length = 1
                    while length < word.count && text[start + length] == word[length] { length += 1 }
                    if length == word.count { return start }
                }
                start += 1
            }
            return nil
        }
    }
}
