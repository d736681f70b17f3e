/// An HTTP request. The transport adds `Host`, `User-Agent`, `Accept-Encoding` and `Content-Length`.
public struct Request: Sendable, Equatable {
    /// The HTTP methods that hdoc uses.
    public enum Method: String, Sendable, CaseIterable {
        case get = "GET", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE"
    }

    /// The HTTP method.
    public var method: Method
    /// An absolute, percent-encoded http or https URL.
    public var url: String
    /// The headers, in the order in which they are sent. They must not contain credentials.
    public var headers: [Header]
    /// The value of the `Authorization` header. It is separate from the other headers, so that no log can print it.
    public var authorization: Secret?
    /// The body of a request that is not a GET. For a POST, nil is sent as an empty body.
    public var body: [UInt8]?
    /// The time and size limits of the exchange.
    public var limits: TransportLimits
    /// The credentials for an AWS signature. If this is set, `authorization` is not sent, because libcurl would then leave out
    /// the signature.
    public var signing: RequestSigning?
    /// Whether a successful response contains new tokens, which must not be removed from it.
    package var returnsTokens = false
    /// Whether the server may receive this POST twice without harm. If so, it may use an open connection: libcurl sends a request again
    /// if a reused connection turns out to be closed.
    package var isIdempotent = false
    /// Whether the exchange uses a connection of its own and measures it.
    package var measuresConnection = false
    /// The number of earlier attempts of this request, for the log.
    public var retry = 0
    /// Called with the progress while the response arrives.
    public var reception: Reception?
    /// Takes the body while it arrives. A transport may ignore it and return the body in the response.
    package var receiver: BodyReceiver?

    /// Creates a request, with the standard limits by default.
    public init(
        _ method: Method, _ url: String, headers: [Header] = [], authorization: Secret? = nil, body: [UInt8]? = nil,
        limits: TransportLimits = .standard, signing: RequestSigning? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.authorization = authorization
        self.body = body
        self.limits = limits
        self.signing = signing
    }
}

extension Request {
    /// The size of all headers in bytes as they are sent, including those that the transport adds.
    package var headerBytes: Int {
        let own = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        let credential = authorization.map { "Authorization".utf8.count + $0.exposed.utf8.count + 4 } ?? 0
        return own + credential + Self.addedByTransport
    }

    /// In bytes. The transport's own headers need about 200 bytes; the rest is reserved for headers that a proxy adds.
    private static let addedByTransport = 512
}

/// One HTTP header line.
public struct Header: Sendable, Equatable {
    /// The name in any case, because header names are compared without regard to case.
    public var name: String
    /// The value without line breaks. `CurlTransport` refuses a request whose headers contain control bytes.
    public var value: String
    /// Creates a header line.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }

    /// Parses a header line with or without its line end. The first colon ends the name, whatever bytes surround it.
    /// - Returns: nil if the line has no colon.
    package init?(line: some Collection<UInt8>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let value = line[line.index(after: colon)...].drop(while: isSpace).prefix { $0 != 0x0D && $0 != 0x0A }
        self.init(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
}

/// The time and size limits of one exchange.
public struct TransportLimits: Sendable, Equatable {
    /// The maximum time to connect, including the TLS handshake.
    public var connect: Duration
    /// The maximum time without progress. Less than 30 bytes per second counts as no progress. Rounded down to whole seconds,
    /// but at least one.
    public var stall: Duration
    /// The maximum time of the whole exchange.
    public var total: Duration
    /// The maximum size of the response body in bytes, after decompression.
    public var body: Int
    /// The maximum size of all header lines in bytes, including those of interim responses and the trailers after the body.
    public var head: Int

    /// Creates limits. See `standard` for the usual values.
    public init(connect: Duration, stall: Duration, total: Duration, body: Int, head: Int = 128_000) {
        (self.connect, self.stall, self.total, self.body, self.head) = (connect, stall, total, body, head)
    }

    /// 10 s to connect, 32 s without progress, 40 s in total, a head of 128 kB, and a body of 12 MB. API Gateway ends a call after
    /// 29 s and then sends an error response, which must still be received. Its heads have at most 10 kB, and its bodies 10 MB.
    public static let standard = TransportLimits(
        connect: .seconds(10), stall: .seconds(32), total: .seconds(40), body: 12_000_000)
}

/// The credentials and scope of an AWS Signature Version 4. The query of a signed request is signed exactly as it is written.
public struct RequestSigning: Sendable, Equatable {
    /// The AWS region, for example `us-east-1`.
    public var region: String
    /// The AWS service, for example `sts` or `cloudformation`.
    public var service: String
    /// The access key ID, which is not secret.
    public var keyID: String
    /// The secret access key.
    public var secret: Secret
    /// The session token of temporary credentials. It is sent and signed as `X-Amz-Security-Token`.
    public var sessionToken: Secret?

    /// Creates the signing values for one service in one region.
    public init(region: String, service: String, keyID: String, secret: Secret, sessionToken: Secret? = nil) {
        (self.region, self.service, self.keyID) = (region, service, keyID)
        (self.secret, self.sessionToken) = (secret, sessionToken)
    }
}

/// A callback that is called while a response arrives. Two values are always equal, so that requests are compared by what is
/// sent.
public struct Reception: Sendable, Equatable {
    private let report: @Sendable (_ received: Int, _ expected: Int?) -> Void

    /// Creates a callback.
    /// - Parameter report: receives the number of decoded body bytes so far, and the total if the server announced it. It is
    ///   called on the transport's own thread, so it must return immediately.
    public init(_ report: @escaping @Sendable (_ received: Int, _ expected: Int?) -> Void) { self.report = report }

    /// Reports the progress in bytes.
    public func callAsFunction(_ received: Int, of expected: Int?) { report(received, expected) }

    /// Always true.
    public static func == (a: Self, b: Self) -> Bool { true }
}

/// Takes the body of a response while it arrives, instead of the response.
///
/// Its functions are called on the transport's own thread, so they must return at once. If an exchange is repeated, it begins again.
/// Two values are always equal, so that requests are compared by what is sent.
package struct BodyReceiver: Sendable, Equatable {
    /// Begins a body: is called with the status of the response, and returns whether it takes the body.
    package let begin: @Sendable (_ status: Int) -> Bool
    /// Takes the next bytes after decompression.
    package let take: @Sendable (UnsafeRawBufferPointer) -> Void
    /// Whether there is room for more bytes. If there is none, the transport receives nothing until the receiver calls `resume`, which it
    /// may do on any thread. The first bytes of a body always have room.
    package let hasRoom: @Sendable (_ resume: @escaping @Sendable () -> Void) -> Bool

    package init(
        begin: @escaping @Sendable (_ status: Int) -> Bool, take: @escaping @Sendable (UnsafeRawBufferPointer) -> Void,
        hasRoom: @escaping @Sendable (_ resume: @escaping @Sendable () -> Void) -> Bool = { _ in true }
    ) {
        (self.begin, self.take, self.hasRoom) = (begin, take, hasRoom)
    }

    package static func == (a: Self, b: Self) -> Bool { true }
}
