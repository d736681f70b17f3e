import HDOCModels
import HDOCService

/// The tags of one article: its items in the tags' lists, and its part in the tags' counters. Both change in one transaction, so
/// an article counts once.
struct TagCounter: Sendable {
    static let count = "count"

    let database: DynamoDBClient
    let table: String
    let article: String
    let createdAt: String

    func add(_ tag: String, _ item: DynamoDBItem) async throws(DynamoDBError) {
        var entry = key(tag)
        entry["id"] = .string(article)
        entry[ArticleItem.summary] = .string(ArticleItem.summary(item))
        entry[ArticleItem.version] = item[ArticleItem.version]
        let old = try await transact([
            ItemWrite(table, .put(entry), if: .absent(EntryKey.partition)), counting(tag, 1),
        ])
        if let old, old != entry { try await replace(entry) }
    }

    /// Replaces an older item in a tag's list, but not one that is newer.
    private func replace(_ entry: DynamoDBItem) async throws(DynamoDBError) {
        let isOlder = entry[ArticleItem.version].map { version in
            Condition.any([.absent(ArticleItem.version), .lessOrEqual(ArticleItem.version, version)])
        }
        do throws(DynamoDBError) {
            try await database.write(ItemWrite(table, .put(entry), if: isOlder))
        } catch {
            guard case .conditionFailed = error else { throw error }
        }
    }

    func remove(_ tag: String) async throws(DynamoDBError) {
        _ = try await transact([
            ItemWrite(table, .delete(key: key(tag)), if: .exists(EntryKey.partition)), counting(tag, -1),
        ])
    }

    private func key(_ tag: String) -> DynamoDBItem { EntryKey.tagged(tag, article: article, createdAt: createdAt) }

    private func counting(_ tag: String, _ number: Int) -> ItemWrite {
        let update = ItemUpdate(add: [AttributeChange(Self.count, .integer(number))])
        return ItemWrite(table, .update(key: EntryKey.counter(tag, article: article), update))
    }

    /// Makes the writes, unless the condition of the first one fails because they were made before.
    /// - Returns: the item for which the condition failed.
    private func transact(_ writes: [ItemWrite]) async throws(DynamoDBError) -> DynamoDBItem? {
        do throws(DynamoDBError) {
            try await database.transact(writes)
            return nil
        } catch {
            guard case .transactionCancelled(let reasons) = error, reasons.first?.code == .conditionFailed else { throw error }
            return reasons.first?.old
        }
    }
}
