/// What a profile must be, checked before anything is sent, so that a refusal names the field at once.
public enum ProfileRules {
    /// A bound against slips of the finger; the contract has none.
    public static let longestText = 1_000

    public enum Problem: Error, Sendable, Equatable {
        case missing(Profile.Field)
        case tooLong(Profile.Field, limit: Int)
        /// Letters, digits and single hyphens, as GitHub has it.
        case notAHandle(String)
        case notATwitterName(String)
        case notALink(Profile.Field, String)
        /// A control character, or a second line.
        case notPlain(Profile.Field)

        public var field: Profile.Field {
            switch self {
            case .missing(let field), .tooLong(let field, _), .notALink(let field, _), .notPlain(let field): field
            case .notAHandle: .handle
            case .notATwitterName: .twitterUsername
            }
        }
    }

    /// Everything wrong with a profile, in the order of its fields; empty where it may be sent.
    public static func problems(of profile: Profile) -> [Problem] {
        Profile.Field.allCases.compactMap { problem(profile[$0], $0) }
    }

    /// What is wrong with one field.
    public static func problem(_ text: String, _ field: Profile.Field) -> Problem? {
        guard !text.isEmpty else { return field == .handle ? .missing(field) : nil }
        if text.count > longestText { return .tooLong(field, limit: longestText) }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) { return .notPlain(field) }
        switch field {
        case .handle: return isHandle(text) ? nil : .notAHandle(text)
        case .twitterUsername: return isTwitterName(text) ? nil : .notATwitterName(text)
        case .githubJourneyURL, .personalBlogURL: return EntryRules.isWebLink(text) ? nil : .notALink(field, text)
        case .linkedinProfile:
            // An address, or a bare handle: both occur.
            let isHandle = !text.contains { $0.isWhitespace || $0 == ":" }
            return isHandle || EntryRules.isWebLink(text) ? nil : .notALink(field, text)
        case .fullName, .bio: return nil
        }
    }

    /// GitHub's rule for new usernames.
    public static func isHandle(_ text: String) -> Bool {
        (1...39).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasSuffix("-") && !text.contains("--")
            && text.allSatisfy { $0 == "-" || isASCIIWord($0) }
    }

    private static func isTwitterName(_ text: String) -> Bool {
        (1...15).contains(text.utf8.count) && text.allSatisfy { $0 == "_" || isASCIIWord($0) }
    }

    private static func isASCIIWord(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }
}
