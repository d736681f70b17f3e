import FoundationEssentials
import HDOCModels
import HDOCService

/// Each write is one transaction. If it is cancelled, the reasons contain the items as they are, and these decide the result. A
/// transaction that is repeated because its response was lost finds its own items: for the service that is a repeated request.
extension DynamoCommunityStore {
    package func insert(_ article: StoredArticle, updating user: UserUpdate?) async throws -> ArticleInsertion {
        var writes = insertion(of: article)
        if let user { writes.append(ItemWrite(tables.users, user)) }
        guard let reasons = try await reasons(ofCancelling: writes) else { return .stored }
        return try Self.conflict(reasons) ?? .userChanged
    }

    package func insertNext(_ article: StoredArticle, ownedBy subject: String, at instant: Date) async throws -> NextInsertion {
        guard Self.isKey(article.author), Self.isKey(subject), let next = NextEntry(article, at: instant) else {
            return .notStored(conflict: nil, author: nil)
        }
        let isOwner = Condition.equals(AccountItem.handle, .string(article.author))
        let writes =
            insertion(of: article) + [
                next.write(tables.users), ItemWrite(tables.accounts, .check(key: AccountItem.subject(subject)), if: isOwner),
            ]
        guard let reasons = try await reasons(ofCancelling: writes) else { return .stored }
        return .notStored(conflict: try Self.conflict(reasons), author: reasons[2].old.flatMap(UserItem.user))
    }

    private func insertion(of article: StoredArticle) -> [ItemWrite] {
        [ArticleItem.item(article), DayItem.item(article)].map {
            ItemWrite(tables.entries, .put($0), if: .absent(EntryKey.partition))
        }
    }

    /// The article that the id or the day belongs to.
    private static func conflict(_ reasons: [CancellationReason]) throws(DynamoDBError) -> ArticleInsertion? {
        if let old = reasons[0].old {
            guard let existing = ArticleItem.article(old) else { throw .malformedResponse }
            return .idExists(existing)
        }
        return reasons[1].old.map { .dayExists(id: $0["id"]?.string ?? "") }
    }

    package func replace(
        _ article: StoredArticle, with correction: StoredArticle, updating user: UserUpdate?
    ) async throws -> ArticleChange {
        var writes = [ItemWrite(tables.entries, .put(ArticleItem.item(correction)), if: Self.isCurrent(article))]
        if let user { writes.append(ItemWrite(tables.users, user)) }
        if DayItem.item(article) != DayItem.item(correction) {
            writes.append(ItemWrite(tables.entries, .put(DayItem.item(correction)), if: Self.belongs(to: article)))
        }
        guard let reasons = try await reasons(ofCancelling: writes) else { return .stored }
        return Self.change(reasons, user)
    }

    package func remove(_ article: StoredArticle, updating user: UserUpdate?) async throws -> ArticleChange {
        var writes = [ItemWrite(tables.entries, .delete(key: EntryKey.article(article.id)), if: Self.isCurrent(article))]
        if let user { writes.append(ItemWrite(tables.users, user)) }
        writes.append(ItemWrite(tables.entries, .delete(key: EntryKey.day(article)), if: Self.belongs(to: article)))
        guard let reasons = try await reasons(ofCancelling: writes) else { return .stored }
        return Self.change(reasons, user)
    }

    /// The service reads the article again if it changed, and then recognises its own correction if only the response was lost.
    private static func change(_ reasons: [CancellationReason], _ user: UserUpdate?) -> ArticleChange {
        reasons[0].code == .conditionFailed || user == nil ? .articleChanged : .userChanged
    }

    package func register(_ registration: UserRegistration) async throws -> RegistrationOutcome {
        let handle = registration.handle
        let user = UserItem.item(
            handle, json: (try? JSONReader.read(registration.json.utf8)) ?? [:], version: 1, at: registration.instant, run: EntryRun([]))
        var account = AccountItem.subject(registration.subject)
        account[AccountItem.handle] = .string(handle)
        account[AccountItem.signUpKey] = registration.idempotencyKey.map { .string($0) }
        let reserved = AccountItem.handle(handle).merging([AccountItem.handle: .string(handle)]) { $1 }
        let writes = [
            ItemWrite(tables.accounts, .put(account), if: .absent(AccountItem.key)),
            ItemWrite(tables.accounts, .put(reserved), if: .absent(AccountItem.key)),
            ItemWrite(tables.users, .put(user), if: .absent(UserItem.handle)),
        ]
        guard let reasons = try await reasons(ofCancelling: writes) else { return .stored }
        if let old = reasons[0].old {
            return .subjectOwns(handle: old[AccountItem.handle]?.string ?? "", idempotencyKey: old[AccountItem.signUpKey]?.string)
        }
        return .handleExists
    }

    /// Makes the writes and returns nil, or the reasons why a condition failed: one for each write.
    private func reasons(ofCancelling writes: [ItemWrite]) async throws -> [CancellationReason]? {
        do {
            try await Self.mapped { () async throws(DynamoDBError) in try await database.transact(writes) }
            return nil
        } catch DynamoDBError.transactionCancelled(let reasons) where reasons.count == writes.count {
            guard reasons.contains(where: { $0.code == .conditionFailed }) else { throw DynamoDBError.transactionCancelled(reasons) }
            return reasons
        }
    }

    private static func isCurrent(_ article: StoredArticle) -> Condition {
        let version = Condition.equals(ArticleItem.version, .integer(article.version))
        return .all([.equals(ArticleItem.author, .string(article.author)), version])
    }

    /// The item for a day must be the article's own. It may be absent, if somebody wrote the article by hand.
    private static func belongs(to article: StoredArticle) -> Condition {
        .any([.absent(EntryKey.partition), .equals("id", .string(article.id))])
    }
}
