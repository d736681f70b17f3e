import FoundationEssentials
import GRDB
import HDOCModels
import HDOCService

extension SQLiteCommunityStore {
    func insert(_ article: StoredArticle, updating user: UserUpdate?) async throws -> ArticleInsertion {
        try await queue.write { db in
            if let existing = try Self.article(db, id: article.id) { return .idExists(existing) }
            let sameDay = "SELECT id FROM article WHERE author = ? AND day = ?"
            if let id = try String.fetchOne(db, sql: sameDay, arguments: [article.author, article.day]) {
                return .dayExists(id: id)
            }
            guard try Self.apply(db, user) else { return .userChanged }
            try Self.insertArticle(db, article)
            return .stored
        }
    }

    func replace(
        _ article: StoredArticle, with correction: StoredArticle, updating user: UserUpdate?
    ) async throws -> ArticleChange {
        try await queue.write { db in
            guard let key = try Self.key(db, of: article) else { return .articleChanged }
            guard try Self.apply(db, user) else { return .userChanged }
            try db.execute(
                sql: "UPDATE article SET date = ?, version = ?, content = ?, json = ?, summary = ? WHERE key = ?",
                arguments: [correction.date, correction.version, correction.content, correction.json, correction.summary, key])
            try db.execute(sql: "DELETE FROM article_tag WHERE article = ?", arguments: [key])
            try Self.insertTags(db, correction.tags, ofArticle: key)
            return .stored
        }
    }

    func remove(_ article: StoredArticle, updating user: UserUpdate?) async throws -> ArticleChange {
        try await queue.write { db in
            guard let key = try Self.key(db, of: article) else { return .articleChanged }
            guard try Self.apply(db, user) else { return .userChanged }
            try db.execute(sql: "DELETE FROM article_tag WHERE article = ?", arguments: [key])
            try db.execute(sql: "DELETE FROM article WHERE key = ?", arguments: [key])
            return .stored
        }
    }

    /// The key of an article if it still has this author and this version.
    private static func key(_ db: Database, of article: StoredArticle) throws -> Int64? {
        try Int64.fetchOne(
            db, sql: "SELECT key FROM article WHERE id = ? AND author = ? AND version = ?",
            arguments: [article.id, article.author, article.version])
    }

    /// Returns false, and changes nothing, if the user is not as expected.
    private static func apply(_ db: Database, _ update: UserUpdate?) throws -> Bool {
        guard let update else { return true }
        try db.execute(
            sql: "UPDATE user SET json = ?, updated_at = ? WHERE handle = ? AND json = ? AND NOT removed",
            arguments: [update.updated, update.instant.millisecondsSince1970, update.handle, update.expected.json])
        return db.changesCount > 0
    }

    func register(_ registration: UserRegistration) async throws -> RegistrationOutcome {
        try await queue.write { db in
            let owned = "SELECT handle, signup_key FROM owner WHERE subject = ?"
            if let row = try Row.fetchOne(db, sql: owned, arguments: [registration.subject]) {
                return .subjectOwns(handle: row["handle"], idempotencyKey: row["signup_key"])
            }
            let taken = "SELECT 1 FROM user WHERE handle = ? COLLATE NOCASE"
            if try Bool.fetchOne(db, sql: taken, arguments: [registration.handle]) == true { return .handleExists }
            try Self.insertUser(
                db, handle: registration.handle, json: registration.json, updatedAt: registration.instant.millisecondsSince1970)
            try db.execute(
                sql: "INSERT INTO owner (subject, handle, signup_key) VALUES (?, ?, ?)",
                arguments: [registration.subject, registration.handle, registration.idempotencyKey])
            return .stored
        }
    }

    func seed(_ community: SeedCommunity) async throws {
        try await queue.write { db in
            try Self.seed(db, owners: community.owners) { store in
                for user in community.users { try store(user) }
                return community.articles
            }
        }
    }

    /// Fills an empty store.
    /// - Parameters:
    ///   - owners: handles by the subject of the account that owns them.
    ///   - make: calls its argument with each user, and returns the articles.
    static func seed(
        _ db: Database, owners: [String: String], _ make: ((SeedUser) throws -> Void) throws -> [StoredArticle]
    ) throws {
        let articles = try withoutIndexes(db, of: "user") {
            try make { try insertUser(db, handle: $0.handle, json: $0.json.text, holdsSet: $0.holdsSet) }
        }
        for article in articles { try insertArticle(db, article) }
        for (subject, handle) in owners {
            try db.execute(sql: "INSERT INTO owner (subject, handle) VALUES (?, ?)", arguments: [subject, handle])
        }
    }

    /// Runs `fill` without the indexes of a table and makes them afterwards. Sorting a million rows once is many times faster than
    /// inserting each of them into the middle of an index.
    private static func withoutIndexes<Value>(_ db: Database, of table: String, _ fill: () throws -> Value) throws -> Value {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
        let indexes = try Row.fetchAll(db, sql: sql, arguments: [table]).map { (name: $0[0] as String, sql: $0[1] as String) }
        for index in indexes { try db.execute(sql: "DROP INDEX \(index.name)") }
        let value = try fill()
        for index in indexes { try db.execute(sql: index.sql) }
        return value
    }

    func removeUser(_ handle: String, at instant: Date) async throws {
        try await queue.write {
            try $0.execute(
                sql: "UPDATE user SET json = '{}', removed = 1, updated_at = ? WHERE handle = ?",
                arguments: [instant.millisecondsSince1970, handle])
        }
    }

    private static func insertArticle(_ db: Database, _ article: StoredArticle) throws {
        try db.execute(
            sql: """
                INSERT INTO article (id, author, day, date, created_at, version, content, json, summary)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                article.id, article.author, article.day, article.date, article.createdAt, article.version, article.content,
                article.json, article.summary,
            ])
        try insertTags(db, article.tags, ofArticle: db.lastInsertedRowID)
    }

    private static func insertTags(_ db: Database, _ tags: [String], ofArticle key: Int64) throws {
        for tag in Set(tags) {
            try db.execute(sql: "INSERT INTO article_tag (article, tag) VALUES (?, ?)", arguments: [key, tag])
        }
    }

    private static func insertUser(
        _ db: Database, handle: String?, json: String, holdsSet: Bool = false, updatedAt: Int = 0
    ) throws {
        let sql = "INSERT INTO user (handle, json, scan_order, holds_set, updated_at) VALUES (?, ?, ?, ?, ?)"
        try db.cachedStatement(sql: sql).execute(arguments: [handle, json, scanOrder(of: handle ?? json), holdsSet, updatedAt])
    }

    /// A hash of the key, because DynamoDB orders its partitions by a hash as well.
    private static func scanOrder(of key: String) -> Int64 { Int64(bitPattern: FNV1a.hash(key.utf8)) }
}
