/// The user routes. Those of the layers `main` and `dev` answer as the recorded handlers do, plain-text errors under
/// a JSON content type included.
struct UserRoutes: Sendable {
    let store: Store

    /// `GET /users?username=N` of `main`, which reads its query without looking whether there is one.
    func oneAsUsers(_ query: FormFields) async throws -> Reply {
        query.isEmpty ? GatewayReply.crashed : try await one(query)
    }

    /// `GET /user?username=N`.
    func one(_ query: FormFields) async throws -> Reply {
        let missing = text(404, "username field in the body of the request is missing")
        guard let handle = query["username"], !handle.isEmpty else { return missing }
        guard let user = try await store.user(handle) else { return text(404, "ERROR: user not found!") }
        // The handler catches its own crash on a string set as if the name were missing.
        return user.holdsSet ? missing : text(200, user.json)
    }

    /// `GET /users` and `GET /users?limit=N` of `dev`.
    func list(_ query: FormFields) async throws -> Reply {
        var limit: Int?
        if let given = query["limit"] {
            let number = given.filter { !$0.isWhitespace }
            guard let value = Int(number) else { return text(500, "Unexpected error: <class 'ValueError'>") }
            guard value >= 1 else {
                return text(500, "Unexpected error: <class 'botocore.exceptions.ParamValidationError'>")
            }
            limit = value
        }
        let users = try await store.scanUsers(limit: limit)
        if users.contains(where: \.holdsSet) { return text(500, "Unexpected error: <class 'TypeError'>") }
        return text(200, "[" + users.map(\.json).joined(separator: ", ") + "]")
    }

    /// `GET /users/{userID}`.
    func byPath(_ handle: String) async throws -> Reply {
        guard let user = try await store.user(handle) else {
            return .json(404, ["message": "This stage has no such user."])
        }
        return user.holdsSet ? GatewayReply.crashed : text(200, user.json)
    }

    private func text(_ status: Int, _ body: String) -> Reply {
        Reply(status: status, contentType: "application/json", text: body)
    }
}
