import FoundationEssentials
import HDOCModels

/// A stage's routes as typed calls. It learns from the responses which routes the stage has, and remembers that in the cache.
struct StageAPI: Sendable {
    let stage: Stage
    let transport: any Transport
    let routes: Cache
    let clock: @Sendable () -> Date
    /// The current token; with the one that was just refused, another.
    let bearer: @Sendable (_ refused: Secret?) async throws(ClientError) -> Secret

    static let articleLimit = 500
    static let tagLimit = 200
    /// API Gateway's, for all headers of a request together, in bytes.
    static let headerLimit = 10_240

    func users() async throws(ClientError) -> DecodedList<Journeyer> {
        let call = Call.users(limit: nil)
        do throws(ClientError) {
            let list = DecodedList.read(try await send(call).body, limit: nil, Journeyer.init(json:))
            return try readable(list, call)
        } catch {
            // The deployed `main` layer crashes without a name to look up: there the list is missing, not broken.
            guard error.kind == .serverFailed, error.status == 502, await looksUpByNameOnly() else { throw error }
            var absent = error
            absent.kind = .routeAbsent(.users)
            learn(.users, from: absent)
            throw absent
        }
    }

    /// Whether `/users?username=` is this stage's only look-up, as on the `main` layer. Asks for a name that no GitHub
    /// user can have, so that each look-up route answers whether it is there.
    private func looksUpByNameOnly() async -> Bool {
        _ = try? await user("-")
        let known = (try? routes.routes()) ?? []
        func isAbsent(_ route: Route) -> Bool {
            known.contains { if $0.route == route, case .absent = $0.presence { true } else { false } }
        }
        return isAbsent(.userByPath) && isAbsent(.userByQuery)
            && known.contains { $0.route == .userAmongUsers && $0.presence == .present }
    }

    /// Asks by each route that the stage may have. Only a 404 is `notFound`.
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
        // A stage whose `/users` ignores the question answers with everybody.
        let list = try? JSONParser.readList(response.body)
        let candidates = (list ?? [try? JSONParser.read(response.body)]).compactMap { $0 }
        let found = candidates.lazy.compactMap(Journeyer.init(json:)).first { GitHubHandle.isSame($0.handle, handle) }
        return try readable(found, call)
    }

    func articles(author: String?, tag: String?) async throws(ClientError) -> DecodedList<Article> {
        let call = Call.articles(author: author, tag: tag, limit: Self.articleLimit)
        return try readable(DecodedList.read(try await send(call).body, limit: Self.articleLimit, Article.init(json:)), call)
    }

    func article(_ id: String, by author: String? = nil) async throws(ClientError) -> Article {
        let call = Call.article(id)
        // Another article says nothing about this one.
        return try readable(try readArticle(try await send(call)).flatMap { $0.is(id, by: author) ? $0 : nil }, call)
    }

    func tags() async throws(ClientError) -> DecodedList<Tag> {
        let call = Call.tags(limit: Self.tagLimit)
        let list = DecodedList.read(try await send(call).body, limit: Self.tagLimit) { json in
            json.object.flatMap { members in
                members["tag"]?.text.map { Tag(tag: $0, count: max(0, members["count"]?.integer ?? 0)) }
            }
        }
        return try readable(list, call)
    }

    /// Posts an entry under its own id. A token that was refused is renewed once; the call is never blindly repeated.
    func post(_ entry: Entry, as handle: String) async throws(ClientError) -> Article {
        let body = [UInt8](JSONWriter.text(entry.json).utf8)
        let call = Call.post(as: handle, id: entry.id, body: body)
        let reply = try readArticle(try await sendSignedIn(call))
        // Only the entry itself shows that it has arrived: its own id, and the author where the response names one.
        return try readable(reply.flatMap { $0.is(entry.id, by: handle) ? $0 : nil }, call)
    }

    /// Creates the caller's own user. After a success with an unreadable body the user exists as `profile` describes them.
    func signUp(_ profile: SignUpProfile, key: String) async throws(ClientError) -> Journeyer {
        let body = [UInt8](JSONWriter.text(profile.json).utf8)
        let response = try await sendSignedIn(.signUp(body: body, key: key))
        let created = (try? JSONParser.read(response.body)).flatMap(Journeyer.init(json:))
        return created ?? profile.journeyer
    }

    private func readArticle(_ response: Response) throws(ClientError) -> Article? {
        (try? JSONParser.read(response.body)).flatMap(Article.init(json:))
    }

    private func readable<Value>(_ value: Value?, _ call: Call) throws(ClientError) -> Value {
        guard let value else { throw ClientError(.unreadable, operation: call.operation, request: call.line, status: 200) }
        return value
    }
}

