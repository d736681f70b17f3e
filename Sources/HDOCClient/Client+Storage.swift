import FoundationEssentials

extension Client {
    public func storage() -> StorageReport {
        StorageReport(
            cache: Self.bytes(at: settings.paths.cache(stage.name)), outbox: Self.bytes(at: settings.paths.outbox(stage.name)))
    }

    /// A database and the files that SQLite keeps beside it; nil where there is no database.
    private static func bytes(at path: String) -> Int? {
        guard let database = size(of: path) else { return nil }
        return ["-wal", "-shm", "-journal"].reduce(database) { $0 + (size(of: path + $1) ?? 0) }
    }

    private static func size(of path: String) -> Int? {
        // On Linux the attribute's number comes in more than one type.
        switch (try? FileManager.default.attributesOfItem(atPath: path))?[.size] {
        case let size as any BinaryInteger: Int(clamping: size)
        default: nil
        }
    }
}
