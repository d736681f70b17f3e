import HDOCModels

/// A request to a stage that a person composed, for `hdoc api`.
public struct ComposedRequest: Sendable, Equatable {
    /// The HTTP method.
    public var method: Request.Method
    /// The path and query below the stage's base URL, percent-encoded, without a leading slash.
    public var path: String
    /// Headers besides `Accept`, `Content-Type` and `Authorization`.
    public var headers: [Header]
    /// The body, as JSON. Nil for a request without a body.
    public var body: [UInt8]?

    /// Creates a request.
    public init(_ method: Request.Method, _ path: String, headers: [Header] = [], body: [UInt8]? = nil) {
        (self.method, self.path, self.headers, self.body) = (method, path, headers, body)
    }

    /// The method and the path as people read them, for example `GET /users?limit=10`.
    public var line: String { "\(method.rawValue) /\(path)" }
}

/// A response of a stage, without the tokens of the session.
public struct ComposedReply: Sendable {
    /// The response.
    public var response: Response
    /// The request for the next page of the same list; nil if the response links to none.
    public var next: ComposedRequest?

    /// Creates a reply.
    public init(_ response: Response, next: ComposedRequest? = nil) { (self.response, self.next) = (response, next) }
}

extension StageAPI {
    func send(_ composed: ComposedRequest) async throws(ClientError) -> ComposedReply {
        let token = try await token(for: composed)
        var response = try await exchange(composed, token)
        if response.status == 401, let token {
            response = try await exchange(composed, try await bearer(token))
        }
        return ComposedReply(response, next: next(after: composed, response))
    }

    /// The token of the session. A request that only reads is also sent without one, because reading is public on the deployed stages.
    private func token(for composed: ComposedRequest) async throws(ClientError) -> Secret? {
        do throws(ClientError) {
            return try await bearer(nil)
        } catch {
            if composed.method == .get { return nil }
            throw error
        }
    }

    private func exchange(_ composed: ComposedRequest, _ token: Secret?) async throws(ClientError) -> Response {
        var request = Request(composed.method, stage.api + composed.path, authorization: Self.authorization(token), body: composed.body)
        request.headers = [Header("Accept", "application/json")]
        if composed.body != nil { request.headers.append(Header("Content-Type", "application/json")) }
        request.headers += composed.headers
        return try await deliver(request, for: .composed, composed.line)
    }

    private func next(after composed: ComposedRequest, _ response: Response) -> ComposedRequest? {
        guard composed.method == .get else { return nil }
        let path = RequestPath.withoutQuery(composed.path)
        return PageLinks(response).nextQuery(after: path, api: stage.api).map {
            ComposedRequest(.get, "\(path)?\($0)", headers: composed.headers)
        }
    }
}

extension Client {
    public func send(_ request: ComposedRequest) async throws(ClientError) -> ComposedReply { try await api.send(request) }
}
