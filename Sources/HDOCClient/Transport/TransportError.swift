/// Why there was no complete response.
public struct TransportError: Error, Sendable, Equatable {
    /// What happened to the request.
    public enum Cause: Sendable, Equatable {
        /// The URL is malformed, or a header contains control bytes.
        case badURL
        /// The URL is HTTP, and its host is not this machine.
        case insecure
        /// The host name has no address.
        case unresolvable
        /// The host, or the network on the way, refused the connection.
        case refused
        /// The TLS handshake failed, or the certificate is not trusted.
        case tls
        /// The file of certificate authorities at this path cannot be read or holds none.
        case certificateFile(String)
        /// The server speaks no TLS: it answered a handshake with something else.
        case notTLS
        /// The server does not speak HTTP.
        case notHTTP
        /// The proxy could not be used. `address` is how it is configured, without user and password.
        case proxy(address: String)
        /// `TransportLimits.connect` was exceeded.
        case connectTimeout
        /// `TransportLimits.stall` or `.total` was exceeded.
        case timeout
        /// The connection ended before the whole response was received.
        case interrupted
        /// The response has more than `limit` bytes.
        case bodyTooLarge(limit: Int)
        /// The task was cancelled.
        case cancelled
        /// The user asked for no network.
        case offline
        /// libcurl reports an error that has no case of its own.
        case other
    }

    /// What happened.
    public var cause: Cause
    /// True where the server may have received the request: a write must not be sent again without asking.
    public var mayHaveArrived: Bool
    /// libcurl's description, for the log and for `hdoc doctor`. Not sanitised: it may contain text from the server.
    public var detail: String

    /// An error of a transport.
    public init(_ cause: Cause, mayHaveArrived: Bool, detail: String = "") {
        (self.cause, self.mayHaveArrived, self.detail) = (cause, mayHaveArrived, detail)
    }

    static let cancelled = TransportError(.cancelled, mayHaveArrived: true)
}
