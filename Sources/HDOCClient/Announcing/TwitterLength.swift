import Foundation
import HDOCModels

extension Announcement {
    /// The length as the network counts it. Twitter's is that of its text parser twitter-text, version 3: a link counts 23, also one
    /// without `https://`; an emoji counts 2; a Latin, Greek, Cyrillic, Hebrew or Arabic letter counts 1; a letter of most other scripts
    /// counts 2. A letter and its accents count as the one character that Unicode has for them, if it has one.
    public var length: Int {
        switch network {
        case .twitter: TwitterLength.of(text)
        case .linkedin: text.utf16.count
        }
    }

    /// Whether the text is too long for one post.
    public var isTooLong: Bool { length > network.limit }

    /// The page of the network on which the text can be posted.
    public var composePage: String {
        switch network {
        case .twitter: "https://twitter.com/intent/tweet?" + PercentEncoding.query([("text", text)])
        case .linkedin: "https://www.linkedin.com/feed/?" + PercentEncoding.query([("shareActive", "true"), ("text", text)])
        }
    }
}

/// The length of a text as Twitter counts it.
enum TwitterLength {
    private static let link = 23
    private static let emoji = 2
    private static let lightRanges: [ClosedRange<UInt32>] = [0...4351, 8192...8205, 8208...8223, 8242...8247]

    static func of(_ text: String) -> Int {
        // NFC first: a letter and its accents may be one character or several.
        let text = text.precomposedStringWithCanonicalMapping.replacing("\r\n", with: "\n")
        var special = emojis(in: text).reduce(into: [Int: (end: Int, weight: Int)]()) { $0[$1.lowerBound] = ($1.upperBound, emoji) }
        for place in TwitterLinks.places(in: text) { special[place.lowerBound] = (place.upperBound, link) }
        var (total, position, end) = (0, 0, 0)
        for scalar in text.unicodeScalars {
            if position >= end {
                let found = special[position]
                total += found?.weight ?? weight(scalar)
                end = found?.end ?? end
            }
            position += scalar.utf16.count
        }
        return total
    }

    private static func weight(_ scalar: Unicode.Scalar) -> Int { lightRanges.contains { $0.contains(scalar.value) } ? 1 : 2 }

    private static func emojis(in text: String) -> [Range<Int>] {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return [] }
        let all = NSRange(location: 0, length: text.utf16.count)
        return (pattern?.matches(in: text, range: all) ?? []).map { $0.range.location..<NSMaxRange($0.range) }
    }

    /// A flag, a key, or a picture with its variants, joined pictures included. A sequence of joined pictures that no font has counts as
    /// one emoji here, although Twitter counts its parts.
    private static let pattern: NSRegularExpression? = {
        let flag = #"[\U0001F1E6-\U0001F1FF]{2}"#
        let key = #"[0-9#*]\uFE0F?\u20E3"#
        let picture = #"(?:[©®\u2122\u265F]\uFE0F|[\p{Emoji}--[0-9#*©®\u2122\u265F]](?!\uFE0E))"#
        let variant = #"(?:\uFE0F|\p{Emoji_Modifier})?(?:[\U000E0020-\U000E007E]+\U000E007F)?"#
        let one = picture + variant
        return try? NSRegularExpression(pattern: "\(flag)|\(key)|\(one)(?:\\u200D\(one))*")
    }()
}
