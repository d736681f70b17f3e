import Synchronization

/// One request that the backend has answered, without secrets.
package struct LoggedRequest: Sendable, Equatable {
    package let method: String
    /// The path as sent, percent-encoded, without its query.
    package let path: String
    /// The query of an API request as sent; nil for the provider, whose queries hold codes and states.
    package let query: String?
    /// The status that was sent; nil if a fault prevented a reply.
    package let status: Int?
    package let idempotencyKey: String?
    /// Whether the request had an `Authorization` header.
    package let hadAuthorization: Bool
    /// The faults that were applied, in their canonical spelling.
    package let faults: [String]
}

/// The latest requests, for tests.
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
