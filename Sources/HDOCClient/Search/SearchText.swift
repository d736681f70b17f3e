import Foundation
import HDOCModels

/// The rule of every search in memory: words match anywhere in a text, without regard to case, accents and the width of letters.
public enum SearchText {
    /// A text in the form in which texts are compared.
    public static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        return text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    }

    /// The words of a query, folded. No words match everything.
    public static func words(_ query: String) -> [String] {
        fold(query).split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The folded text of a journeyer that is searched: handle, name and bio.
    public static func of(_ journeyer: Journeyer) -> String {
        folded([journeyer.handle, journeyer.fullName ?? "", journeyer.bio ?? ""])
    }

    /// The folded text of an article that is searched: title, author and tags.
    public static func of(_ article: Article) -> String {
        folded([article.title ?? "", article.author ?? "", article.tags.joined(separator: " ")])
    }

    /// Whether a folded text contains every one of the folded `words`.
    public static func matches(_ text: String, _ words: [String]) -> Bool { words.allSatisfy { text.contains($0) } }

    /// Folded one by one: folding letters beyond ASCII costs a hundred times as much.
    private static func folded(_ parts: [String]) -> String { parts.map(fold).joined(separator: "\n") }

    /// Where the folded `words` occur in a text, as ranges of its characters, from left to right and not overlapping.
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