// MARK: - One call

extension StageAPI {
    /// Without a credential first: reading is open on the deployed stages. Where it is not, with one.
    private func send(_ call: Call) async throws(ClientError) -> Response {
        try refuseUnsafePath(call)
        do throws(ClientError) {
            return try await exchange(call, credential: nil)
        } catch {
            guard case .unauthorized = error.kind, let token = try? await bearer(nil) else { throw error }
            return try await exchange(call, credential: token)
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

    private func exchange(_ call: Call, credential: Secret?) async throws(ClientError) -> Response {
        try refuseAbsent(call)
        let authorization = credential.map { Secret("Bearer \($0.exposed)") }
        var request = Request(call.method, stage.api + call.path, authorization: authorization, body: call.body)
        request.headers = Self.headers(of: call)
        let size = request.headerBytes
        guard size <= Self.headerLimit else {
            throw ClientError(.headersTooLarge(limit: Self.headerLimit, is: size), operation: call.operation, request: call.line)
        }
        let response: Response
        do throws(TransportError) {
            response = try await transport.send(request)
        } catch {
            throw ClientError(.transport(error), operation: call.operation, request: call.line)
        }
        let error = ReplyClassifier(call: call, credential: authorization).error(in: response)
        if case .routeAbsent = error?.kind, call.hasEncodedPath {
            // The response may be about this one name: a server may decode it and then see a path of another shape.
        } else {
            learn(call.route, from: error)
        }
        if let error { throw error }
        return response
    }

    /// A server or a proxy may resolve a path with `.` or `..` and answer for another resource. Nothing has such a name.
    private func refuseUnsafePath(_ call: Call) throws(ClientError) {
        guard call.hasDotSegment else { return }
        let kind = call.operation == .postEntry ? ClientError.Kind.notConfigured(key: "handle") : .notFound
        throw ClientError(kind, operation: call.operation, request: call.line)
    }

    static func headers(of call: Call) -> [Header] {
        var headers = [Header("Accept", "application/json")]
        if call.body != nil { headers.append(Header("Content-Type", "application/json")) }
        if let key = call.idempotencyKey { headers.append(Header("Idempotency-Key", key)) }
        return headers
    }

    private func refuseAbsent(_ call: Call) throws(ClientError) {
        // A memory that cannot be read costs a call, nothing else.
        guard let known = try? routes.absence(of: call.route, at: clock()),
            case .absent(let status, let reason) = known.presence
        else { return }
        throw ClientError(
            .routeAbsent(call.route), operation: call.operation, request: call.line, status: status,
            serverText: reason.isEmpty ? nil : reason)
    }

    private func learn(_ route: Route, from error: ClientError?) {
        switch error?.kind {
        case nil, .notFound, .rejected, .conflict, .unauthorized:
            try? routes.note(route, .present, at: clock())
        case .routeAbsent:
            let absent = RouteStatus.Presence.absent(status: error?.status ?? 403, reason: error?.serverText ?? "")
            try? routes.note(route, absent, at: clock())
        default: break
        }
    }
}

extension Article {
    /// Whether this is the article of that id and, where both are known, of that author.
    fileprivate func `is`(_ id: String, by author: String?) -> Bool {
        self.id == id && (author == nil || self.author == nil || GitHubHandle.isSame(self.author, author))
    }
}
