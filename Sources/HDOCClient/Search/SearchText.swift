import Foundation
import HDOCModels

/// Text as a search compares it: without case, accents and the width of letters.
public enum SearchText {
    public static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        return text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    }

    /// The words of a query, folded. No words match everything.
    public static func words(_ query: String) -> [String] {
        fold(query).split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// What of a journeyer is searched.
    public static func of(_ journeyer: Journeyer) -> String {
        // Each by itself: letters beyond ASCII cost a hundred times as much.
        [journeyer.handle, journeyer.fullName ?? "", journeyer.bio ?? ""].map(fold).joined(separator: "\n")
    }

    public static func matches(_ journeyer: Journeyer, _ words: [String]) -> Bool {
        let text = of(journeyer)
        return words.allSatisfy { text.contains($0) }
    }

    /// Where the words occur in a text, as ranges of its characters, from left to right and not overlapping.
    public static func ranges(of words: [String], in text: [Character]) -> [Range<Int>] {
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
