import Foundation
import HDOCModels

/// The rule for searches in memory. Words match anywhere in a text. Case, accents and the width of letters are ignored.
public enum SearchText {
    /// Converts a text to the form that is compared: without case, accents and width differences.
    public static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        return text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    }

    /// The words of a query, folded. A query without words matches every text.
    public static func words(_ query: String) -> [String] {
        fold(query).split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The folded text that a search for journeyers looks at: handle, name and bio.
    public static func of(_ journeyer: Journeyer) -> String {
        folded([journeyer.handle, journeyer.fullName ?? "", journeyer.bio ?? ""])
    }

    /// The folded text that a search for articles looks at: title, author and tags.
    public static func of(_ article: Article) -> String {
        folded([article.title ?? "", article.author ?? "", article.tags.joined(separator: " ")])
    }

    /// Whether a folded text contains all of the folded `words`.
    public static func matches(_ text: String, _ words: [String]) -> Bool {
        var text = text
        return text.withUTF8 { bytes in words.allSatisfy { ByteSearch.contains(Array($0.utf8), in: bytes) } }
    }

    /// Folds each part separately, because folding texts with non-ASCII letters takes a hundred times as long.
    package static func folded(_ parts: [String]) -> String { parts.map(fold).joined(separator: "\n") }

    /// The ranges in which the folded `words` occur in a text, as character offsets. They are in ascending order and do not
    /// overlap.
    public static func ranges(of words: [String], in text: [Character]) -> [Range<Int>] {
        guard !words.isEmpty, !text.isEmpty else { return [] }
        var folded: [UInt8] = []
        // For each folded byte, the index of its character in `text`.
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
