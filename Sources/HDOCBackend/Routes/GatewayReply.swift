/// What API Gateway answers by itself, before or instead of a lambda.
enum GatewayReply {
    static let missingToken = error(
        403, "Missing Authentication Token", type: "MissingAuthenticationTokenException")
    static let unauthorized = error(401, "Unauthorized", type: "UnauthorizedException")
    static let expiredToken = error(401, "The incoming token has expired", type: "ExpiredTokenException")
    static let forbidden = error(403, "Forbidden", type: "ForbiddenException")
    static let crashed = Reply.json(
        502, ["message": "Internal server error"], headers: [errorType("InternalServerErrorException")])
    static let headersTooLarge = error(
        431, "Request Header Fields Too Large", type: "RequestHeaderFieldsTooLargeException")
    static let bodyTooLarge = Reply(
        status: 413, contentType: "text/plain", text: "HTTP content length exceeded \(CappedBody.limit) bytes.",
        headers: [errorType("RequestTooLargeException")])

    /// An older body, which repeats the whole header to whoever sent it.
    static func incompleteSignature(_ authorization: String) -> Reply {
        let value = authorization.split(separator: " ").last.map(String.init) ?? ""
        return error(
            403,
            "'\(value)' not a valid key=value pair (missing equal-sign) in Authorization header: '\(authorization)'.",
            type: "IncompleteSignatureException")
    }

    /// With the capital M of this one case.
    static func accessDenied(_ message: String) -> Reply {
        Reply.json(403, ["Message": .string(message)], headers: [errorType("AccessDeniedException")])
    }

    /// The reply that a fault asks for.
    static func injected(_ status: Int, retryAfter: Int?) -> Reply {
        let reply: Reply =
            switch status {
            case 200..<300: Reply(status: status, contentType: "application/json", text: "")
            case 401: unauthorized
            case 403: forbidden
            case 413: bodyTooLarge
            case 429: error(429, "Too Many Requests", type: "TooManyRequestsException")
            case 431: headersTooLarge
            case 500: Reply.json(500, ["message": nil], headers: [errorType("AuthorizerConfigurationException")])
            case 502: crashed
            case 503: error(503, "Service Unavailable", type: "ServiceUnavailableException")
            case 504: error(504, "Endpoint request timed out", type: "InternalServerErrorException")
            default: error(status, "Fault \(status)", type: "InjectedFault")
            }
        return retryAfter.map { reply.adding("Retry-After", String($0)) } ?? reply
    }

    private static func error(_ status: Int, _ message: String, type: String) -> Reply {
        Reply(
            status: status, contentType: "application/json",
            text: "{\"message\":\(RawJSON.string(message).text)}", headers: [errorType(type)])
    }

    private static func errorType(_ name: String) -> Reply.Header {
        Reply.Header(name: "x-amzn-ErrorType", value: name)
    }
}
