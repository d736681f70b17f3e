/// The reason why no complete response was received.
public struct TransportError: Error, Sendable, Equatable {
    /// The kinds of failure.
    public enum Cause: Sendable, Equatable {
        /// The URL is malformed, or a header contains control bytes.
        case badURL
        /// The URL is plain HTTP, and its host is not this machine.
        case insecure
        /// The host name could not be resolved.
        case unresolvable
        /// The connection to the host could not be established.
        case refused
        /// The TLS handshake failed, or the certificate is not trusted.
        case tls
        /// The file with the certificate authorities at this path is unreadable or contains no certificate.
        case certificateFile(String)
        /// The server does not use TLS: it responded to the handshake with something else.
        case notTLS
        /// The server does not speak HTTP.
        case notHTTP
        /// The proxy could not be used. `address` is its configured address, without user and password.
        case proxy(address: String)
        /// `TransportLimits.connect` was exceeded.
        case connectTimeout
        /// `TransportLimits.stall` or `.total` was exceeded.
        case timeout
        /// The connection ended before the whole response was received.
        case interrupted
        /// The response has more than `limit` bytes.
        case bodyTooLarge(limit: Int)
        /// The headers of the response, with its trailers, have more than `limit` bytes.
        case headTooLarge(limit: Int)
        /// The task was cancelled.
        case cancelled
        /// Network access is disabled, for example with `--offline`.
        case offline
        /// libcurl is not installed, or it cannot be loaded.
        case noLibrary
        /// Any other error of libcurl.
        case other
    }

    /// The kind of failure.
    public var cause: Cause
    /// Whether the server may have received the request. If so, a write must not be sent again before asking the backend.
    public var mayHaveArrived: Bool
    /// libcurl's description, for the log and for `hdoc doctor`. It may contain text from the server and is not sanitised.
    public var detail: String

    /// Creates an error.
    public init(_ cause: Cause, mayHaveArrived: Bool, detail: String = "") {
        (self.cause, self.mayHaveArrived, self.detail) = (cause, mayHaveArrived, detail)
    }

    package static let cancelled = TransportError(.cancelled, mayHaveArrived: true)
}
