import FoundationEssentials
import HDOCModels

/// The routes of a stage as typed functions. It learns from each response whether the stage supports the route, and stores this
/// in the cache.
struct StageAPI: Sendable {
    let stage: Stage
    let transport: any Transport
    let routes: Cache
    let clock: @Sendable () -> Date
    /// Returns the current token. If `refused` is the token that the stage just rejected, it returns a new one.
    let bearer: @Sendable (_ refused: Secret?) async throws(ClientError) -> Secret

    /// The limit of API Gateway for all headers of a request together, in bytes.
    static let headerLimit = 10_240

    /// Tries each route that looks up a user, in order, until one exists. Throws `notFound` only after a 404.
    func user(_ handle: String) async throws(ClientError) -> Journeyer {
        var absent: ClientError?
        for call in Call.user(handle) {
            do throws(ClientError) {
                return try readUser(try await send(call), handle, call)
            } catch {
                guard case .routeAbsent = error.kind else { throw error }
                absent = error
            }
        }
        throw absent ?? ClientError(.notFound, operation: .getUser)
    }

    private func readUser(_ response: Response, _ handle: String, _ call: Call) throws(ClientError) -> Journeyer {
        // A stage whose `/users` ignores the `username` parameter responds with all users.
        let list = try? JSONParser.readList(response.body, limit: DecodingLimits.elements)
        let candidates = (list ?? [try? JSONParser.read(response.body)]).compactMap { $0 }.filter(\.isSmallEnough)
        let found = candidates.lazy.compactMap(Journeyer.init(json:)).first { GitHubHandle.isSame($0.handle, handle) }
        return try readable(found, call)
    }

    func article(_ id: String, by author: String? = nil) async throws(ClientError) -> Article {
        let call = Call.article(id)
        // A response with another article does not answer the request.
        return try readable(try readArticle(try await send(call)).flatMap { $0.is(id, by: author) ? $0 : nil }, call)
    }

    /// Posts an entry with its own id as the idempotency key. If the token is rejected, the call is repeated once with a new
    /// token. It is never repeated for another reason.
    func post(_ entry: Entry, as handle: String) async throws(ClientError) -> Article {
        try await write(entry, .post(as: handle, id: entry.id, body: Self.body(of: entry)), as: handle)
    }

    /// Replaces the text of an article that has this version. Repeating the call is harmless: a stage answers with the article if
    /// it has the text already.
    func correct(_ entry: Entry, version: Int, as handle: String) async throws(ClientError) -> Article {
        try await write(entry, .correct(as: handle, id: entry.id, version: version, body: Self.body(of: entry)), as: handle)
    }

    /// Removes an article that has this version. Repeating the call is harmless: a stage answers 204 if the article is gone.
    func remove(_ id: String, version: Int, as handle: String) async throws(ClientError) {
        let call = Call.remove(as: handle, id: id, version: version)
        let response = try await sendSignedIn(call)
        // Another response may come from a proxy, and proves nothing.
        _ = try readable(response.status == 204 ? response : nil, call)
    }

    private static func body(of entry: Entry) -> [UInt8] { [UInt8](JSONWriter.text(entry.json).utf8) }

    private func write(_ entry: Entry, _ call: Call, as handle: String) async throws(ClientError) -> Article {
        let reply = try readArticle(try await sendSignedIn(call))
        // Only a response with the entry's own id and this author proves that the entry arrived.
        return try readable(reply.flatMap { $0.is(entry.id, by: handle) ? $0 : nil }, call)
    }

    /// Creates the user who is signed in. If the body of a successful response is unreadable, the result is made from
    /// `profile`.
    func signUp(_ profile: SignUpProfile, key: String) async throws(ClientError) -> Journeyer {
        let body = [UInt8](JSONWriter.text(profile.json).utf8)
        let response = try await sendSignedIn(.signUp(body: body, key: key))
        return Self.element(response.body).flatMap(Journeyer.init(json:)) ?? profile.journeyer
    }

    private func readArticle(_ response: Response) throws(ClientError) -> Article? {
        Self.element(response.body).flatMap(Article.init(json:))
    }

    /// The value of a response with one element; nil if it is not JSON, or larger than any stage stores.
    static func element(_ body: Data) -> JSONValue? {
        (try? JSONParser.read(body)).flatMap { $0.isSmallEnough ? $0 : nil }
    }

    func readable<Value>(_ value: Value?, _ call: Call) throws(ClientError) -> Value {
        guard let value else { throw ClientError(.unreadable, operation: call.operation, request: call.line, status: 200) }
        return value
    }
}

// MARK: - One call

