import HDOCService

/// Writes replies as HTTP/1.1.
enum ReplyEncoder {
    static let goOn = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// - Parameter hasBody: whether the body follows; a reply to `HEAD` only tells its length.
    static func bytes(_ reply: ServiceReply, hasBody: Bool, keepsAlive: Bool) -> [UInt8] {
        var head = "HTTP/1.1 \(reply.status) \(phrase(reply.status))\r\n"
        for header in reply.headers { head += "\(header.name): \(oneLine(header.value))\r\n" }
        let mayHaveBody = ![204, 304].contains(reply.status)
        if mayHaveBody { head += "Content-Length: \(reply.body.count)\r\n" }
        head += "Connection: \(keepsAlive ? "keep-alive" : "close")\r\n\r\n"
        return Array(head.utf8) + (hasBody && mayHaveBody ? reply.body : [])
    }

    /// A value of a header may repeat what a client sent. A line end in it would begin another header.
    private static func oneLine(_ value: String) -> String {
        String(String.UnicodeScalarView(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }

    private static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 204: "No Content"
        case 302: "Found"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 410: "Gone"
        case 412: "Precondition Failed"
        case 413: "Payload Too Large"
        case 428: "Precondition Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "Status \(status)"
        }
    }
}
