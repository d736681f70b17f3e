import GRDB
import HDOCService

extension SQLiteCommunityStore {
    func insert(_ article: NewArticle, updating user: UserUpdate?) async throws -> ArticleInsertion {
        try await queue.write { db in
            if let existing = try Self.existingArticle(db, id: article.id) { return .idExists(existing) }
            let sameDay = "SELECT id FROM article WHERE author = ? AND day = ?"
            if let id = try String.fetchOne(db, sql: sameDay, arguments: [article.author, article.day]) {
                return .dayExists(id: id)
            }
            if let user {
                try db.execute(
                    sql: "UPDATE user SET json = ? WHERE handle = ? AND json = ?",
                    arguments: [user.updated, user.handle, user.expected])
                if db.changesCount == 0 { return .userChanged }
            }
            try Self.insertArticle(db, article)
            return .stored
        }
    }

    private static func existingArticle(_ db: Database, id: String) throws -> ExistingArticle? {
        try Row.fetchOne(db, sql: "SELECT author, content, json FROM article WHERE id = ?", arguments: [id])
            .map { ExistingArticle(author: $0["author"], content: $0["content"], json: $0["json"]) }
    }

    func register(_ registration: UserRegistration) async throws -> RegistrationOutcome {
        try await queue.write { db in
            let owned = "SELECT handle, signup_key FROM owner WHERE subject = ?"
            if let row = try Row.fetchOne(db, sql: owned, arguments: [registration.subject]) {
                return .subjectOwns(handle: row["handle"], idempotencyKey: row["signup_key"])
            }
            let taken = "SELECT 1 FROM user WHERE handle = ? COLLATE NOCASE"
            if try Bool.fetchOne(db, sql: taken, arguments: [registration.handle]) == true { return .handleExists }
            try Self.insertUser(db, handle: registration.handle, json: registration.json)
            try db.execute(
                sql: "INSERT INTO owner (subject, handle, signup_key) VALUES (?, ?, ?)",
                arguments: [registration.subject, registration.handle, registration.idempotencyKey])
            return .stored
        }
    }

    func seed(_ community: SeedCommunity) async throws {
        try await queue.write { db in
            for user in community.users {
                try Self.insertUser(db, handle: user.handle, json: user.json.text, holdsSet: user.holdsSet)
            }
            for article in community.articles { try Self.insertArticle(db, article) }
            for (subject, handle) in community.owners {
                try db.execute(sql: "INSERT INTO owner (subject, handle) VALUES (?, ?)", arguments: [subject, handle])
            }
        }
    }

    private static func insertArticle(_ db: Database, _ article: NewArticle) throws {
        try db.execute(
            sql: """
                INSERT INTO article (id, author, day, date, created_at, content, json) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                article.id, article.author, article.day, article.date, article.createdAt, article.content,
                article.json,
            ])
        let key = db.lastInsertedRowID
        for tag in Set(article.tags) {
            try db.execute(sql: "INSERT INTO article_tag (article, tag) VALUES (?, ?)", arguments: [key, tag])
        }
    }

    private static func insertUser(_ db: Database, handle: String?, json: String, holdsSet: Bool = false) throws {
        try db.execute(
            sql: "INSERT INTO user (handle, json, scan_order, holds_set) VALUES (?, ?, ?, ?)",
            arguments: [handle, json, scanOrder(of: handle ?? json), holdsSet])
    }

    /// A hash of the key (FNV-1a), because DynamoDB orders its partitions by a hash as well.
    private static func scanOrder(of key: String) -> Int64 {
        let hash = key.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash)
    }
}
