/// The text that announces a day on Twitter: `[11/100] #100DaysOfCloud Today I set up … https://…`.
public struct Announcement: Sendable, Equatable {
    /// The longest post on Twitter, in the units of `length`.
    public static let limit = 280
    /// The length of every link: Twitter shortens each link to this length.
    static let linkLength = 23

    /// The text, on one line.
    public let text: String

    /// The announcement of a day, with the link, if there is one, at its end.
    public init(day: Int, title: String, link: String?) {
        let head = "[\(day)/\(EntryRules.lastDay)] #100DaysOfCloud \(title)"
        text = link.map { "\(head) \($0)" } ?? head
    }

    /// The length as Twitter counts it, with the published weights of its text parser (version 3): a link counts 23, an emoji
    /// counts 2, a Latin, Greek, Cyrillic, Hebrew or Arabic letter counts 1, and a letter of most other scripts counts 2.
    public var length: Int {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let spaces = max(0, words.count - 1)
        return words.reduce(spaces) { total, word in
            total + (EntryRules.isWebLink(String(word)) ? Self.linkLength : word.reduce(0) { $0 + Self.weight($1) })
        }
    }

    /// Whether the text is too long for one post.
    public var isTooLong: Bool { length > Self.limit }

    private static let lightRanges: [ClosedRange<UInt32>] = [0...4351, 8192...8205, 8208...8223, 8242...8247]

    private static func weight(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if first.properties.isEmojiPresentation || (first.properties.isEmoji && scalars.contains("\u{FE0F}")) { return 2 }
        return scalars.reduce(0) { total, scalar in total + (lightRanges.contains { $0.contains(scalar.value) } ? 1 : 2) }
    }
}
