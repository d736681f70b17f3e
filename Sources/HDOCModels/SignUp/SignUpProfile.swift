/// What a participant tells a stage about themselves to become its user: the body of `POST /signup`.
public struct SignUpProfile: Sendable, Equatable {
    private var values: [SignUpField: String] = [:]

    /// A profile that holds only the handle, or nothing.
    public init(handle: String = "") { self[.handle] = handle }

    /// The text of a field; empty where nothing was said. Writing removes white space around the text, and the `@` that
    /// people type before a username.
    public subscript(field: SignUpField) -> String {
        get { values[field] ?? "" }
        set {
            let text = field.isUsername ? GitHubHandle.normalised(newValue) : String(newValue.trimmed)
            values[field] = text.isEmpty ? nil : text
        }
    }

    /// The GitHub username.
    public var handle: String { self[.handle] }

    /// The request body. Empty fields are left out.
    public var json: JSONValue {
        .object(Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, .string($0.value)) }))
    }

    /// The user that a stage makes of this profile, as far as it is known here.
    public var journeyer: Journeyer { Journeyer(json: json) ?? Journeyer(handle: handle) }
}

/// The fields of a sign-up profile, in the order in which they are asked. The raw value is the contract's name.
public enum SignUpField: String, Sendable, CaseIterable {
    /// The GitHub username: the only field that is required.
    case handle = "github_username"
    /// The participant's name.
    case fullName = "full_name"
    /// A description in the participant's own words.
    case bio
    /// The Twitter username.
    case twitterUsername = "twitter_username"
    /// A URL or a LinkedIn handle.
    case linkedinProfile = "linkedin_profile"
    /// The URL of the journey repository.
    case githubJourneyURL = "github_journey_url"
    /// The URL of a blog.
    case personalBlogURL = "personal_blog_url"

    /// Whether its text is a username, before which people type an `@`.
    var isUsername: Bool { self == .handle || self == .twitterUsername }
}
