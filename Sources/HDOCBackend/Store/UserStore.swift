import FoundationEssentials
import GRDB

/// A user's item as the table holds it.
struct StoredUser: Sendable {
    let json: String
    /// An item with a DynamoDB string set, on which the deployed handlers crash.
    let holdsSet: Bool
}

extension Store {
    /// What DynamoDB reads in one scan before it stops, in bytes.
    static let scanLimit = 1_048_576

    func user(_ handle: String) async throws -> StoredUser? {
        try await database.read { db in
            try Row.fetchOne(db, sql: "SELECT json, holds_set FROM user WHERE handle = ?", arguments: [handle])
                .map(StoredUser.init)
        }
    }

    /// The items of one scan: in arbitrary order, and no more than 1 MB of them.
    func scanUsers(limit: Int?) async throws -> [StoredUser] {
        try await database.read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT json, holds_set FROM user ORDER BY scan_order LIMIT ?", arguments: [limit ?? -1])
            var users: [StoredUser] = []
            var size = 0
            while let user = try rows.next().map(StoredUser.init) {
                size += user.json.utf8.count
                if size > Self.scanLimit { break }
                users.append(user)
            }
            return users
        }
    }

    /// How a sign-up ended.
    enum SignupResult: Sendable {
        case created(String)
        /// The same request came before.
        case repeated(String)
        case handleTaken
        /// The account owns this other user already.
        case ownsAnother(String)
    }

    func signUp(_ user: RawJSON, handle: String, sub: String, key: String?) async throws -> SignupResult {
        try await database.write { db in
            let account = try Account.fetch(db, sub: sub)
            if let owned = account?.handle {
                guard owned == handle, key != nil, account?.signupKey == key else {
                    return owned == handle ? .handleTaken : .ownsAnother(owned)
                }
                let sql = "SELECT json FROM user WHERE handle = ?"
                return .repeated(try String.fetchOne(db, sql: sql, arguments: [handle]) ?? user.text)
            }
            let taken = "SELECT 1 FROM user WHERE handle = ? COLLATE NOCASE"
            if try Bool.fetchOne(db, sql: taken, arguments: [handle]) == true { return .handleTaken }
            try Self.insertUser(db, handle: handle, json: user.text)
            try db.execute(
                sql: "UPDATE account SET handle = ?, signup_key = ? WHERE sub = ?", arguments: [handle, key, sub])
            return .created(user.text)
        }
    }

    static func insertUser(_ db: Database, handle: String?, json: String, holdsSet: Bool = false) throws {
        try db.execute(
            sql: "INSERT INTO user (handle, json, scan_order, holds_set) VALUES (?, ?, ?, ?)",
            arguments: [handle, json, scanOrder(of: handle ?? json), holdsSet])
    }

    /// A hash of the key, as DynamoDB orders its partitions by (FNV-1a).
    private static func scanOrder(of key: String) -> Int64 {
        let hash = key.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash)
    }

    /// Brings a user up to date after a day was posted, in whichever spelling the item has.
    static func recordEntry(_ db: Database, handle: String, date: CivilDay, at instant: Date) throws {
        let sql = "SELECT json FROM user WHERE handle = ?"
        guard let text = try String.fetchOne(db, sql: sql, arguments: [handle]),
            var user = try? JSONReader.read(text.utf8)
        else { return }
        let spelling = user["githubProfile"] == nil ? UserSpelling.current : .older
        user[spelling.daysCompleted] = .number(String((user[spelling.daysCompleted]?.integer ?? 0) + 1))
        user[spelling.lastEntryAt] = .string(instant.instantText)
        user[spelling.githubStreak] = .number(String(try streak(db, author: handle, endingOn: date)))
        try db.execute(sql: "UPDATE user SET json = ? WHERE handle = ?", arguments: [user.text, handle])
    }

    /// Consecutive days with an article, counted back from the given one.
    private static func streak(_ db: Database, author: String, endingOn date: CivilDay) throws -> Int {
        let sql = "SELECT DISTINCT date FROM article WHERE author = ? AND date IS NOT NULL"
        let days = Set(try String.fetchAll(db, sql: sql, arguments: [author]).compactMap(CivilDay.init))
        return (0...).first { !days.contains(date - $0) } ?? 0
    }
}

extension StoredUser {
    fileprivate init(_ row: Row) { self.init(json: row["json"], holdsSet: row["holds_set"]) }
}

/// The two spellings of a user's attributes.
struct UserSpelling: Sendable {
    let handle, fullName, daysCompleted, githubScore, githubStreak: String
    let twitterUsername, twitterScore, twitterStreak, linkedinProfile: String
    let lastEntryAt, dateJoined, avatarImage: String

    static let current = UserSpelling(
        handle: "github_username", fullName: "full_name", daysCompleted: "days_completed",
        githubScore: "github_score", githubStreak: "github_streak", twitterUsername: "twitter_username",
        twitterScore: "twitter_score", twitterStreak: "twitter_streak", linkedinProfile: "linkedin_profile",
        lastEntryAt: "last_entry_at", dateJoined: "date_joined", avatarImage: "avatar_image")
    static let older = UserSpelling(
        handle: "githubProfile", fullName: "name", daysCompleted: "daysCompleted",
        githubScore: "githubScore", githubStreak: "githubStreak", twitterUsername: "twitterProfile",
        twitterScore: "twitterScore", twitterStreak: "twitterStreak", linkedinProfile: "linkedinProfile",
        lastEntryAt: "lastEntryAt", dateJoined: "dateJoined", avatarImage: "avatarImage")
}
