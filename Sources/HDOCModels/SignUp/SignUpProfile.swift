/// The profile with which a participant creates an account on a stage: the request body of `POST /signup`.
public struct SignUpProfile: Sendable, Equatable {
    private var values: [SignUpField: String] = [:]

    /// A profile with only a handle, or an empty profile.
    public init(handle: String = "") { self[.handle] = handle }

    /// The text of a field; empty if the field is not set. The setter removes white space around the text, and the `@` that
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

    /// The request body, without empty fields.
    public var json: JSONValue {
        .object(Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, .string($0.value)) }))
    }

    /// The user that a stage creates from this profile, with the attributes that the profile contains.
    public var journeyer: Journeyer { Journeyer(json: json) ?? Journeyer(handle: handle) }
}

/// The fields of a sign-up profile, in the order in which hdoc asks for them. The raw value is the name in the API contract.
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

    /// Whether the field is a username, which people may type with an `@` before it.
    var isUsername: Bool { self == .handle || self == .twitterUsername }
}
