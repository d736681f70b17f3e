import FoundationEssentials

/// A value read from the cache, with the time of its last fetch and what is known about its completeness.
public struct Snapshot<Value: Sendable>: Sendable {
    /// The value in the cache.
    public var value: Value
    /// When the value was last fetched; nil if it was never fetched.
    public var fetchedAt: Date?
    /// The number of elements of the last response that could not be read.
    public var unreadable: Int
    /// The number of elements of the last response that could be read; nil if it is not known.
    public var received: Int?
    /// Whether the last response may be incomplete: it was nearly 1 MB long, or had exactly as many elements as hdoc asked for.
    public var mayBePartial: Bool

    /// A value read from the cache.
    public init(value: Value, fetchedAt: Date? = nil, unreadable: Int = 0, received: Int? = nil, mayBePartial: Bool = false) {
        self.value = value
        self.fetchedAt = fetchedAt
        self.unreadable = unreadable
        self.received = received
        self.mayBePartial = mayBePartial
    }

    /// The same age and completeness with another value.
    public func with<Other>(_ value: Other) -> Snapshot<Other> {
        Snapshot<Other>(
            value: value, fetchedAt: fetchedAt, unreadable: unreadable, received: received, mayBePartial: mayBePartial)
    }
}

extension Snapshot: Equatable where Value: Equatable {}
