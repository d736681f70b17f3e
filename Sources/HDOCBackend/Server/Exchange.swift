/// A request without its body.
struct RequestHead: Sendable {
    let method: String
    /// As sent, percent-encoded, without the query.
    let path: String
    let rawQuery: String
    /// By name in small letters.
    let headers: [String: String]
    /// Bytes of the request line and all headers.
    let size: Int

    var query: FormFields { FormFields(encoded: rawQuery) }
    func header(_ name: String) -> String? { headers[name.lowercased()] }

    func cookie(_ name: String) -> String? {
        header("Cookie")?.split(separator: ";").lazy
            .map { $0.drop { $0 == " " } }
            .first { $0.hasPrefix(name + "=") }
            .map { String($0.dropFirst(name.count + 1)) }
    }
}

struct Request: Sendable {
    let head: RequestHead
    let body: CappedBody

    var form: FormFields { FormFields(encoded: String(decoding: body.bytes, as: UTF8.self)) }
}

/// A body, of which no more than the gateway's limit is kept.
struct CappedBody: Sendable {
    /// API Gateway's limit for a request body.
    static let limit = 10_485_760
    private(set) var bytes: [UInt8] = []
    /// Bytes received, kept or not.
    private(set) var total = 0

    var isOverLimit: Bool { total > Self.limit }

    mutating func append(_ chunk: some Collection<UInt8>) {
        total += chunk.count
        if isOverLimit { bytes = [] } else { bytes.append(contentsOf: chunk) }
    }
}

/// A reply as it goes out.
struct Reply: Sendable, Equatable {
    var status: Int
    var headers: [Header]
    var body: [UInt8]

    struct Header: Sendable, Equatable {
        let name: String
        let value: String
    }

    init(status: Int, contentType: String, text: String, headers: [Header] = []) {
        self.status = status
        self.headers = [Header(name: "Content-Type", value: contentType)] + headers
        self.body = Array(text.utf8)
    }

    static func json(_ status: Int, _ value: RawJSON, headers: [Header] = []) -> Reply {
        Reply(status: status, contentType: "application/json", text: value.text, headers: headers)
    }

    func adding(_ name: String, _ value: String) -> Reply {
        var reply = self
        reply.headers.append(Header(name: name, value: value))
        return reply
    }
}

/// What happens to the connection.
enum Outcome: Sendable {
    case reply(Reply)
    /// The head and half of the body, then the connection is closed.
    case cut(Reply)
    /// The connection is closed without a byte.
    case close
    /// Not a byte is sent until the client leaves or the backend stops.
    case hang
}
