import FoundationEssentials
import HDOCModels

/// A complete HTTP response.
public struct Response: Sendable, Equatable {
    /// The HTTP status code.
    public var status: Int
    /// The headers as received. Names may have any case.
    public var headers: [Header]
    /// The body after decompression.
    public var body: Data
    /// The size in bytes of a body that the request's receiver took; `body` is empty then. Nil if it took none.
    package var streamed: Int?
    /// The size of the body in bytes, wherever it is.
    package var bodySize: Int { streamed ?? body.count }
    /// The times and the certificate of the connection, if the request asked for them.
    package var connection: ConnectionDetails?

    /// Creates a response, with an empty body by default.
    public init(status: Int, headers: [Header] = [], body: Data = Data()) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// Whether the status is 2xx.
    package var isSuccess: Bool { (200..<300).contains(status) }

    /// The value of the first header with this name, ignoring case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.isSameIgnoringASCIICase(as: name) }?.value
    }
}
