import HDOCModels
import HDOCService

/// Adds up the parts of the tags' counters and stores the most used tags in one item, which `GET /tags` reads.
package struct TagRanking: Sendable {
    let database: DynamoDBClient
    let table: String

    package init(_ database: DynamoDBClient, _ tables: TableNames) { (self.database, table) = (database, tables.entries) }

    /// The most tags in the list. An item has at most 400 KB.
    private static let longest = 4_000
    private static let tags = "tags"

    package func refresh() async throws {
        var counts: [String: Int] = [:]
        for shard in 0..<EntryKey.counterShards {
            let partition = AttributeChange(EntryKey.partition, .string(EntryKey.counters(shard: shard)))
            for item in try await database.all(ItemQuery(table, partition: partition)) {
                guard let tag = item[EntryKey.sort]?.string, let count = item[TagCounter.count]?.integer else { continue }
                counts[tag] = (counts[tag] ?? 0).addingReportingOverflow(count).partialValue
            }
        }
        let used = counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.longest)
        var item = EntryKey.topTags
        item[Self.tags] = .list(used.map { .map(["tag": .string($0.key), "count": .integer($0.value)]) })
        try await database.write(ItemWrite(table, .put(item)))
    }

    /// The tags in the stored item.
    static func tags(_ item: DynamoDBItem) -> [TagCount] {
        guard case .list(let elements) = item[tags] else { return [] }
        return elements.compactMap { element in
            guard case .map(let members) = element, let tag = members["tag"]?.string, let count = members["count"]?.integer else {
                return nil
            }
            return TagCount(tag: tag, count: count)
        }
    }
}
