/// What a participant tells a stage about themselves to become its user: the body of the contract's `POST /signup`.
public struct Profile: Sendable, Equatable {
    /// The raw value is the contract's name.
    public enum Field: String, Sendable, CaseIterable {
        case handle = "github_username"
        case fullName = "full_name"
        case bio
        case twitterUsername = "twitter_username"
        case linkedinProfile = "linkedin_profile"
        case githubJourneyURL = "github_journey_url"
        case personalBlogURL = "personal_blog_url"
    }

    private var values: [Field: String] = [:]

    public init(handle: String = "") { self[.handle] = handle }

    /// Empty where nothing was said. Spaces around it are not meant, nor is the `@` that people type before a name.
    public subscript(field: Field) -> String {
        get { values[field] ?? "" }
        set {
            var text = Self.trimmed(newValue[...])
            if field == .handle || field == .twitterUsername, text.hasPrefix("@") { text = text.dropFirst() }
            values[field] = text.isEmpty ? nil : String(text)
        }
    }

    public var handle: String { self[.handle] }

    /// Only what was said: an empty field is no statement about oneself.
    public var json: JSONValue {
        .object(Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, .string($0.value)) }))
    }

    /// The user that the stage makes of it, as far as it is known here.
    public var journeyer: Journeyer {
        var journeyer = Journeyer(handle: handle)
        (journeyer.fullName, journeyer.bio) = (values[.fullName], values[.bio])
        (journeyer.twitterUsername, journeyer.linkedinProfile) = (values[.twitterUsername], values[.linkedinProfile])
        (journeyer.githubJourneyURL, journeyer.personalBlogURL) = (values[.githubJourneyURL], values[.personalBlogURL])
        return journeyer
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text.drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
