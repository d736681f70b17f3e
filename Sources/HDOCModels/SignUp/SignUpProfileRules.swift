/// The rules for a sign-up profile. hdoc checks them before it sends a profile, so that it can name the wrong field at once.
public enum SignUpProfileRules {
    /// The longest text of a field, in characters. The API contract has no limit; this one prevents accidents.
    public static let longestText = 1_000

    /// All problems of a profile, in the order of its fields. Empty if the profile may be sent.
    public static func problems(of profile: SignUpProfile) -> [SignUpProblem] {
        SignUpField.allCases.compactMap { problem(profile[$0], $0) }
    }

    /// The problem of the text of one field; nil if the text is acceptable.
    public static func problem(_ text: String, _ field: SignUpField) -> SignUpProblem? {
        guard !text.isEmpty else { return field == .handle ? .missing(field) : nil }
        if text.count > longestText { return .tooLong(field, limit: longestText) }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) { return .notPlain(field) }
        switch field {
        case .handle: return GitHubHandle.isValid(text) ? nil : .notAHandle(text)
        case .twitterUsername: return isTwitterName(text) ? nil : .notATwitterName(text)
        case .githubJourneyURL, .personalBlogURL: return EntryRules.isWebLink(text) ? nil : .notALink(field, text)
        case .linkedinProfile:
            // Users have either a URL or only a handle in this field.
            let isHandle = !text.unicodeScalars.contains { $0.properties.isWhitespace || $0 == ":" }
            return isHandle || EntryRules.isWebLink(text) ? nil : .notALink(field, text)
        case .fullName, .bio: return nil
        }
    }

    private static func isTwitterName(_ text: String) -> Bool {
        (1...15).contains(text.utf8.count) && text.utf8.allSatisfy { $0 == UInt8(ascii: "_") || ASCII.isLetterOrDigit($0) }
    }
}

/// What is wrong with one field of a sign-up profile.
public enum SignUpProblem: Error, Sendable, Equatable {
    /// A required field is empty.
    case missing(SignUpField)
    /// The text has more characters than `limit`.
    case tooLong(SignUpField, limit: Int)
    /// The text is not a GitHub username.
    case notAHandle(String)
    /// The text is not a Twitter username, which has 1 to 15 ASCII letters, digits and underscores.
    case notATwitterName(String)
    /// The text is not an http or https URL.
    case notALink(SignUpField, String)
    /// The text has a control character, such as a line break.
    case notPlain(SignUpField)

    /// The field that is wrong.
    public var field: SignUpField {
        switch self {
        case .missing(let field), .tooLong(let field, _), .notALink(let field, _), .notPlain(let field): field
        case .notAHandle: .handle
        case .notATwitterName: .twitterUsername
        }
    }
}
