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
