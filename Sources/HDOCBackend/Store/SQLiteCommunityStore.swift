import GRDB
import HDOCModels
import HDOCService

/// The community's data in SQLite. This file reads it; `SQLiteCommunityStore+Writing.swift` writes it.
struct SQLiteCommunityStore: SeedableStore {
    let queue: DatabaseQueue

    func user(_ handle: String) async throws -> StoredUser? {
        try await queue.read { db in
            try Row.fetchOne(db, sql: "SELECT json, holds_set FROM user WHERE handle = ?", arguments: [handle])
                .map(StoredUser.init)
        }
    }

    func scanUsers(limit: Int?) async throws -> [StoredUser] {
        try await queue.read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT json, holds_set FROM user ORDER BY scan_order LIMIT ?", arguments: [limit ?? -1])
            var users: [StoredUser] = []
            var budget = ScanBudget()
            while let user = try rows.next().map(StoredUser.init), budget.takes(user.json) { users.append(user) }
            return users
        }
    }

    func handle(ofSubject subject: String) async throws -> String? {
        try await queue.read {
            try String.fetchOne($0, sql: "SELECT handle FROM owner WHERE subject = ?", arguments: [subject])
        }
    }

    func article(_ id: String) async throws -> String? {
        try await queue.read {
            try String.fetchOne($0, sql: "SELECT json FROM article WHERE id = ?", arguments: [id])
        }
    }

    func articles(author: String?, tag: String?, limit: Int?) async throws -> [String] {
        try await queue.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT json FROM article
                    WHERE (:author IS NULL OR author = :author)
                      AND (:tag IS NULL OR key IN (SELECT article FROM article_tag WHERE tag = :tag))
                    ORDER BY created_at DESC, key DESC LIMIT :limit
                    """,
                arguments: ["author": author, "tag": tag, "limit": limit ?? -1])
            var articles: [String] = []
            var budget = ScanBudget()
            while let json: String = try rows.next()?["json"], budget.takes(json) { articles.append(json) }
            return articles
        }
    }

    func tags(limit: Int?) async throws -> [TagCount] {
        try await queue.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT tag, COUNT(*) AS uses FROM article_tag GROUP BY tag ORDER BY uses DESC, tag LIMIT ?",
                arguments: [limit ?? -1]
            ).map { TagCount(tag: $0["tag"], count: $0["uses"]) }
        }
    }

    func entryDates(of author: String) async throws -> Set<CalendarDay> {
        try await queue.read { db in
            let sql = "SELECT DISTINCT date FROM article WHERE author = ? AND date IS NOT NULL"
            return Set(try String.fetchAll(db, sql: sql, arguments: [author]).compactMap(CalendarDay.init))
        }
    }
}

extension StoredUser {
    fileprivate init(_ row: Row) { self.init(json: row["json"], holdsSet: row["holds_set"]) }
}
