/// An HTTP request, complete but for what the transport adds: `Host`, `User-Agent`, `Accept-Encoding`, `Content-Length`.
public struct Request: Sendable, Equatable {
    /// The HTTP methods that hdoc uses.
    public enum Method: String, Sendable { case get = "GET", post = "POST" }

    /// The HTTP method.
    public var method: Method
    /// Absolute, http or https, percent-encoded.
    public var url: String
    /// Sent in this order. They never contain a credential.
    public var headers: [Header]
    /// The value of the `Authorization` header. It is kept apart from the other headers, so that no log can print it.
    public var authorization: Secret?
    /// The body of a POST; nil and an empty body are sent alike.
    public var body: [UInt8]?
    /// Times and sizes at which the exchange is ended.
    public var limits: TransportLimits
    /// Signs the request for AWS. `authorization` is then not sent, because libcurl would leave out the signature.
    public var signing: RequestSigning?
    /// How often this request was sent before; for the log.
    public var retry = 0
    /// Is told about progress while the response arrives.
    public var reception: Reception?

    /// A request with the standard limits, unless others are given.
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
    /// How many bytes all header lines take on the wire, with those that the transport adds.
    var headerBytes: Int {
        let own = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        let credential = authorization.map { "Authorization".utf8.count + $0.exposed.utf8.count + 4 } ?? 0
        return own + credential + Self.addedByTransport
    }

    /// The transport's own headers take some 200 bytes; the rest is for those of a proxy.
    private static let addedByTransport = 512
}

/// One HTTP header line.
public struct Header: Sendable, Equatable {
    /// In any case: names are compared without it.
    public var name: String
    /// Without line breaks; `CurlTransport` refuses a request whose headers contain control bytes.
    public var value: String
    /// A header line with this name and value.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}

/// Limits of one exchange.
public struct TransportLimits: Sendable, Equatable {
    /// The longest time until the connection stands, TLS included.
    public var connect: Duration
    /// The longest time without progress; fewer than 30 bytes a second count as none. Rounded down to whole seconds.
    public var stall: Duration
    /// The longest time for everything together.
    public var total: Duration
    /// The largest response body, in bytes after decompression.
    public var body: Int

    /// Sets all limits; see `standard`.
    public init(connect: Duration, stall: Duration, total: Duration, body: Int) {
        (self.connect, self.stall, self.total, self.body) = (connect, stall, total, body)
    }

    /// 10 s to connect, 32 s without progress, 40 s in total, 12 MB. API Gateway ends a call after 29 s with a response
    /// that must still be received, and its responses hold at most 10 MB.
    public static let standard = TransportLimits(
        connect: .seconds(10), stall: .seconds(32), total: .seconds(40), body: 12_000_000)
}

/// What a request is signed with for AWS, Signature Version 4. The query of a signed request is signed as it is written.
public struct RequestSigning: Sendable, Equatable {
    /// `us-east-1`, …
    public var region: String
    /// `sts`, `cloudformation`, …
    public var service: String
    /// The access key ID, which is not secret.
    public var keyID: String
    /// The secret access key.
    public var secret: Secret
    /// Of temporary credentials: sent, and signed, as `X-Amz-Security-Token`.
    public var sessionToken: Secret?

    /// Signs for one service in one region.
    public init(region: String, service: String, keyID: String, secret: Secret, sessionToken: Secret? = nil) {
        (self.region, self.service, self.keyID) = (region, service, keyID)
        (self.secret, self.sessionToken) = (secret, sessionToken)
    }
}

/// Is told while a response arrives.
public struct Reception: Sendable, Equatable {
    private let report: @Sendable (_ received: Int, _ expected: Int?) -> Void

    /// - Parameter report: is called on the transport's own thread, so it must return at once. It receives the number of
    ///   decoded body bytes so far, and the total where the server announced one.
    public init(_ report: @escaping @Sendable (_ received: Int, _ expected: Int?) -> Void) { self.report = report }

    /// Reports progress, in bytes.
    public func callAsFunction(_ received: Int, of expected: Int?) { report(received, expected) }

    /// Always true: requests are equal by what is sent, whoever listens.
    public static func == (a: Self, b: Self) -> Bool { true }
}
