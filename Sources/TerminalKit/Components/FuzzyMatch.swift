/// A match of a query in a text: the text has all letters of the query in the same order, possibly with other characters
/// between them.
public struct FuzzyMatch: Sendable, Equatable {
    /// The quality of the match; higher is better. Adjacent letters and letters at the beginning of a word raise the score; gaps and
    /// a long text lower it.
    public let score: Int
    /// The indices of the matched characters in the text, in ascending order.
    public let positions: [Int]

    /// The best match of `query` in `text`, ignoring case and the white space of the query. Nil if the text does not match. An empty
    /// query matches every text, with score 0 and no positions.
    public init?(_ query: String, in text: String) {
        let wanted = query.lowercased().filter { !$0.isWhitespace }
        guard !wanted.isEmpty else {
            (score, positions) = (0, [])
            return
        }
        let characters = Array(text.lowercased())
        let letters = Array(wanted)
        let found = characters.indices.filter { characters[$0] == letters[0] }
            .compactMap { Self.follow(letters, in: characters, from: $0) }
        guard let best = found.max(by: { ($0.score, $1.positions[0]) < ($1.score, $0.positions[0]) }) else { return nil }
        (score, positions) = best
    }

    /// Whether the text has all bytes of the query in the same order. This test is much faster than a match and suits long lists. It
    /// ignores the case of ASCII letters in `text` only; `query` must already be in lower case. Other bytes must be equal.
    public static func mayMatch(_ query: [UInt8], in text: String) -> Bool {
        var text = text
        return text.withUTF8 { mayMatch(query, in: $0) }
    }

    /// The same for a text as UTF-8.
    public static func mayMatch(_ query: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var (at, found) = (0, 0)
        while at < bytes.count, found < query.count {
            if lowered(bytes[at]) == query[found] { found += 1 }
            at += 1
        }
        return found == query.count
    }

    /// The ASCII letter in lower case; any other byte unchanged.
    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private static func follow(_ letters: [Character], in text: [Character], from start: Int) -> (score: Int, positions: [Int])? {
        var positions: [Int] = []
        var (at, score) = (start, 0)
        for letter in letters {
            guard let place = next(letter, in: text, from: at, after: positions.last) else { return nil }
            score += worth(place, in: text, after: positions.last)
            positions.append(place)
            at = place + 1
        }
        // If two texts match equally well, the shorter text gets the higher score.
        return (score - text.count / 8, positions)
    }

    /// The index of the next match of `letter` from `at`. A letter directly at `at` comes first, then the next one at the beginning of a
    /// word, then the next one anywhere.
    private static func next(_ letter: Character, in text: [Character], from at: Int, after last: Int?) -> Int? {
        guard let first = text[at...].firstIndex(of: letter) else { return nil }
        if last == nil || first == at { return first }
        let wordStart = text[first...].indices.first { text[$0] == letter && beginsWord($0, in: text) }
        return wordStart ?? first
    }

    private static func worth(_ place: Int, in text: [Character], after last: Int?) -> Int {
        var worth = beginsWord(place, in: text) ? 8 : 1
        if place == 0 { worth += 4 }
        guard let last else { return worth }
        return worth + (place == last + 1 ? 8 : -min(6, place - last - 1))
    }

    private static func beginsWord(_ place: Int, in text: [Character]) -> Bool {
        place == 0 || !(text[place - 1].isLetter || text[place - 1].isNumber)
    }
}

extension Span {
    /// The text as spans in `style`, with the characters at the indices `positions` in the style `mark`.
    public static func marked(_ text: String, at positions: [Int], style: Style, mark: Style = .match) -> [Span] {
        guard !positions.isEmpty else { return [Span(text, style)] }
        let marked = Set(positions)
        var spans: [Span] = []
        for (index, character) in text.enumerated() {
            let wanted = marked.contains(index) ? mark : style
            if let last = spans.last, last.style == wanted {
                spans[spans.count - 1].text.append(character)
            } else {
                spans.append(Span(String(character), wanted))
            }
        }
        return spans
    }
}
