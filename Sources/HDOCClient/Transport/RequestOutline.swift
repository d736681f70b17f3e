import HDOCModels

/// A request without its secrets: what may be shown, copied and pasted. It says whether a token was sent, but does not
/// contain it.
public struct RequestOutline: Sendable, Equatable {
    /// The HTTP method.
    public var method: Request.Method
    /// Absolute and percent-encoded.
    public var url: String
    /// The headers that are known to contain no secret, in the order in which they were sent.
    public var headers: [Header]
    /// Whether the participant's token is sent.
    public var isAuthorized: Bool
    /// The size of the body in bytes; nil where there is none. The body itself is not kept.
    public var bodyBytes: Int?

    /// In lower case. Every other header is left out.
    static let shownHeaders = ["accept", "content-type", "idempotency-key"]

    /// An outline of a request that need not have been made.
    public init(method: Request.Method, url: String, headers: [Header] = [], isAuthorized: Bool = false, bodyBytes: Int? = nil) {
        (self.method, self.url, self.headers) = (method, url, headers)
        (self.isAuthorized, self.bodyBytes) = (isAuthorized, bodyBytes)
    }

    init(_ request: Request) {
        self.init(
            method: request.method, url: request.url,
            headers: request.headers.filter { Self.shownHeaders.contains($0.name.lowercased()) },
            isAuthorized: request.authorization != nil, bodyBytes: request.body?.count)
    }

    /// The requests that read a resource: one for each route that may have it, the preferred one first.
    public static func reading(_ resource: Resource, on stage: Stage) -> [(route: Route, outline: RequestOutline)] {
        resource.calls.map { call in
            (call.route, RequestOutline(method: call.method, url: stage.api + call.path, headers: StageAPI.headers(of: call)))
        }
    }
}

extension RequestOutline {
    /// The request as a curl command for a shell, on one line. The token is `$TOKEN`, a variable that the person sets; a
    /// body is read from a file `entry.json`.
    public var curl: String {
        var words = ["curl"]
        // curl expands brackets and braces in a URL.
        if url.utf8.contains(where: { "[]{}".utf8.contains($0) }) { words.append("--globoff") }
        words.append(Self.quoted(Self.plain(url)))
        words += headers.flatMap { ["-H", Self.quoted(Self.printable("\($0.name): \($0.value)"))] }
        if isAuthorized { words += ["-H", "\"Authorization: Bearer $TOKEN\""] }
        if bodyBytes != nil { words += ["--data-binary", "@entry.json"] }
        return words.joined(separator: " ")
    }

    /// Between single quotes, only the quote itself is special to a shell.
    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }

    /// Percent-encodes everything but printable ASCII, so that no control byte and no look-alike letter reaches a shell.
    private static func plain(_ url: String) -> String {
        url.utf8.map { 0x20 < $0 && $0 < 0x7F ? String(Unicode.Scalar($0)) : PercentEncoding.byte($0) }.joined()
    }

    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }))
    }
}
