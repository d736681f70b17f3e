import FoundationEssentials

/// A complete HTTP response.
public struct Response: Sendable, Equatable {
    /// The HTTP status code.
    public var status: Int
    /// As received, with names in any case.
    public var headers: [Header]
    /// After decompression.
    public var body: Data

    /// A response; without a body where none is given.
    public init(status: Int, headers: [Header] = [], body: Data = Data()) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// The value of the first header of that name, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
