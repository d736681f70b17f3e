import HDOCService

/// The names of the three tables. A deployment chooses them.
package struct TableNames: Sendable, Equatable {
    package let users: String
    package let accounts: String
    package let entries: String

    package init(users: String, accounts: String, entries: String) {
        (self.users, self.accounts, self.entries) = (users, accounts, entries)
    }

    /// Reads `USERS_TABLE`, `ACCOUNTS_TABLE` and `ENTRIES_TABLE`. A function that does not use a table has no variable for it and
    /// no permission to use it.
    package init(environment: [String: String]) {
        self.init(
            users: environment["USERS_TABLE"] ?? "", accounts: environment["ACCOUNTS_TABLE"] ?? "",
            entries: environment["ENTRIES_TABLE"] ?? "")
    }
}

/// The indexes of the tables.
package enum IndexName {
    /// Users by total score, in several partitions. Contains the users with a readable score.
    package static let board = "board"
    /// Users by the time of their last change, with one partition for each day and shard.
    package static let changes = "changes"
    /// Articles of one author, by creation time.
    package static let author = "author"
    /// Articles of one day, by creation time.
    package static let feed = "feed"
}

/// Distributes keys over a fixed number of partitions.
enum Shard {
    /// The number of a key must never change, because it is part of stored keys.
    static func of(_ key: String, count: Int) -> Int { Int(FNV1a.hash(key.utf8) % UInt64(count)) }
}
