/// The contract's limits for a post. hdoc checks them before it sends anything, so that it can name the wrong field at once.
public enum EntryRules {
    /// In characters.
    public static let longestTitle = 120
    /// In bytes of UTF-8.
    public static let largestBody = 100_000
    /// The number of tags that one entry may have.
    public static let mostTags = 10
    /// In bytes of UTF-8.
    public static let longestTag = 30
    /// The last day of the challenge. Later days are bonus days.
    public static let lastDay = 100
    /// The highest day number that hdoc accepts. It guards against slips of the finger.
    public static let largestDay = 9_999

    /// Everything wrong with an entry, in the order of its fields. Empty where it may be sent.
    public static func problems(of entry: Entry) -> [EntryProblem] {
        var found: [EntryProblem] = []
        if entry.title.allSatisfy(\.isWhitespace) { found.append(.empty(.title)) }
        if entry.title.count > longestTitle { found.append(.tooLong(.title, limit: longestTitle, is: entry.title.count)) }
        if entry.body.utf8.count > largestBody { found.append(.tooLong(.body, limit: largestBody, is: entry.body.utf8.count)) }
        if entry.tags.count > mostTags { found.append(.tooMany(.tags, limit: mostTags, is: entry.tags.count)) }
        found += entry.tags.filter { !isTag($0) }.map(EntryProblem.badTag)
        if let link = entry.link, !isWebLink(link) { found.append(.badLink(link)) }
        if !(1...largestDay).contains(entry.day) { found.append(.badDay(entry.day)) }
        return found
    }

    /// Whether the contract accepts such a tag: 1 to 30 of `a-z 0-9 + . # -`.
    public static func isTag(_ tag: String) -> Bool {
        !tag.isEmpty && tag.utf8.count <= longestTag
            && tag.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || "+.#-".utf8.contains(byte)
            }
    }

    /// Whether this is an http or https URL with a host, without white space and control characters, so that no shell,
    /// terminal or argument parser can misread it. At most 2,048 bytes.
    public static func isWebLink(_ link: String) -> Bool {
        let lower = link.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else { return false }
        let rest = link.dropFirst(scheme.count)
        guard let first = rest.first, first != "/", first != "-", link.utf8.count <= 2048 else { return false }
        return link.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && !(0x80...0xA0).contains($0.value) }
    }
}

/// A field of an entry that has rules. The raw value is the contract's name.
public enum EntryField: String, Sendable {
    /// The contract's fields of these names.
    case title, body, tags, link, day
}

/// What is wrong with an entry.
public enum EntryProblem: Sendable, Equatable {
    /// A required field is empty.
    case empty(EntryField)
    /// More characters than `limit`; of the body, more bytes.
    case tooLong(EntryField, limit: Int, is: Int)
    /// More elements than `limit`.
    case tooMany(EntryField, limit: Int, is: Int)
    /// A tag that the contract does not accept.
    case badTag(String)
    /// A link that is no http or https URL.
    case badLink(String)
    /// A day below 1 or above `EntryRules.largestDay`.
    case badDay(Int)

    /// The field that is wrong.
    public var field: EntryField {
        switch self {
        case .empty(let field), .tooLong(let field, _, _), .tooMany(let field, _, _): field
        case .badTag: .tags
        case .badLink: .link
        case .badDay: .day
        }
    }
}
