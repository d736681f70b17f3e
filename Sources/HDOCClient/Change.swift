/// The parts of the data that a commit changed, so that only those parts are read again. One commit may change several parts.
///
/// `CommunityClient.changes()` publishes such a set after each commit that changed something, in this process or in another.
public struct Change: OptionSet, Sendable, Hashable {
    /// The bits of the set.
    public let rawValue: UInt16
    /// The set with these bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The results of `journeyers()`, `journeyers(matching:)` and `journeyer(_:)`, including their age.
    public static let journeyers = Change(rawValue: 1 << 0)
    /// The result of `leaderboardMovement()`.
    public static let movement = Change(rawValue: 1 << 1)
    /// The results of both `articles` methods, including their age.
    public static let articles = Change(rawValue: 1 << 2)
    /// The result of `tags()`, including its age.
    public static let tags = Change(rawValue: 1 << 3)
    /// The result of `routes()`.
    public static let routes = Change(rawValue: 1 << 4)
    /// The result of `outbox()`.
    public static let outbox = Change(rawValue: 1 << 5)
    /// The results of `session()` and `handle()`.
    public static let session = Change(rawValue: 1 << 6)
    /// The result of `storage()`. Every commit may change the size of a file, so every commit includes this part.
    public static let storage = Change(rawValue: 1 << 7)

    /// The age of the list of users, and not the users: it was fetched again, and nothing was new. A set with `journeyers` does not
    /// contain it.
    public static let journeyersAge = Change(rawValue: 1 << 8)

    /// The part of the data in each table. SQLite does not report changed rows of tables without row ids. `leaderboard` is such
    /// a table; its changes are reported by calls of `notifyChanges`.
    static let ofTable: [String: Change] = [
        "journeyer": .journeyers, "article": .articles, "tag": .tags, "route": .routes, "entry": .outbox,
    ]

    /// Everything in the cache's file. It is used for commits by other processes, because their changed parts are not known.
    static let wholeCache: Change = [.journeyers, .movement, .articles, .tags, .routes, .storage]
    /// Everything in the outbox's file. It is used for commits by other processes.
    static let wholeOutbox: Change = [.outbox, .storage]
}
