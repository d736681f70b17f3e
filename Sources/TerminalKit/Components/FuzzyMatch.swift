/// The letters of a query found in a text, in their order but not side by side.
public struct FuzzyMatch: Sendable, Equatable {
    /// Higher is better. Letters side by side and at the beginnings of words count most, gaps against.
    public let score: Int
    /// Which characters of the text matched, ascending.
    public let positions: [Int]

    /// Nil where a letter is missing. An empty query matches everything, with nothing. Spaces of the query count for nothing.
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

    /// Whether the letters are all there in their order: much cheaper than matching, for long lists. Upper and lower case
    /// are alike in ASCII; other characters are only compared as they are.
    public static func mayMatch(_ query: [UInt8], in text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var (at, found) = (0, 0)
            while at < bytes.count, found < query.count {
                if lowered(bytes[at]) == query[found] { found += 1 }
                at += 1
            }
            return found == query.count
        }
    }

    /// The ASCII letter in lower case; any other byte unchanged.
    public static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private static func follow(_ letters: [Character], in text: [Character], from start: Int) -> (score: Int, positions: [Int])? {
        var positions: [Int] = []
        var (at, score) = (start, 0)
        for letter in letters {
            guard let place = next(letter, in: text, from: at, after: positions.last) else { return nil }
            score += worth(place, in: text, after: positions.last)
            positions.append(place)
            at = place + 1
        }
        // Of two that match alike, the one with less beside it.
        return (score - text.count / 8, positions)
    }

    /// The next such letter; where it does not follow at once, rather one that begins a word.
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
    /// A text with the characters at `positions` marked.
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
