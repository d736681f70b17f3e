import FoundationEssentials
import HDOCModels
import HDOCService

/// Keeps what is derived from articles and users up to date: lists and counters of tags, the buckets of lists, and the index of
/// changes where somebody changed a user by hand.
///
/// A record only says where to look. What is stored afterwards depends on the items as they are now, so records may be repeated
/// or arrive in another order.
package struct StreamProcessor: Sendable {
    let database: DynamoDBClient
    let tables: TableNames
    let buckets: BucketList
    let now: @Sendable () -> Date

    package init(_ database: DynamoDBClient, _ tables: TableNames, now: @escaping @Sendable () -> Date) {
        (self.database, self.tables, self.now) = (database, tables, now)
        buckets = BucketList(database, table: tables.entries)
    }

    /// Processes records in their order. Throws at the first one that fails; those after it must be repeated with it.
    package func process(_ record: StreamRecord) async throws {
        if record.table == tables.users {
            try await UserChangeTracker(database: database, table: tables.users, now: now).process(record)
        } else if let id = EntryKey.articleID(record.key) {
            try await process(article: id, record)
        }
    }

    private func process(article id: String, _ record: StreamRecord) async throws {
        let current = try await database.get(tables.entries, EntryKey.article(id), isConsistent: true)
        let states = [record.old, record.new, current].compactMap(\.self)
        guard let createdAt = states.reversed().lazy.compactMap({ $0[ArticleItem.createdAt]?.string }).first else { return }
        let counter = TagCounter(database: database, table: tables.entries, article: id, createdAt: createdAt)
        if current != nil { try await buckets.add(TimeBucket.day(createdAt), to: EntryKey.feedBuckets) }
        let wanted = Set(current.map(ArticleItem.tags) ?? [])
        for tag in Set(states.flatMap(ArticleItem.tags)).sorted() where DynamoCommunityStore.isKey(tag) {
            if let current, wanted.contains(tag) {
                try await buckets.add(TimeBucket.month(createdAt), to: EntryKey.buckets(ofTag: tag))
                try await counter.add(tag, current)
            } else {
                try await counter.remove(tag)
            }
        }
    }
}
