/// A social network on which days are announced.
public enum SocialNetwork: String, Sendable, CaseIterable {
    case twitter, linkedin

    /// The longest post, in the units in which the network counts.
    public var limit: Int {
        switch self {
        case .twitter: 280
        case .linkedin: 3_000
        }
    }
}

/// The text that announces a day: `[11/100] #100DaysOfCloud Today I set up … https://…`.
public struct Announcement: Sendable, Equatable {
    /// The network that the text is for.
    public let network: SocialNetwork
    /// The text: one line for Twitter. For LinkedIn also the subtitle, and a hashtag for each tag.
    public let text: String

    /// The announcement of a day, with the link, if there is one.
    /// - Parameters:
    ///   - subtitle: used for LinkedIn only.
    ///   - tags: used for LinkedIn only.
    public init(
        day: Int, title: String, link: String?, subtitle: String? = nil, tags: [String] = [], for network: SocialNetwork = .twitter
    ) {
        self.network = network
        let head = "[\(day)/\(EntryRules.lastDay)] #100DaysOfCloud \(title)"
        switch network {
        case .twitter: text = link.map { "\(head) \($0)" } ?? head
        case .linkedin:
            let hashtags = tags.compactMap(Self.hashtag).joined(separator: " ")
            text = [head, subtitle ?? "", link ?? "", hashtags].filter { !$0.isBlank }.joined(separator: "\n\n")
        }
    }

    /// A hashtag contains letters and digits only. Nil for a tag such as `c++`, which would become another one.
    private static func hashtag(_ tag: String) -> String? {
        let plain = tag.utf8.filter { $0 != UInt8(ascii: "-") }
        return !plain.isEmpty && plain.allSatisfy(ASCII.isLetterOrDigit) ? "#" + String(decoding: plain, as: UTF8.self) : nil
    }
}
