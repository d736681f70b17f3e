import FoundationEssentials
import HDOCModels
import HDOCService

/// The community's data in DynamoDB: single items and tags. The lists and the writes are in the extensions.
package struct DynamoCommunityStore: CommunityStore {
    let database: DynamoDBClient
    let tables: TableNames

    package init(_ database: DynamoDBClient, _ tables: TableNames) { (self.database, self.tables) = (database, tables) }

    package func user(_ handle: String) async throws -> StoredUser? {
        guard Self.isKey(handle) else { return nil }
        return try await Self.mapped { () async throws(DynamoDBError) in
            try await database.get(tables.users, UserItem.key(handle), isConsistent: true)
        }.flatMap(UserItem.user)
    }

    package func handle(ofSubject subject: String) async throws -> String? {
        guard Self.isKey(subject) else { return nil }
        return try await Self.mapped { () async throws(DynamoDBError) in
            try await database.get(tables.accounts, AccountItem.subject(subject), isConsistent: true)
        }?[AccountItem.handle]?.string
    }

    package func article(_ id: String) async throws -> StoredArticle? {
        guard Self.isKey(id) else { return nil }
        return try await Self.mapped { () async throws(DynamoDBError) in
            try await database.get(tables.entries, EntryKey.article(id), isConsistent: true)
        }.flatMap(ArticleItem.article)
    }

    /// The list that ``TagRanking`` stored last.
    package func tags(limit: Int) async throws -> [TagCount] {
        let item = try await Self.mapped { () async throws(DynamoDBError) in
            try await database.get(tables.entries, EntryKey.topTags, isConsistent: false)
        }
        return Array(TagRanking.tags(item ?? [:]).prefix(limit))
    }

    package func entries(of author: String) async throws -> [AuthorEntry] {
        guard Self.isKey(author) else { return [] }
        let partition = AttributeChange(EntryKey.partition, .string(EntryKey.days(of: author)))
        var query = ItemQuery(tables.entries, partition: partition)
        query.isConsistent = true
        let wanted = query
        return try await Self.mapped { () async throws(DynamoDBError) in try await database.all(wanted) }.compactMap(DayItem.entry)
    }
}

extension DynamoCommunityStore {
    /// Whether a text can be part of a key. DynamoDB's longest key has 2,048 bytes, and a sort key 1,024.
    static func isKey(_ text: String) -> Bool { !text.isEmpty && text.utf8.count <= 1_000 }

    /// Translates the errors of which the service knows the reply.
    /// - Parameter isContinued: whether a client chose where the list continues. DynamoDB refuses a place that cannot be in the list.
    static func mapped<Value: Sendable>(
        isContinued: Bool = false, _ body: () async throws(DynamoDBError) -> Value
    ) async throws -> Value {
        do throws(DynamoDBError) {
            return try await body()
        } catch .throttled {
            throw StoreFailure.throttled(retryAfter: 1)
        } catch .refused(type: "ValidationException", status: _) where isContinued {
            throw StoreFailure.invalidPosition
        } catch .transactionCancelled(let reasons) where CancellationReason.isTemporary(reasons) {
            throw StoreFailure.throttled(retryAfter: 1)
        }
    }
}

/// The items of the table Accounts.
package enum AccountItem {
    package static let key = "PK"
    static let handle = "handle"
    /// The idempotency key of the sign-up.
    static let signUpKey = "signup_key"

    /// The handle of an account's user.
    static func subject(_ subject: String) -> DynamoDBItem { [key: .string("SUB#" + subject)] }

    /// Keeps a handle from being taken twice, ignoring upper and lower case.
    static func handle(_ handle: String) -> DynamoDBItem { [key: .string("HANDLE#" + handle.lowercased())] }
}

/// The item for an author's day, which points to the article.
enum DayItem {
    static func item(_ article: StoredArticle) -> DynamoDBItem {
        var item = EntryKey.day(article)
        item["id"] = .string(article.id)
        item["day"] = article.day.map { .integer($0) }
        item["date"] = article.date.map { .string($0) }
        item["created_at"] = .string(article.createdAt)
        return item
    }

    /// Nil if the item has no id.
    static func entry(_ item: DynamoDBItem) -> AuthorEntry? {
        guard let id = item["id"]?.string else { return nil }
        return AuthorEntry(
            id: id, day: item["day"]?.integer, date: item["date"]?.string.flatMap { CalendarDay($0) },
            createdAt: item["created_at"]?.string ?? "")
    }
}
