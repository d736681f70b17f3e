/// The API contract's limits for an entry. hdoc checks them before it sends an entry, so that it can name the wrong field at once.
public enum EntryRules {
    /// The longest title, in characters.
    public static let longestTitle = 120
    /// The longest body, in bytes of UTF-8.
    public static let largestBody = 100_000
    /// The most tags of one entry.
    public static let mostTags = 10
    /// The longest tag, in bytes of UTF-8.
    public static let longestTag = 30
    /// The last day of the challenge. Later days are bonus days.
    public static let lastDay = 100
    /// The highest day number that hdoc accepts. The limit catches typing errors.
    public static let largestDay = 9_999

    /// All problems of an entry, in the order of its fields. Empty if the entry may be sent.
    public static func problems(of entry: Entry) -> [EntryProblem] {
        var found: [EntryProblem] = []
        if entry.title.allSatisfy(\.isWhitespace) { found.append(.empty(.title)) }
        if entry.title.unicodeScalars.contains(where: isLineBreak) { found.append(.lineBreak(.title)) }
        if entry.title.count > longestTitle { found.append(.tooLong(.title, limit: longestTitle, is: entry.title.count)) }
        if entry.body.utf8.count > largestBody { found.append(.tooLong(.body, limit: largestBody, is: entry.body.utf8.count)) }
        if entry.tags.count > mostTags { found.append(.tooMany(.tags, limit: mostTags, is: entry.tags.count)) }
        found += entry.tags.filter { !isTag($0) }.map(EntryProblem.badTag)
        if let link = entry.link, !isWebLink(link) { found.append(.badLink(link)) }
        if !(1...largestDay).contains(entry.day) { found.append(.badDay(entry.day)) }
        return found
    }

    /// Whether programs may start a new line at this character.
    private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
        (0x0A...0x0D).contains(scalar.value) || [0x85, 0x2028, 0x2029].contains(scalar.value)
    }

    /// Whether the API contract accepts this tag: 1 to 30 characters of `a-z 0-9 + . # -`.
    public static func isTag(_ tag: String) -> Bool {
        !tag.isEmpty && tag.utf8.count <= longestTag
            && tag.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || "+.#-".utf8.contains(byte)
            }
    }

    /// Whether the text is an http or https URL with a host and at most 2,048 bytes. White space, control characters and a
    /// leading hyphen in the host are not accepted, because a shell, a terminal or an argument parser could misread them.
    public static func isWebLink(_ link: String) -> Bool {
        // Bytes are compared: a character with a combining mark is not equal to its ASCII character, but every browser splits there.
        let bytes = link.utf8
        let head = bytes.prefix(8).map(ASCII.lowered)
        guard let scheme = ["https://", "http://"].map({ Array($0.utf8) }).first(where: head.starts) else { return false }
        guard let first = bytes.dropFirst(scheme.count).first, first != UInt8(ascii: "/"), first != UInt8(ascii: "-"), bytes.count <= 2048
        else { return false }
        return link.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && !(0x80...0xA0).contains($0.value) }
    }
}

/// A field of an entry that `EntryRules` checks. The raw value is the name in the API contract.
public enum EntryField: String, Sendable {
    /// The fields with these names in the API contract.
    case title, body, tags, link, day
}

/// What is wrong with an entry.
public enum EntryProblem: Sendable, Equatable {
    /// A required field is empty.
    case empty(EntryField)
    /// The field must be one line, but has a line break.
    case lineBreak(EntryField)
    /// The value of the field is longer than `limit`: in characters for the title, in bytes of UTF-8 for the body.
    case tooLong(EntryField, limit: Int, is: Int)
    /// The field has more elements than `limit`.
    case tooMany(EntryField, limit: Int, is: Int)
    /// A tag that the API contract does not accept; the value is the tag.
    case badTag(String)
    /// A link that `EntryRules.isWebLink` does not accept; the value is the link.
    case badLink(String)
    /// A day below 1 or above `EntryRules.largestDay`; the value is the day.
    case badDay(Int)

    /// The field that is wrong.
    public var field: EntryField {
        switch self {
        case .empty(let field), .lineBreak(let field), .tooLong(let field, _, _), .tooMany(let field, _, _): field
        case .badTag: .tags
        case .badLink: .link
        case .badDay: .day
        }
    }
}
