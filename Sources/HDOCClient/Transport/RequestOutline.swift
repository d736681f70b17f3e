import HDOCModels

/// A request without anything secret: what may be shown, copied and pasted. Tokens never enter it; that one was sent is
/// all it knows of them.
public struct RequestOutline: Sendable, Equatable {
    public var method: Request.Method
    public var url: String
    /// Those of `shownHeaders` that were sent, in order.
    public var headers: [Header]
    /// The request carried, or would carry, the participant's token.
    public var isAuthorized: Bool
    /// Of a body only this is known: what somebody wrote is in the outbox, not here.
    public var bodyBytes: Int?

    /// Known to hold no secret. Any other header stays out.
    static let shownHeaders = ["accept", "content-type", "idempotency-key"]

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

    /// What asking for a resource is, by each of the routes that may have it, the preferred one first.
    public static func reading(_ resource: Resource, on stage: Stage) -> [(route: Route, outline: RequestOutline)] {
        resource.calls.map { call in
            (call.route, RequestOutline(method: call.method, url: stage.api + call.path, headers: StageAPI.headers(of: call)))
        }
    }
}

extension RequestOutline {
    /// The same call for a shell, on one line. The token is the shell's own `$TOKEN`; a body comes from a file of that name.
    public var curl: String {
        var words = ["curl"]
        // Brackets and braces in an address are patterns to curl.
        if url.contains(where: { "[]{}".contains($0) }) { words.append("--globoff") }
        words.append(Self.quoted(Self.plain(url)))
        words += headers.flatMap { ["-H", Self.quoted(Self.printable("\($0.name): \($0.value)"))] }
        if isAuthorized { words += ["-H", "\"Authorization: Bearer $TOKEN\""] }
        if bodyBytes != nil { words += ["--data-binary", "@entry.json"] }
        return words.joined(separator: " ")
    }

    /// Between single quotes nothing is special to a shell but the quote itself.
    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }

    /// Everything that is not printable ASCII, percent-encoded: no control and no look-alike gets into a shell.
    private static func plain(_ url: String) -> String {
        url.utf8.map { 0x20 < $0 && $0 < 0x7F ? String(Unicode.Scalar($0)) : PercentEncoding.byte($0) }.joined()
    }

    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }))
    }
}
