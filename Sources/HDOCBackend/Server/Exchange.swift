import HDOCModels
import HDOCService

/// A request without its body.
struct RequestHead: Sendable {
    let method: String
    /// As sent, percent-encoded, without the query.
    let path: String
    let rawQuery: String
    /// By name in lower case.
    let headers: [String: String]
    /// Bytes of the request line and all headers.
    let size: Int

    var query: FormFields { FormFields(encoded: rawQuery) }
    func header(_ name: String) -> String? { headers[name.lowercased()] }

    /// The value of a cookie. Cookies are compared as bytes, because a combining mark after `;` would be part of its `Character`.
    func cookie(_ name: String) -> String? {
        header("Cookie")?.split(atByte: ";").lazy
            .compactMap { $0.cut(atByte: "=") }
            .first { $0.before.utf8.drop { $0 == UInt8(ascii: " ") }.elementsEqual(name.utf8) }
            .map { String($0.after) }
    }
}

/// A request with its body.
struct BackendRequest: Sendable {
    let head: RequestHead
    let body: CappedBody

    var form: FormFields { FormFields(encoded: String(decoding: body.bytes, as: UTF8.self)) }
}

/// A request's body. Nothing beyond the gateway's limit is kept.
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

/// How the backend ends an exchange.
enum ExchangeOutcome: Sendable {
    case reply(ServiceReply)
    /// Sends the head and half of the body, then closes the connection.
    case cut(ServiceReply)
    /// Closes the connection without sending anything.
    case close
    /// Sends nothing until the client disconnects or the backend stops.
    case hang
}
