import FoundationEssentials
import HDOCModels
import HDOCService

extension DynamoCommunityStore: SeedableStore {
    package func seed(_ community: SeedCommunity) async throws {
        let articles = Dictionary(grouping: community.articles, by: \.author)
        for user in community.users {
            guard let handle = user.handle else { continue }
            let dates = (articles[handle] ?? []).compactMap { $0.date.flatMap { CalendarDay($0) } }
            var item = UserItem.item(handle, json: user.json, version: 1, at: nil, run: EntryRun(Set(dates)))
            if user.holdsSet { item["set"] = .stringSet(["a", "b"]) }
            try await put(item, in: tables.users)
            try await put(AccountItem.handle(handle).merging([AccountItem.handle: .string(handle)]) { $1 }, in: tables.accounts)
        }
        for article in community.articles {
            try await put(ArticleItem.item(article), in: tables.entries)
            try await put(DayItem.item(article), in: tables.entries)
        }
        for (subject, handle) in community.owners {
            try await put(AccountItem.subject(subject).merging([AccountItem.handle: .string(handle)]) { $1 }, in: tables.accounts)
        }
    }

    package func removeUser(_ handle: String, at instant: Date) async throws {
        let tombstone = ItemWrite(
            tables.users, .put(UserItem.tombstone(handle, at: instant)), if: .exists(UserItem.handle))
        do {
            try await Self.mapped { () async throws(DynamoDBError) in try await database.write(tombstone) }
        } catch DynamoDBError.conditionFailed {
            // There is no such user.
        }
    }

    private func put(_ item: DynamoDBItem, in table: String) async throws {
        try await Self.mapped { () async throws(DynamoDBError) in try await database.write(ItemWrite(table, .put(item))) }
    }
}
