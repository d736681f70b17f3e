import FoundationEssentials

/// One HTTP exchange: bytes out, bytes in. Everything above (routes, errors, retries) is built on this one method,
/// and tests replace it.
public protocol Transport: Sendable {
    /// Never follows a redirect: a 3xx is a reply like any other.
    /// Cancelling the task cancels the exchange.
    func send(_ request: Request) async throws(TransportError) -> Response
}

public struct Request: Sendable, Equatable {
    public enum Method: String, Sendable { case get = "GET", post = "POST" }

    public var method: Method
    /// Absolute, http(s), already percent-encoded.
    public var url: String
    /// Sent in this order. Never holds a credential.
    public var headers: [Header]
    /// The bearer token or Basic credential, kept apart so that nothing can print it by accident.
    public var authorization: Secret?
    public var body: [UInt8]?
    public var limits: TransportLimits
    /// Signs the request for AWS. `authorization` is then not sent: libcurl would leave the signature out.
    public var signing: RequestSigning?
    /// How often it was sent before; for the log.
    public var retry = 0
    /// Told while the reply arrives.
    public var reception: Reception?

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

/// What AWS Signature Version 4 is made of. The query of a signed request is signed as it is written.
public struct RequestSigning: Sendable, Equatable {
    public var region: String
    /// `sts`, `cloudformation`, …
    public var service: String
    public var keyID: String
    public var secret: Secret
    /// Of temporary credentials; sent, and signed, as `X-Amz-Security-Token`.
    public var sessionToken: Secret?

    public init(region: String, service: String, keyID: String, secret: Secret, sessionToken: Secret? = nil) {
        (self.region, self.service, self.keyID) = (region, service, keyID)
        (self.secret, self.sessionToken) = (secret, sessionToken)
    }
}

extension Request {
    /// What all header lines take on the wire, those included that the transport adds itself.
    var headerBytes: Int {
        let own = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        let credential = authorization.map { "Authorization".utf8.count + $0.exposed.utf8.count + 4 } ?? 0
        return own + credential + Self.addedByTransport
    }

    /// Host, User-Agent, Accept-Encoding, Content-Length: some 200 bytes, and room for a proxy's own.
    private static let addedByTransport = 512
}

public struct Header: Sendable, Equatable {
    public var name: String
    public var value: String
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}

public struct TransportLimits: Sendable, Equatable {
    /// Until connected, TLS included.
    public var connect: Duration
    /// Longest wait without bytes moving; a trickle counts as none. Whole seconds.
    public var stall: Duration
    public var total: Duration
    /// Of decoded body bytes.
    public var body: Int

    public init(connect: Duration, stall: Duration, total: Duration, body: Int) {
        (self.connect, self.stall, self.total, self.body) = (connect, stall, total, body)
    }

    /// API Gateway ends a call after 29 s, and that answer must still be heard; and a reply from it holds at most 10 MB.
    public static let standard = TransportLimits(
        connect: .seconds(10), stall: .seconds(32), total: .seconds(40), body: 12_000_000)
}

public struct Response: Sendable, Equatable {
    public var status: Int
    /// As received, names in any case.
    public var headers: [Header]
    public var body: Data

    public init(status: Int, headers: [Header] = [], body: Data = Data()) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// The first header of that name, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A value that must never be shown. Printing, dumping or encoding it shows nothing of it.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// To be read in the transport and the token store only.
    public let exposed: String
    public init(_ text: String) { exposed = text }
    public var description: String { "(secret)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why no reply came.
public struct TransportError: Error, Sendable, Equatable {
    public enum Cause: Sendable, Equatable {
        case badURL, insecure, unresolvable, refused, unreachable, tls, proxy
        case connectTimeout, timeout
        /// The connection ended before a whole reply was there.
        case interrupted
        case bodyTooLarge(limit: Int)
        case cancelled
        /// The user asked for no network.
        case offline
        case other
    }

    public var cause: Cause
    /// True where the backend may have received the request: a write must not be blindly sent again.
    public var mayHaveArrived: Bool
    /// libcurl's own words, for the log and the doctor; hostile like any text from outside.
    public var detail: String

    public init(_ cause: Cause, mayHaveArrived: Bool, detail: String = "") {
        (self.cause, self.mayHaveArrived, self.detail) = (cause, mayHaveArrived, detail)
    }
}

/// No network at all: `--offline`.
public struct OfflineTransport: Transport {
    public init() {}
    public func send(_ request: Request) async throws(TransportError) -> Response {
        throw TransportError(.offline, mayHaveArrived: false)
    }
}
