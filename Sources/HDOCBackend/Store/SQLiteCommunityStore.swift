import FoundationEssentials
import GRDB
import HDOCModels
import HDOCService

/// The community's data in SQLite. This file reads single values; `SQLiteCommunityStore+Lists.swift` reads lists, and
/// `SQLiteCommunityStore+Writing.swift` writes.
struct SQLiteCommunityStore: SeedableStore {
    let queue: DatabaseQueue

    func user(_ handle: String) async throws -> StoredUser? {
        try await queue.read { db in
            try Row.fetchOne(db, sql: "SELECT json, holds_set FROM user WHERE handle = ? AND NOT removed", arguments: [handle])
                .map(StoredUser.init)
        }
    }

    func handle(ofSubject subject: String) async throws -> String? {
        try await queue.read {
            try String.fetchOne($0, sql: "SELECT handle FROM owner WHERE subject = ?", arguments: [subject])
        }
    }

    func article(_ id: String) async throws -> StoredArticle? {
        try await queue.read { try Self.article($0, id: id) }
    }

    static func article(_ db: Database, id: String) throws -> StoredArticle? {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM article WHERE id = ?", arguments: [id]) else { return nil }
        let tags = try String.fetchAll(
            db, sql: "SELECT tag FROM article_tag WHERE article = ? ORDER BY tag", arguments: [row["key"] as Int64])
        return StoredArticle(
            id: row["id"], author: row["author"], day: row["day"], date: row["date"], createdAt: row["created_at"],
            version: row["version"], content: row["content"], json: row["json"], summary: row["summary"], tags: tags)
    }

    func entries(of author: String) async throws -> [AuthorEntry] {
        try await queue.read { db in
            try Row.fetchAll(db, sql: "SELECT id, day, date, created_at FROM article WHERE author = ?", arguments: [author])
                .map { row in
                    let date: String? = row["date"]
                    return AuthorEntry(
                        id: row["id"], day: row["day"], date: date.flatMap { CalendarDay($0) }, createdAt: row["created_at"])
                }
        }
    }
}

extension StoredUser {
    init(_ row: Row) { self.init(json: row["json"], holdsSet: row["holds_set"]) }
}
