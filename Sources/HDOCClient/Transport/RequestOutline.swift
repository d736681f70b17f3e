import HDOCModels

/// A request without its secrets, which may be shown, copied and pasted. It states whether a token is sent but does not contain
/// the token.
public struct RequestOutline: Sendable, Equatable {
    /// The HTTP method.
    public var method: Request.Method
    /// The absolute, percent-encoded URL.
    public var url: String
    /// The headers that never contain secrets, in the order in which they are sent.
    public var headers: [Header]
    /// Whether the participant's token is sent.
    public var isAuthorized: Bool
    /// The size of the body in bytes; nil if there is no body. The body itself is not stored.
    public var bodyBytes: Int?

    /// The names of the headers to keep, in lower case. All other headers are removed.
    static let shownHeaders = ["accept", "content-type", "idempotency-key", "if-match"]

    /// Creates an outline, also of a request that was never sent.
    public init(method: Request.Method, url: String, headers: [Header] = [], isAuthorized: Bool = false, bodyBytes: Int? = nil) {
        (self.method, self.url, self.headers) = (method, url, headers)
        (self.isAuthorized, self.bodyBytes) = (isAuthorized, bodyBytes)
    }

    /// The outline of a request that is sent: without token, body, cookies and unknown headers.
    package init(sent request: Request) {
        self.init(
            method: request.method, url: request.url,
            headers: request.headers.filter { Self.shownHeaders.contains($0.name.lowercased()) },
            isAuthorized: request.authorization != nil, bodyBytes: request.body?.count)
    }

    /// The requests that read a resource, one for each route that may exist, in order of preference.
    public static func reading(_ resource: Resource, on stage: Stage) -> [(route: Route, outline: RequestOutline)] {
        resource.calls.map { call in
            (call.route, RequestOutline(method: call.method, url: stage.api + call.path, headers: StageAPI.headers(of: call)))
        }
    }
}

extension RequestOutline {
    /// The request as a curl command for a shell, on one line. The token is the shell variable `$TOKEN`, which the user must
    /// set. A body is read from the file `entry.json`.
    public var curl: String {
        var words = ["curl"]
        // Without this option curl expands brackets and braces in a URL.
        if url.utf8.contains(where: { "[]{}".utf8.contains($0) }) { words.append("--globoff") }
        // curl sends a GET, or a POST if there is a body.
        if method != (bodyBytes == nil ? .get : .post) { words += ["-X", method.rawValue] }
        words.append(ShellWord.quoted(Self.plain(url)))
        words += headers.flatMap { ["-H", ShellWord.quoted(Self.printable("\($0.name): \($0.value)"))] }
        if isAuthorized { words += ["-H", "\"Authorization: Bearer $TOKEN\""] }
        if bodyBytes != nil { words += ["--data-binary", "@entry.json"] }
        return words.joined(separator: " ")
    }

    /// Percent-encodes everything except printable ASCII, so that no control characters and no look-alike letters reach a
    /// shell.
    private static func plain(_ url: String) -> String {
        url.utf8.map { 0x20 < $0 && $0 < 0x7F ? String(Unicode.Scalar($0)) : PercentEncoding.byte($0) }.joined()
    }

    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }))
    }
}
