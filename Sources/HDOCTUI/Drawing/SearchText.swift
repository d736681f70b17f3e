import Foundation
import HDOCModels

/// Text as a search compares it: without case, accents and the width of letters.
enum SearchText {
    static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        return text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    }

    /// The words of a query, folded. No words match everything.
    static func words(_ query: String) -> [String] {
        fold(query).split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// What of a journeyer is searched.
    static func of(_ journeyer: Journeyer) -> String {
        // Each by itself: letters beyond ASCII cost a hundred times as much.
        [journeyer.handle, journeyer.fullName ?? "", journeyer.bio ?? ""].map(fold).joined(separator: "\n")
    }

    static func matches(_ journeyer: Journeyer, _ words: [String]) -> Bool {
        let text = of(journeyer)
        return words.allSatisfy { text.contains($0) }
    }

    /// Where the words occur in a text, as ranges of its characters, from left to right and not overlapping.
    static func ranges(of words: [String], in text: [Character]) -> [Range<Int>] {
        guard !words.isEmpty, !text.isEmpty else { return [] }
        var folded: [UInt8] = []
        // The character that each folded byte comes from.
        var origin: [Int] = []
        for (index, character) in text.enumerated() {
            let bytes = Array(fold(String(character)).utf8)
            folded += bytes
            origin += Array(repeating: index, count: bytes.count)
        }
        var isFound = [Bool](repeating: false, count: text.count)
        for word in words.map({ Array($0.utf8) }) where !word.isEmpty {
            var start = 0
            while let found = ByteSearch.first(word, in: folded[start...]) {
                for byte in found..<found + word.count { isFound[origin[byte]] = true }
                start = found + word.count
            }
        }
        return runs(isFound)
    }

    private static func runs(_ isFound: [Bool]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for (index, found) in isFound.enumerated() where found {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }
}

/// Many folded texts in one piece of memory, so that looking through a hundred thousand of them takes milliseconds.
struct FoldedTexts: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(_ texts: some Sequence<String>) {
        for text in texts {
            bytes.append(contentsOf: text.utf8)
            ends.append(bytes.count)
        }
    }

    /// Those of `candidates` whose text contains every word.
    func filter(_ candidates: [Int32], words: [String]) -> [Int32] {
        let words = words.map { Array($0.utf8) }.filter { !$0.isEmpty }
        guard !words.isEmpty else { return candidates }
        return bytes.withUnsafeBufferPointer { bytes in candidates.filter { contains(words, $0, bytes) } }
    }

    /// The first of `candidates` whose text contains every word.
    func first(in candidates: some Sequence<Int32>, words: [String]) -> Int32? {
        let words = words.map { Array($0.utf8) }
        return bytes.withUnsafeBufferPointer { bytes in candidates.first { contains(words, $0, bytes) } }
    }

    private func contains(_ words: [[UInt8]], _ candidate: Int32, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let index = Int(candidate)
        let text = UnsafeBufferPointer(rebasing: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
        return words.allSatisfy { ByteSearch.contains($0, in: text) }
    }
}

enum ByteSearch {
    /// Where a word first occurs in a slice, in the indices of its base.
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
