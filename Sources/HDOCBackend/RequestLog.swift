import Synchronization

/// One request the backend has answered, without anything secret.
public struct LoggedRequest: Sendable, Equatable {
    public let method: String
    /// The path as sent, percent-encoded, without its query.
    public let path: String
    /// The query of an API request as sent; nil for the provider, whose queries hold codes and states.
    public let query: String?
    /// The status sent; nil where a fault sent none.
    public let status: Int?
    public let idempotencyKey: String?
    /// Whether an `Authorization` header came with it.
    public let hadAuthorization: Bool
    /// The faults that took part, in their canonical spelling.
    public let faults: [String]
}

/// The last requests, for tests and for the footer of `hdoc serve`.
final class RequestLog: Sendable {
    private static let capacity = 10_000
    private let storage = Mutex<[LoggedRequest]>([])
    private let onAppend: @Sendable (LoggedRequest) -> Void

    init(onAppend: @escaping @Sendable (LoggedRequest) -> Void) { self.onAppend = onAppend }

    var entries: [LoggedRequest] { storage.withLock { $0 } }

    func append(_ entry: LoggedRequest) {
        storage.withLock { entries in
            if entries.count >= Self.capacity { entries.removeFirst(Self.capacity / 10) }
            entries.append(entry)
        }
        onAppend(entry)
    }
}
