import HDOCModels

/// `POST /signup`: makes the caller's user object and links it to the account.
struct SignupRoute: Sendable {
    let store: Store
    let clock: BackendClock

    func run(_ request: Request, caller: Account) async throws -> Reply {
        guard let object = try? JSONReader.read(request.body.bytes), case .object = object else {
            return FieldError.notAnObject
        }
        var reader = FieldReader(object)
        let handle = reader.handle()
        let user = newUser(&reader, handle: handle ?? "")
        guard let handle, reader.errors.isEmpty else { return FieldError.reply(reader.errors) }
        let key = request.head.header("Idempotency-Key")
        switch try await store.signUp(user, handle: handle, sub: caller.sub, key: key) {
        case .created(let json): return Reply(status: 201, contentType: "application/json", text: json)
        case .repeated(let json): return Reply(status: 200, contentType: "application/json", text: json)
        case .handleTaken: return .json(409, ["message": "This handle is taken."])
        case .ownsAnother(let other):
            return .json(409, ["message": .string("This account owns the user \(other) already.")])
        }
    }

    private func newUser(_ reader: inout FieldReader, handle: String) -> RawJSON {
        var user: RawJSON = ["github_username": .string(handle)]
        for field in ["full_name", "bio", "twitter_username", "linkedin_profile"] {
            user[field] = reader.text(field).map(RawJSON.string)
        }
        for field in ["github_journey_url", "personal_blog_url"] {
            user[field] = reader.link(field).map(RawJSON.string)
        }
        for field in ["days_completed", "github_score", "github_streak", "twitter_score", "twitter_streak"] {
            user[field] = 0
        }
        user["date_joined"] = .string(clock.community.instantText)
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
        return handle
    }
}
