/// The user routes. Those of the layers `main` and `dev` answer exactly as the recorded handlers do, including the
/// plain-text errors under the content type of JSON.
extension CommunityService {
    /// `GET /users?username=N` of `main`. The deployed handler crashes if there is no query.
    func userAmongUsers(_ call: ServiceCall) async throws -> ServiceReply {
        if call.request.query.isEmpty { throw ServiceFailure.deployedCrash }
        return try await userByQuery(call)
    }

    /// `GET /user?username=N`.
    func userByQuery(_ call: ServiceCall) async throws -> ServiceReply {
        let missing = ServiceReply.text(404, "username field in the body of the request is missing")
        guard let handle = call.request.query["username"], !handle.isEmpty else { return missing }
        guard let user = try await store.user(handle) else { return .text(404, "ERROR: user not found!") }
        // The deployed handler reports its crash on a string set as if the name were missing.
        return user.holdsSet && emulatesCrashes ? missing : .text(200, user.json)
    }

    /// `GET /users` and `GET /users?limit=N` of `dev`.
    func scannedUsers(_ call: ServiceCall) async throws -> ServiceReply {
        var limit: Int?
        if let given = call.request.query["limit"] {
            let number = given.filter { !$0.isWhitespace }
            guard let value = Int(number) else { return .text(500, "Unexpected error: <class 'ValueError'>") }
            guard value >= 1 else { return .text(500, "Unexpected error: <class 'botocore.exceptions.ParamValidationError'>") }
            limit = value
        }
        let users = try await store.scanUsers(limit: limit)
        if users.contains(where: \.holdsSet) { return .text(500, "Unexpected error: <class 'TypeError'>") }
        return .text(200, "[" + users.map(\.json).joined(separator: ", ") + "]")
    }

    /// `GET /users/{userID}`.
    func userByPath(_ call: ServiceCall) async throws -> ServiceReply {
        guard let user = try await store.user(call[.userID]) else {
            return .json(404, ["message": "This stage has no such user."])
        }
        if user.holdsSet, emulatesCrashes { throw ServiceFailure.deployedCrash }
        return .text(200, user.json)
    }
}
