/// A header of a reply.
package struct ServiceHeader: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}

/// A reply of the API as a plain value, independent of the server that sends it.
package struct ServiceReply: Sendable, Equatable {
    package var status: Int
    package var headers: [ServiceHeader]
    package var body: [UInt8]

    package init(status: Int, contentType: String, text: String, headers: [ServiceHeader] = []) {
        self.status = status
        self.headers = [ServiceHeader("Content-Type", contentType)] + headers
        self.body = Array(text.utf8)
    }

    package static func json(_ status: Int, _ value: RawJSON, headers: [ServiceHeader] = []) -> ServiceReply {
        .text(status, value.text, headers: headers)
    }

    /// A text with the content type of JSON. The deployed handlers label their plain-text errors in this way too.
    package static func text(_ status: Int, _ text: String, headers: [ServiceHeader] = []) -> ServiceReply {
        ServiceReply(status: status, contentType: "application/json", text: text, headers: headers)
    }

    /// 204: done, and there is nothing to send.
    static let noContent: ServiceReply = {
        var reply = ServiceReply.text(204, "")
        reply.headers = []
        return reply
    }()

    package func adding(_ name: String, _ value: String) -> ServiceReply {
        var reply = self
        reply.headers.append(ServiceHeader(name, value))
        return reply
    }
}

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
