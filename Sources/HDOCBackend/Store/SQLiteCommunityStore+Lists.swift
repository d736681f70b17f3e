import FoundationEssentials
import GRDB
import HDOCModels
import HDOCService

extension SQLiteCommunityStore {
    func scanUsers(limit: Int?) async throws -> [StoredUser] {
        try await queue.read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT json, holds_set FROM user WHERE NOT removed ORDER BY scan_order LIMIT ?", arguments: [limit ?? -1])
            var users: [StoredUser] = []
            var budget = ScanBudget()
            while let user = try rows.next().map(StoredUser.init), budget.takes(user.json) { users.append(user) }
            return users
        }
    }

    func users(_ page: PageRequest) async throws -> StorePage<StoredUser> {
        let start = try RowPosition.read(page) { Int64($0) }
        return try await queue.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT json, holds_set, key, scan_order FROM user
                    WHERE NOT removed AND (scan_order, key) > (:sorted, :key) ORDER BY scan_order, key LIMIT :limit
                    """,
                arguments: [
                    "sorted": start?.sorted ?? Int64.min, "key": start?.key ?? Int64.min, "limit": page.limit + 1,
                ])
            return try rows.page(page, position: { RowPosition(sorted: $0[3] as Int64, key: $0[2]) }) { row in
                let user = StoredUser(json: row[0], holdsSet: row[1])
                return (user, size: user.json)
            }
        }
    }

    func changedUsers(since: Date, _ page: PageRequest) async throws -> StorePage<UserChange> {
        let start = try RowPosition.read(page) { Int64($0) }
        return try await queue.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT handle, json, holds_set, removed, key, updated_at FROM user
                    WHERE updated_at > 0 AND updated_at >= :since AND (updated_at, key) > (:sorted, :key)
                    ORDER BY updated_at, key LIMIT :limit
                    """,
                arguments: [
                    "since": since.millisecondsSince1970, "sorted": start?.sorted ?? Int64.min, "key": start?.key ?? Int64.min,
                    "limit": page.limit + 1,
                ])
            return try rows.page(page, position: { RowPosition(sorted: $0[5] as Int64, key: $0[4]) }) { row in
                let change: UserChange = row["removed"] ? .removed(handle: row["handle"]) : .changed(StoredUser(row))
                return (change, size: row["json"])
            }
        }
    }

    func articles(_ filter: ArticleFilter, _ page: PageRequest) async throws -> StorePage<String> {
        let start = try RowPosition.read(page) { $0 }
        return try await queue.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT summary, key, created_at FROM article
                    WHERE (:author IS NULL OR author = :author)
                      AND (:tag IS NULL OR key IN (SELECT article FROM article_tag WHERE tag = :tag))
                      AND (:sorted IS NULL OR (created_at, key) < (:sorted, :key))
                    ORDER BY created_at DESC, key DESC LIMIT :limit
                    """,
                arguments: [
                    "author": filter.author, "tag": filter.tag, "sorted": start?.sorted, "key": start?.key, "limit": page.limit + 1,
                ])
            return try rows.page(page, position: { RowPosition(sorted: $0[2] as String, key: $0[1]) }) { row in
                let summary: String = row[0]
                return (summary, size: summary)
            }
        }
    }

    func tags(limit: Int) async throws -> [TagCount] {
        try await queue.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT tag, COUNT(*) AS uses FROM article_tag GROUP BY tag ORDER BY uses DESC, tag LIMIT ?",
                arguments: [limit]
            ).map { TagCount(tag: $0["tag"], count: $0["uses"]) }
        }
    }
}

/// The position after a row: the row's key and the value by which the list is sorted, as `KEY/VALUE`.
private struct RowPosition<Sorted: Sendable>: Sendable {
    let sorted: Sorted
    let key: Int64

    var text: String { "\(key)/\(sorted)" }

    static func read(_ page: PageRequest, _ make: (String) -> Sorted?) throws(StoreFailure) -> RowPosition? {
        guard let text = page.position else { return nil }
        guard let (key, sorted) = text.cut(atByte: "/"), let key = Int64(key), let sorted = make(String(sorted)) else {
            throw .invalidPosition
        }
        return RowPosition(sorted: sorted, key: key)
    }
}

extension RowCursor {
    /// The page of these rows, of which there is one more than the page may have.
    /// - Parameter position: the position after a row.
    fileprivate func page<Item: Sendable, Sorted>(
        _ request: PageRequest, position: (Row) -> RowPosition<Sorted>, _ read: (Row) throws -> (Item, size: String)
    ) throws -> StorePage<Item> {
        var items: [Item] = []
        var budget = ScanBudget()
        var end: RowPosition<Sorted>?
        while let row = try next() {
            let (item, text) = try read(row)
            let fits = budget.takes(text) || items.isEmpty
            guard items.count < request.limit, fits else { return StorePage(items: items, next: end?.text) }
            items.append(item)
            end = position(row)
        }
        return StorePage(items: items, next: nil)
    }
}
