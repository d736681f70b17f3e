import FoundationEssentials
import HDOCModels
import HDOCService

/// The item of a user in the table Users. The attributes are those of the API, as the deployed handlers read them; those that
/// begin with `_` belong to hdoc and are not sent.
enum UserItem {
    static let handle = "github_username"
    /// Grows by 1 with each write of hdoc. Absent in items that somebody else wrote.
    static let version = "_version"
    /// Partition and sort key of the index `changes`.
    static let changed = "_changed"
    static let updatedAt = "_updated_at"
    /// Partition and sort key of the index `board`.
    static let board = "_board"
    static let score = "_score"
    /// Marks a tombstone: the user was removed.
    static let deleted = "_deleted"
    /// When DynamoDB removes a tombstone, in seconds since 1970.
    static let expires = "_expires"

    static let own = Set([version, changed, updatedAt, board, score, deleted, expires] + RunAttributes.names)
    private static let boardShards = 8

    static func key(_ handle: String) -> DynamoDBItem { [self.handle: .string(handle)] }

    /// A new item. Without an instant it does not count as a change.
    static func item(_ handle: String, json: RawJSON, version: Int, at instant: Date?, run: EntryRun) -> DynamoDBItem {
        var item = attributes(of: json, handle: handle)
        item[self.version] = .integer(version)
        for change in indexed(item, handle: handle, at: instant) + RunAttributes.changes(run) { item[change.name] = change.value }
        return item
    }

    /// The attributes that the JSON describes, with the key.
    static func attributes(of json: RawJSON, handle: String) -> DynamoDBItem {
        guard case .map(var attributes) = AttributeValue(json) else { return key(handle) }
        attributes = attributes.filter { !own.contains($0.key) }
        attributes[self.handle] = .string(handle)
        return attributes
    }

    /// The keys of the indexes.
    static func indexed(_ item: DynamoDBItem, handle: String, at instant: Date?) -> [AttributeChange] {
        var changes: [AttributeChange] = []
        if let instant {
            let moment = Timestamp.format(instant)
            changes.append(AttributeChange(changed, .string(ChangeBucket(moment: moment, handle: handle).key)))
            changes.append(AttributeChange(updatedAt, .string(moment)))
        }
        if let score = score(of: item) {
            changes.append(AttributeChange(board, .string("board#\(Shard.of(handle, count: boardShards))")))
            changes.append(AttributeChange(self.score, .integer(score)))
        }
        return changes
    }

    /// The total score; nil if the item has none that can be read.
    private static func score(of item: DynamoDBItem) -> Int? {
        let parts = ["github_score", "twitter_score"].compactMap { item[$0]?.integer }.filter { abs($0) < 1_000_000_000_000 }
        return parts.isEmpty ? nil : parts.reduce(0, +)
    }

    /// The item that takes a removed user's place. It keeps the handle and reports the removal until it expires.
    static func tombstone(_ handle: String, at instant: Date) -> DynamoDBItem {
        var item = key(handle)
        for change in indexed(item, handle: handle, at: instant) { item[change.name] = change.value }
        item[deleted] = .bool(true)
        item[expires] = .integer(Int(instant.timeIntervalSince1970) + daysOfATombstone * 86_400)
        return item
    }

    /// Longer than the 30 days for which a client can ask what changed.
    private static let daysOfATombstone = 40

    static func isTombstone(_ item: DynamoDBItem) -> Bool { item[deleted] != nil }

    /// Nil for a tombstone.
    static func user(_ item: DynamoDBItem) -> StoredUser? {
        isTombstone(item) ? nil : StoredUser(json: json(item).text, holdsSet: holdsSet(item), revision: revision(item))
    }

    /// The handle first, then the other attributes by name: items have no order.
    private static func json(_ item: DynamoDBItem) -> RawJSON {
        let names = item.keys.filter { !own.contains($0) && $0 != handle }.sorted()
        return .object(([handle] + names).compactMap { name in item[name].map { RawJSON.Member(name: name, value: $0.json) } })
    }

    private static func holdsSet(_ item: DynamoDBItem) -> Bool {
        item.values.contains { value in
            switch value {
            case .stringSet, .numberSet, .binarySet: true
            default: false
            }
        }
    }

    private static func revision(_ item: DynamoDBItem) -> String? { item[version]?.integer.map(String.init) }
}

/// One partition of the index `changes`: the users of one shard who changed last on one day (UTC).
struct ChangeBucket: Equatable {
    static let shards = 4

    let day: String
    let shard: Int

    init(day: String, shard: Int) { (self.day, self.shard) = (day, shard) }

    init(moment: String, handle: String) {
        self.init(day: String(moment.prefix(10)), shard: Shard.of(handle, count: Self.shards))
    }

    /// Reads a ``key``.
    init?(key: some StringProtocol) {
        guard let (day, number) = key.cut(atByte: "#"), CalendarDay(String(day)) != nil, let shard = Int(number),
            (0..<Self.shards).contains(shard)
        else { return nil }
        self.init(day: String(day), shard: shard)
    }

    var key: String { "\(day)#\(shard)" }
}
