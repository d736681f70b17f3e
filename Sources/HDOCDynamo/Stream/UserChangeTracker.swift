import FoundationEssentials
import HDOCModels
import HDOCService

/// Enters users into the index of changes whom somebody changed or removed without hdoc, for example in the console.
struct UserChangeTracker: Sendable {
    let database: DynamoDBClient
    let table: String
    let now: @Sendable () -> Date

    func process(_ record: StreamRecord) async throws(DynamoDBError) {
        guard let handle = record.key[UserItem.handle]?.string else { return }
        guard let new = record.new else { return try await removed(handle, record) }
        guard Self.wasChangedByHand(from: record.old, to: new) else { return }
        var update = ItemUpdate(set: UserItem.indexed(new, handle: handle, at: now()))
        if !update.set.contains(where: { $0.name == UserItem.board }) { update.remove = [[UserItem.board], [UserItem.score]] }
        let isSame = new[UserItem.updatedAt].map { Condition.equals(UserItem.updatedAt, $0) } ?? .absent(UserItem.updatedAt)
        let condition = Condition.all([.exists(UserItem.handle), isSame])
        try await writeOnce(ItemWrite(table, .update(key: record.key, update), if: condition))
    }

    /// hdoc's own writes set the time of the change, or, for samples, at least the version.
    private static func wasChangedByHand(from old: DynamoDBItem?, to new: DynamoDBItem) -> Bool {
        guard let old else { return new[UserItem.version] == nil && new[UserItem.updatedAt] == nil }
        let isSame = old.filter { !UserItem.own.contains($0.key) } == new.filter { !UserItem.own.contains($0.key) }
        return !isSame && old[UserItem.updatedAt] == new[UserItem.updatedAt]
    }

    private func removed(_ handle: String, _ record: StreamRecord) async throws(DynamoDBError) {
        // DynamoDB removes expired tombstones itself.
        if let old = record.old, UserItem.isTombstone(old) { return }
        let tombstone = UserItem.tombstone(handle, at: now())
        try await writeOnce(ItemWrite(table, .put(tombstone), if: .absent(UserItem.handle)))
    }

    /// A condition that fails means that the item has changed again, which has a record of its own.
    private func writeOnce(_ write: ItemWrite) async throws(DynamoDBError) {
        do throws(DynamoDBError) {
            try await database.write(write)
        } catch {
            guard case .conditionFailed = error else { throw error }
        }
    }
}