extension StageAPI {
    /// Sends a call without a credential first, because reading is public on the deployed stages. After a 401 it sends the call
    /// once more with a token.
    /// - Parameter receiver: takes the body of a successful response while it arrives.
    /// - Returns: a successful response; 304 only if the call has an entity tag.
    func send(_ call: Call, to receiver: BodyReceiver? = nil) async throws(ClientError) -> Response {
        try refuseUnsafePath(call)
        do throws(ClientError) {
            return try await exchange(call, credential: nil, receiver)
        } catch {
            guard case .unauthorized = error.kind, let token = try? await bearer(nil) else { throw error }
            return try await exchange(call, credential: token, receiver)
        }
    }

    private func sendSignedIn(_ call: Call) async throws(ClientError) -> Response {
        try refuseUnsafePath(call)
        let token = try await bearer(nil)
        do throws(ClientError) {
            return try await exchange(call, credential: token)
        } catch {
            guard case .unauthorized = error.kind else { throw error }
            return try await exchange(call, credential: try await bearer(token))
        }
    }

    private func exchange(
        _ call: Call, credential: Secret?, _ receiver: BodyReceiver? = nil
    ) async throws(ClientError) -> Response {
        try refuseAbsent(call)
        let authorization = Self.authorization(credential)
        var request = Request(call.method, stage.api + call.path, authorization: authorization, body: call.body)
        request.headers = Self.headers(of: call)
        request.receiver = receiver
        let response = try await deliver(request, for: call.operation, call.line)
        let isUnchanged = response.status == 304 && call.entityTag != nil
        let error = isUnchanged ? nil : ReplyClassifier(call: call, credential: authorization).error(in: response)
        if case .routeAbsent = error?.kind, call.hasEncodedPath {
            // The path contains a percent-encoded name. A server may decode it, see a path of another shape and respond that
            // the route is unknown. This proves nothing about the route.
        } else {
            learn(call.route, from: error)
        }
        if let error { throw error }
        return response
    }

    /// The value of the `Authorization` header.
    static func authorization(_ token: Secret?) -> Secret? { token.map { Secret("Bearer \($0.exposed)") } }

    /// Sends a request whose headers are not too large.
    func deliver(
        _ request: Request, for operation: ClientError.Operation, _ line: String
    ) async throws(ClientError) -> Response {
        let size = request.headerBytes
        guard size <= Self.headerLimit else {
            throw ClientError(.headersTooLarge(limit: Self.headerLimit, is: size), operation: operation, request: line)
        }
        do throws(TransportError) {
            return try await transport.send(request)
        } catch {
            throw ClientError(.transport(error), operation: operation, request: line)
        }
    }

    /// Throws if the path contains `.`, `..` or an empty segment. A server or proxy could resolve such a path to another
    /// resource. No user or article has such a name.
    private func refuseUnsafePath(_ call: Call) throws(ClientError) {
        guard call.hasDotSegment else { return }
        let kind = call.method != .get ? ClientError.Kind.notConfigured(key: "handle") : .notFound
        throw ClientError(kind, operation: call.operation, request: call.line)
    }

    static func headers(of call: Call) -> [Header] {
        var headers = [Header("Accept", "application/json")]
        if call.body != nil { headers.append(Header("Content-Type", "application/json")) }
        if let key = call.idempotencyKey { headers.append(Header("Idempotency-Key", key)) }
        if let tag = call.entityTag { headers.append(Header("If-None-Match", tag)) }
        if let version = call.version { headers.append(Header("If-Match", "\"\(version)\"")) }
        return headers
    }

    private func refuseAbsent(_ call: Call) throws(ClientError) {
        // If the cache cannot be read, the request is simply sent.
        guard let known = try? routes.absence(of: call.route, at: clock()),
            case .absent(let status, let reason) = known.presence
        else { return }
        throw ClientError(
            .routeAbsent(call.route), operation: call.operation, request: call.line, status: status,
            serverText: reason.isEmpty ? nil : reason)
    }

    func learn(_ route: Route, from error: ClientError?) {
        switch error?.kind {
        case nil, .notFound, .rejected, .conflict, .outdated, .unauthorized:
            try? routes.note(route, .present, at: clock())
        case .routeAbsent:
            let absent = RouteStatus.Presence.absent(status: error?.status ?? 403, reason: error?.serverText ?? "")
            try? routes.note(route, absent, at: clock())
        default: break
        }
    }
}

extension Article {
    /// Whether this article has this id and, if `author` is not nil, was written by this author.
    fileprivate func `is`(_ id: String, by author: String?) -> Bool {
        self.id.hasSameBytes(as: id) && (author == nil || GitHubHandle.isSame(self.author, author))
    }
}
