/// What a change touched, so that only that is read again. A set: one commit may touch several parts.
///
/// `CommunityClient.changes()` says such a set after each commit that changed something, by this process or another.
public struct Change: OptionSet, Sendable, Hashable {
    /// The bits of the set.
    public let rawValue: UInt16
    /// The set with these bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// What `journeyers()`, `journeyers(matching:)` and `journeyer(_:)` return, their age included.
    public static let journeyers = Change(rawValue: 1 << 0)
    /// What `leaderboardMovement()` returns.
    public static let movement = Change(rawValue: 1 << 1)
    /// What `articles(author:tag:)` and its search return, their age included.
    public static let articles = Change(rawValue: 1 << 2)
    /// What `tags()` returns, its age included.
    public static let tags = Change(rawValue: 1 << 3)
    /// What `routes()` returns.
    public static let routes = Change(rawValue: 1 << 4)
    /// What `outbox()` returns.
    public static let outbox = Change(rawValue: 1 << 5)
    /// What `session()` and `handle()` return.
    public static let session = Change(rawValue: 1 << 6)
    /// What `storage()` returns. Every commit changes the size of a file, so every commit says this too.
    public static let storage = Change(rawValue: 1 << 7)

    /// Everything that the cache's file holds: another process does not say what it changed.
    static let wholeCache: Change = [.journeyers, .movement, .articles, .tags, .routes, .storage]
    /// Everything that the outbox's file holds.
    static let wholeOutbox: Change = [.outbox, .storage]
}
