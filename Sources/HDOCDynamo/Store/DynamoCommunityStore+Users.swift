import FoundationEssentials
import HDOCModels
import HDOCService

/// Lists of users.
extension DynamoCommunityStore {
    package func scanUsers(limit: Int?) async throws -> [StoredUser] {
        try await Self.mapped { () async throws(DynamoDBError) in
            try await database.scan(tables.users, limit: limit, start: nil)
        }.items.compactMap(UserItem.user)
    }

    package func users(_ page: PageRequest) async throws -> StorePage<StoredUser> {
        var start: DynamoDBItem?
        if let position = page.position {
            guard let handle = position.afterBytes(of: Self.after), Self.isKey(String(handle)) else { throw StoreFailure.invalidPosition }
            start = UserItem.key(String(handle))
        }
        var (users, limit) = ([StoredUser](), page.limit)
        while true {
            let (size, from) = (limit, start)
            let part = try await Self.mapped(isContinued: page.position != nil) { () async throws(DynamoDBError) in
                try await database.scan(tables.users, limit: size, start: from)
            }
            users += part.items.compactMap(UserItem.user)
            guard let last = part.last else { return StorePage(items: users, next: nil) }
            if let handle = last[UserItem.handle]?.string, Self.isKey(handle) { return StorePage(items: users, next: Self.after + handle) }
            // A key that somebody wrote by hand is too long for a position. The page continues after it, one item at a time.
            (start, limit) = (last, 1)
            if users.count >= page.limit { users.removeLast() }
        }
    }

    /// What a position in the list of users begins with. The rest is the handle after which the list continues.
    private static let after = "after "

    package func changedUsers(since: Date, _ page: PageRequest) async throws -> StorePage<UserChange> {
        var walk = try ChangeWalk(since: since, page)
        while let query = walk.query(tables.users) {
            let part = try await Self.mapped(isContinued: page.position != nil) { () async throws(DynamoDBError) in
                try await database.query(query)
            }
            walk.take(part)
        }
        return walk.page
    }
}

/// Reads the partitions of the index `changes` from one day to another.
private struct ChangeWalk {
    /// The most queries for one page. Most partitions of a small community are empty.
    private static let mostQueries = 32

    private let first: String
    private let buckets: [ChangeBucket]
    private let limit: Int
    private var index = 0
    private var start: DynamoDBItem?
    private var changes: [UserChange] = []
    private var queries = 0
    private var read = 0

    init(since: Date, _ page: PageRequest) throws(StoreFailure) {
        first = Timestamp.format(since)
        limit = page.limit
        buckets = Self.buckets(from: TimeBucket.day(first), to: TimeBucket.day(Timestamp.format(page.began)))
        guard let position = page.position else { return }
        let parts = position.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard let bucket = parts.first.flatMap({ ChangeBucket(key: $0) }), let index = buckets.firstIndex(of: bucket),
            parts.count == 1 || parts.count == 3
        else { throw .invalidPosition }
        self.index = index
        guard parts.count == 3 else { return }
        let (moment, handle) = (String(parts[1]), String(parts[2]))
        guard TimeBucket.day(moment) == bucket.day, DynamoCommunityStore.isKey(handle) else { throw .invalidPosition }
        start = UserItem.key(handle).merging([
            UserItem.changed: .string(bucket.key), UserItem.updatedAt: .string(max(moment, first)),
        ]) { $1 }
    }

    private static func buckets(from first: String, to last: String) -> [ChangeBucket] {
        guard var day = CalendarDay(first), let end = CalendarDay(last) else { return [] }
        var buckets: [ChangeBucket] = []
        while day <= end {
            buckets += (0..<ChangeBucket.shards).map { ChangeBucket(day: day.description, shard: $0) }
            day = day.adding(days: 1)
        }
        return buckets
    }

    /// The next query; nil when the page is complete.
    func query(_ table: String) -> ItemQuery? {
        guard index < buckets.count, read < limit, queries < Self.mostQueries else { return nil }
        var query = ItemQuery(
            table, index: IndexName.changes, partition: AttributeChange(UserItem.changed, .string(buckets[index].key)))
        query.range = .greaterOrEqual(UserItem.updatedAt, .string(first))
        query.limit = limit - read
        query.start = start
        return query
    }

    mutating func take(_ part: ItemPage) {
        queries += 1
        read += part.items.count
        changes += part.items.compactMap(Self.change)
        start = part.last
        if start == nil { index += 1 }
    }

    private static func change(_ item: DynamoDBItem) -> UserChange? {
        guard let handle = item[UserItem.handle]?.string else { return nil }
        return UserItem.user(item).map { .changed($0) } ?? .removed(handle: handle)
    }

    var page: StorePage<UserChange> { StorePage(items: changes, next: next) }

    private var next: String? {
        guard index < buckets.count else { return nil }
        guard let start, let moment = start[UserItem.updatedAt]?.string, let handle = start[UserItem.handle]?.string else {
            return buckets[index].key
        }
        return "\(buckets[index].key) \(moment) \(handle)"
    }
}
