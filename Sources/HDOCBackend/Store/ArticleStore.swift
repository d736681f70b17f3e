import FoundationEssentials
import GRDB

/// How posting a day ended. The texts are articles as JSON.
enum PostResult: Sendable, Equatable {
    case created(String)
    /// This id was stored before, with the same content.
    case repeated(String)
    /// This id holds other content.
    case idTaken
    /// The day has this other article.
    case dayTaken(id: String)
}

extension Store {
    /// Stores a day's article once, however often it is sent: in one transaction with the author's progress.
    func post(_ draft: ArticleDraft, author: String, now: Date) async throws -> PostResult {
        try await database.write { db in
            let known = "SELECT author, content, json FROM article WHERE id = ?"
            if let row = try Row.fetchOne(db, sql: known, arguments: [draft.id]) {
                let isSame = row["author"] == author && row["content"] == draft.content.text
                return isSame ? .repeated(row["json"]) : .idTaken
            }
            let sameDay = "SELECT id FROM article WHERE author = ? AND day = ?"
            if let id = try String.fetchOne(db, sql: sameDay, arguments: [author, draft.day]) {
                return .dayTaken(id: id)
            }
            let article = draft.article(author: author, createdAt: now.instantText)
            try Self.insertArticle(
                db,
                StoredArticle(
                    id: draft.id, author: author, day: draft.day, date: draft.date.text,
                    createdAt: now.instantText, content: draft.content.text, json: article.text, tags: draft.tags))
            try Self.recordEntry(db, handle: author, date: draft.date, at: now)
            return .created(article.text)
        }
    }

    struct StoredArticle: Sendable {
        let id: String
        let author: String
        let day: Int?
        let date: String?
        let createdAt: String
        /// Nil for samples, which nobody posted.
        let content: String?
        let json: String
        let tags: [String]
    }

    static func insertArticle(_ db: Database, _ article: StoredArticle) throws {
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

    func article(_ id: String) async throws -> String? {
        try await database.read {
            try String.fetchOne($0, sql: "SELECT json FROM article WHERE id = ?", arguments: [id])
        }
    }

    /// Articles, newest first, no more than 1 MB of them.
    func articles(author: String?, tag: String?, limit: Int?) async throws -> [String] {
        try await database.read { db in
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
            var size = 0
            while let json: String = try rows.next()?["json"] {
                size += json.utf8.count
                if size > Self.scanLimit { break }
                articles.append(json)
            }
            return articles
        }
    }

    /// Tags with the number of their articles, most used first.
    func tags(limit: Int?) async throws -> [(tag: String, count: Int)] {
        try await database.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT tag, COUNT(*) AS uses FROM article_tag GROUP BY tag ORDER BY uses DESC, tag LIMIT ?",
                arguments: [limit ?? -1]
            ).map { (tag: $0["tag"], count: $0["uses"]) }
        }
    }
}
