import HDOCModels
import HDOCService

extension ItemWrite {
    /// Changes the attributes that differ, if the item still has the version that was read and those attributes still have the
    /// values that were read. So a change that somebody made by hand in between is not lost either.
    init(_ table: String, _ update: UserUpdate) {
        let old = UserItem.attributes(of: Self.object(update.expected.json), handle: update.handle)
        let new = UserItem.attributes(of: Self.object(update.updated), handle: update.handle)
        let version = update.expected.revision.flatMap { Int($0) }
        var conditions = [
            Condition.exists(UserItem.handle), .absent(UserItem.deleted),
            version.map { .equals(UserItem.version, .integer($0)) } ?? .absent(UserItem.version),
        ]
        var changes = ItemUpdate(set: [AttributeChange(UserItem.version, .integer((version ?? 0) + 1))])
        for name in Set(old.keys).union(new.keys).sorted() where old[name] != new[name] {
            conditions.append(old[name].map { Self.unchanged(name, $0) } ?? .absent(name))
            if let value = new[name] { changes.set.append(AttributeChange(name, value)) } else { changes.remove.append([name]) }
        }
        changes.set += UserItem.indexed(new, handle: update.handle, at: update.instant)
        if let run = update.run { changes.set += RunAttributes.changes(run) } else { changes.remove += RunAttributes.names.map { [$0] } }
        self.init(table, .update(key: UserItem.key(update.handle), changes), if: .all(conditions))
    }

    /// A set is shown as a list, so only the version can tell whether it changed.
    private static func unchanged(_ name: String, _ value: AttributeValue) -> Condition {
        switch value {
        case .list, .map: .exists(name)
        default: .equals(name, value)
        }
    }

    private static func object(_ json: String) -> RawJSON { (try? JSONReader.read(json.utf8)) ?? [:] }
}
