import HDOCModels

/// A valid body of `POST /signup`.
struct SignUpSubmission: Sendable, Equatable {
    let handle: String
    /// The optional fields that were given, in the contract's order.
    let fields: [RawJSON.Member]

    static func read(_ object: RawJSON) throws(InvalidRequest) -> SignUpSubmission {
        var reader = FieldReader(object)
        let handle = reader.handle()
        var fields: [RawJSON.Member] = []
        for name in ["full_name", "bio", "twitter_username", "linkedin_profile"] {
            if let text = reader.text(name, bytes: 2_048) { fields.append(RawJSON.Member(name: name, value: .string(text))) }
        }
        for name in ["github_journey_url", "personal_blog_url"] {
            if let link = reader.link(name) { fields.append(RawJSON.Member(name: name, value: .string(link))) }
        }
        guard let handle, reader.errors.isEmpty else { throw .fields(reader.errors) }
        return SignUpSubmission(handle: handle, fields: fields)
    }

    /// The new user object, without any posted entry.
    func user(joined: String) -> RawJSON {
        var user = RawJSON.object([RawJSON.Member(name: "github_username", value: .string(handle))] + fields)
        for name in ["days_completed", "github_score", "github_streak", "twitter_score", "twitter_streak"] { user[name] = 0 }
        user["date_joined"] = .string(joined)
        user["status"] = "active"
        return user
    }
}

extension FieldReader {
    fileprivate mutating func handle() -> String? {
        guard let handle = text("github_username", required: true) else { return nil }
        guard GitHubHandle.isValid(handle) else {
            reject("github_username", "must be a GitHub username: up to 39 letters, digits and single hyphens")
            return nil
        }
        guard !ServiceRoute.reservedNames.contains(handle.lowercased()) else {
            reject("github_username", "is the name of a route, so this user could not post")
            return nil
        }
        return handle
    }
}
