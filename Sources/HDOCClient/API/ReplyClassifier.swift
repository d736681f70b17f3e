import Foundation
import HDOCModels
import SafeText

/// Decides whether a response is a success, and converts any other response to a `ClientError`. It checks the status before the
/// body, because the backend labels plain text as JSON and the owner of a stage can customise every error body.
struct ReplyClassifier {
    let call: Call
    /// The `Authorization` value of the request. A server message that contains it is not shown.
    let credential: Secret?

    /// The error that the response means. Nil for a 2xx response.
    func error(in response: Response) -> ClientError? {
        guard !response.isSuccess else { return nil }
        let body = ServerBody(response.body)
        return ClientError(
            kind(response, body), operation: call.operation, request: call.line, status: response.status,
            serverText: mayShow(response, body) ? body.text : nil)
    }

    private func kind(_ response: Response, _ body: ServerBody) -> ClientError.Kind {
        switch response.status {
        case 400 where isWebPage(response, body), 403...410 where isWebPage(response, body): .webPage
        // A stage answers a write with JSON. A plain text comes from a proxy or a firewall.
        case 403 where call.method != .get && !body.isJSON && !Self.isUnknownRoute(response, body): .webPage
        case 400: .rejected(body.fieldErrors)
        case 401: .unauthorized(expired: Self.isType("ExpiredToken", response) || body.says("expired"))
        case 403 where Self.isUnknownRoute(response, body): .routeAbsent(call.route)
        case 403: body.isGatewayForbidden ? .blocked : .forbidden
        // The deployed user look-up responds with this 404 if it cannot serialise an item. The user exists.
        case 404 where body.says("username field in the body"): .serverFailed
        case 404 where isChange && body.isGatewayNotFound: .routeAbsent(call.route)
        case 404: body.isOwnNotFound ? .notFound : .webPage
        case 409: .conflict(existing: body.existingID)
        case 412: .outdated(current: isChange ? StageAPI.element(response.body).flatMap(Article.init(json:)) : nil)
        case 413: .tooLarge
        case 429: .throttled(retryAfter: retryAfter(response))
        case 504: .gatewayTimeout
        case 500...599: .serverFailed
        default: .unexpected
        }
    }

    /// Whether the call changes an article. Deployed stages lack these routes.
    private var isChange: Bool { call.method == .put || call.method == .delete }

    /// API Gateway has no 404 for unknown routes. It responds with 403 and an error about a missing or incomplete signature.
    fileprivate static func isUnknownRoute(_ response: Response, _ body: ServerBody) -> Bool {
        isType("MissingAuthenticationToken", response) || isType("IncompleteSignature", response)
            || body.says("Missing Authentication Token") || body.says("key=value pair") || body.says("Authorization header requires")
    }

    private static func isType(_ name: String, _ response: Response) -> Bool {
        response.header("x-amzn-ErrorType")?.contains(name) ?? false
    }

    /// Stages respond with JSON or plain text only. A web page comes from a proxy or firewall.
    private func isWebPage(_ response: Response, _ body: ServerBody) -> Bool {
        let isHTML = response.header("Content-Type")?.lowercased().hasPrefix("text/html") ?? false
        return body.begins(with: "<!doctype html") || body.begins(with: "<html") || isHTML && body.begins(with: "<")
    }

    private func mayShow(_ response: Response, _ body: ServerBody) -> Bool {
        guard let credential else { return true }
        let token = credential.exposed.split(atByte: " ").last.map(String.init) ?? credential.exposed
        return !Self.isType("IncompleteSignature", response) && !body.says("Authorization") && !body.says(token)
    }

    /// The delay in seconds, limited to `Backoff.longestAsked`. The date format of `Retry-After` is ignored, because API
    /// Gateway does not send it.
    private func retryAfter(_ response: Response) -> Duration? {
        response.header("Retry-After").flatMap { Int($0) }.map { .seconds(min(max($0, 0), Int(Backoff.longestAsked))) }
    }
}

/// The body of an error response: JSON with a message, or plain text, whatever the content type is.
struct ServerBody {
    private let raw: String
    private let json: [String: JSONValue]?

    init(_ data: Data) {
        raw = String(decoding: data.prefix(64_000), as: UTF8.self)
        json = data.count > 64_000 ? nil : (try? JSONParser.read(data))?.object
    }

    /// Whether the body is a JSON object.
    var isJSON: Bool { json != nil }

    private var message: String? { json?["message"]?.text ?? json?["Message"]?.text }

    /// Whether this is the body with which API Gateway reports a firewall's rule, an unknown stage, or a missing API key.
    var isGatewayForbidden: Bool { message == "Forbidden" }

    /// Whether the API itself may have written this body of a 404: a JSON object with a message, or a text that begins with `ERROR:`
    /// as those of the deployed handlers do. The body of a proxy, of a load balancer or of a gateway without this route proves
    /// nothing about the user or the article.
    var isOwnNotFound: Bool {
        guard let message else { return !isJSON && begins(with: "error:") }
        return !Self.isOfGateway(message)
    }

    /// Whether a gateway says with this body of a 404 that it has no such route.
    var isGatewayNotFound: Bool { message.map(Self.isOfGateway) ?? false }

    private static func isOfGateway(_ message: String) -> Bool { messagesOfGateways.contains { message.lowercased().hasPrefix($0) } }

    /// The messages of API Gateway's HTTP APIs and of Kong for an unknown route, in lower case.
    private static let messagesOfGateways = ["not found", "no route matched"]

    /// The server's message: one sanitised line of at most 300 characters. Nil if there is none.
    var text: String? {
        let words = isJSON ? message ?? "" : pageTitle ?? raw
        let line = TerminalText.line(words, limit: 300).trimmingCharacters(in: .whitespaces)
        return line.isEmpty ? nil : line
    }

    var fieldErrors: [FieldError] {
        (json?["errors"]?.array ?? []).prefix(20).compactMap { element in
            guard let members = element.object, let field = members["field"]?.text else { return nil }
            return FieldError(
                field: TerminalText.line(field, limit: 40), reason: TerminalText.line(members["reason"]?.text ?? "", limit: 200))
        }
    }

    var existingID: String? { json?["id"]?.text.map { TerminalText.line($0, limit: 100) } }

    /// The title of a web page; nil if the body is not a web page.
    private var pageTitle: String? {
        guard let open = raw.range(of: "<title>", options: .caseInsensitive),
            let close = raw.range(of: "</title>", options: .caseInsensitive, range: open.upperBound..<raw.endIndex)
        else { return nil }
        return String(raw[open.upperBound..<close.lowerBound])
    }

    /// Compares without regard to case, and ignores white space at the start of the body.
    func begins(with text: String) -> Bool {
        let scalars = raw.unicodeScalars.drop { $0.properties.isWhitespace || $0 == "\u{FEFF}" }.prefix(text.unicodeScalars.count)
        return text.isSameIgnoringASCIICase(as: String(scalars))
    }

    /// Whether the body contains these bytes; the case of ASCII letters is ignored. A search for characters would miss a token that
    /// has a combining mark after it.
    func says(_ words: String) -> Bool { !words.isEmpty && raw.containsIgnoringASCIICase(words) }
}

extension Response {
    /// Whether API Gateway says with this response that it has no such route.
    package var saysRouteIsUnknown: Bool { status == 403 && ReplyClassifier.isUnknownRoute(self, ServerBody(body)) }
}
