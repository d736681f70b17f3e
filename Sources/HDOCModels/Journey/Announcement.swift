/// The text with which a day is announced: `[11/100] #100DaysOfCloud Today I set up … https://…`.
public struct Announcement: Sendable, Equatable {
    /// The longest post on Twitter, as `length` counts.
    public static let limit = 280
    /// Twitter shortens every link, and each then counts the same.
    static let linkLength = 23

    /// The text, on one line.
    public let text: String

    /// The announcement of a day, with the link at its end.
    public init(day: Int, title: String, link: String?) {
        let head = "[\(day)/\(EntryRules.lastDay)] #100DaysOfCloud \(title)"
        text = link.map { "\(head) \($0)" } ?? head
    }

    /// The length as Twitter counts it, by the published weights of its text parser (version 3): a link counts 23, an emoji 2, a
    /// letter of a Latin, Greek, Cyrillic, Hebrew or Arabic script 1, and a letter of most other scripts 2.
    public var length: Int {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let spaces = max(0, words.count - 1)
        return words.reduce(spaces) { total, word in
            total + (EntryRules.isWebLink(String(word)) ? Self.linkLength : word.reduce(0) { $0 + Self.weight($1) })
        }
    }

    /// Whether it does not fit into one post.
    public var isTooLong: Bool { length > Self.limit }

    private static let lightRanges: [ClosedRange<UInt32>] = [0...4351, 8192...8205, 8208...8223, 8242...8247]

    private static func weight(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if first.properties.isEmojiPresentation || (first.properties.isEmoji && scalars.contains("\u{FE0F}")) { return 2 }
        return scalars.reduce(0) { total, scalar in total + (lightRanges.contains { $0.contains(scalar.value) } ? 1 : 2) }
    }
}
