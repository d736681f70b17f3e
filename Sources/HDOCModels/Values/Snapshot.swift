import FoundationEssentials

/// A value read from the cache, with its age and what is known about its completeness.
public struct Snapshot<Value: Sendable>: Sendable {
    /// What was read.
    public var value: Value
    /// When it was last fetched; nil where it never was.
    public var fetchedAt: Date?
    /// The number of elements of the last response that could not be read.
    public var unreadable: Int
    /// The number of elements of the last response that could be read; nil where that is not known.
    public var received: Int?
    /// Whether the last response may have been cut off: it was near 1 MB, or held exactly as many elements as asked for.
    public var mayBePartial: Bool

    /// A value that was read.
    public init(value: Value, fetchedAt: Date? = nil, unreadable: Int = 0, received: Int? = nil, mayBePartial: Bool = false) {
        self.value = value
        self.fetchedAt = fetchedAt
        self.unreadable = unreadable
        self.received = received
        self.mayBePartial = mayBePartial
    }
}

extension Snapshot: Equatable where Value: Equatable {}
