/// Replies in the form in which API Gateway sends them.
extension ServiceReply {
    /// 403 as API Gateway sends it if access is denied. Only this body spells `Message` with a capital M.
    static func accessDenied(_ message: String) -> ServiceReply {
        .json(403, ["Message": .string(message)], headers: [.errorType("AccessDeniedException")])
    }

    /// 401 for a missing or bad token.
    package static let unauthorized = gatewayError(401, "Unauthorized", type: "UnauthorizedException")

    /// 413 as API Gateway sends it: a plain text.
    package static func bodyTooLarge(limit: Int) -> ServiceReply {
        ServiceReply(
            status: 413, contentType: "text/plain", text: "HTTP content length exceeded \(limit) bytes.",
            headers: [.errorType("RequestTooLargeException")])
    }

    /// 429 as API Gateway sends it.
    package static func throttled(retryAfter: Int?) -> ServiceReply {
        let reply = gatewayError(429, "Too Many Requests", type: "TooManyRequestsException")
        return retryAfter.map { reply.adding("Retry-After", String($0)) } ?? reply
    }

    /// An error in the form of API Gateway, which writes no space after the colon.
    package static func gatewayError(_ status: Int, _ message: String, type: String) -> ServiceReply {
        .text(status, "{\"message\":\(RawJSON.string(message).text)}", headers: [.errorType(type)])
    }
}

extension ServiceHeader {
    /// The header in which API Gateway names the kind of an error.
    package static func errorType(_ name: String) -> ServiceHeader { ServiceHeader("x-amzn-ErrorType", name) }
}
