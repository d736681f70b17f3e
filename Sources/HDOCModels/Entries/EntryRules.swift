/// The contract's limits for a post, checked before anything is sent, so that a refusal names the field at once.
public enum EntryRules {
    public static let longestTitle = 120
    /// In bytes of UTF-8.
    public static let largestBody = 100_000
    public static let mostTags = 10
    public static let longestTag = 30
    /// The challenge ends here; later days are bonus days.
    public static let lastDay = 100
    /// A bound against slips of the finger, far above any real journey.
    public static let largestDay = 9_999

    public enum Field: String, Sendable, Codable { case title, body, tags, link, day }

    public enum Problem: Sendable, Equatable {
        case empty(Field)
        case tooLong(Field, limit: Int, is: Int)
        case tooMany(Field, limit: Int, is: Int)
        case badTag(String)
        case badLink(String)
        case badDay(Int)

        public var field: Field {
            switch self {
            case .empty(let field), .tooLong(let field, _, _), .tooMany(let field, _, _): field
            case .badTag: .tags
            case .badLink: .link
            case .badDay: .day
            }
        }
    }

    /// Everything wrong with an entry, in the order of its fields; empty where it may be sent.
    public static func problems(of entry: Entry) -> [Problem] {
        var found: [Problem] = []
        if entry.title.allSatisfy(\.isWhitespace) { found.append(.empty(.title)) }
        if entry.title.count > longestTitle { found.append(.tooLong(.title, limit: longestTitle, is: entry.title.count)) }
        if entry.body.utf8.count > largestBody { found.append(.tooLong(.body, limit: largestBody, is: entry.body.utf8.count)) }
        if entry.tags.count > mostTags { found.append(.tooMany(.tags, limit: mostTags, is: entry.tags.count)) }
        found += entry.tags.filter { !isTag($0) }.map(Problem.badTag)
        if let link = entry.link, !isWebLink(link) { found.append(.badLink(link)) }
        if !(1...largestDay).contains(entry.day) { found.append(.badDay(entry.day)) }
        return found
    }

    public static func isTag(_ tag: String) -> Bool {
        !tag.isEmpty && tag.utf8.count <= longestTag
            && tag.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || "+.#-".utf8.contains(byte)
            }
    }

    /// http or https with a host, and nothing a shell, a terminal or an argument parser could trip over.
    public static func isWebLink(_ link: String) -> Bool {
        let lower = link.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else { return false }
        let rest = link.dropFirst(scheme.count)
        guard let first = rest.first, first != "/", first != "-", link.utf8.count <= 2048 else { return false }
        return link.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && !(0x80...0xA0).contains($0.value) }
    }
}
