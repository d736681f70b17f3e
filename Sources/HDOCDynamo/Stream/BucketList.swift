import HDOCModels
import HDOCService
import Synchronization

/// Remembers in which days or months a list has articles, so that readers skip the others.
final class BucketList: Sendable {
    static let buckets = "buckets"

    private let database: DynamoDBClient
    private let table: String
    /// What this process has added. A new process adds it once more, which changes nothing.
    private let added = Mutex(Set<[String]>())

    init(_ database: DynamoDBClient, table: String) { (self.database, self.table) = (database, table) }

    func add(_ bucket: String, to key: DynamoDBItem) async throws(DynamoDBError) {
        guard !bucket.isEmpty else { return }
        let entry = [key[EntryKey.partition]?.string ?? "", bucket]
        guard !added.withLock({ $0.contains(entry) }) else { return }
        let update = ItemUpdate(add: [AttributeChange(Self.buckets, .stringSet([bucket]))])
        try await database.write(ItemWrite(table, .update(key: key, update)))
        added.withLock { added in
            if added.count > Self.mostRemembered { added = [] }
            added.insert(entry)
        }
    }

    private static let mostRemembered = 10_000
}
