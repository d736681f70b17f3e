import FoundationEssentials

/// What can be fetched and remembered, each with its own age.
public enum Resource: Sendable, Hashable, Codable {
    case journeyers
    case journeyer(String)
    /// Of one author, with one tag, or all.
    case articles(author: String?, tag: String?)
    case article(String)
    case tags
}

/// Something read from the cache, with all a screen must say about it.
public struct Snapshot<Value: Sendable>: Sendable {
    public var value: Value
    /// Nil where it was never loaded.
    public var fetchedAt: Date?
    /// Elements of the last reply that could not be read.
    public var unreadable: Int
    /// Elements of the last reply that could; nil where nobody knows any more.
    public var received: Int?
    /// The last reply may have been cut off: near 1 MB, or exactly as many as asked for.
    public var mayBePartial: Bool

    public init(value: Value, fetchedAt: Date? = nil, unreadable: Int = 0, received: Int? = nil, mayBePartial: Bool = false) {
        self.value = value
        self.fetchedAt = fetchedAt
        self.unreadable = unreadable
        self.received = received
        self.mayBePartial = mayBePartial
    }
}

extension Snapshot: Equatable where Value: Equatable {}
