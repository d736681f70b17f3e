extension Client {
    public func storage() -> StorageReport {
        StorageReport(
            cache: Self.bytes(at: settings.paths.cache(stage.name)), outbox: Self.bytes(at: settings.paths.outbox(stage.name)))
    }

    /// The size in bytes of a database, with the files that SQLite writes beside it. Nil if there is no database.
    private static func bytes(at path: String) -> Int? {
        guard let database = FileInfo(path)?.size else { return nil }
        return PrivateDatabase.companions.reduce(database) { $0 + (FileInfo(path + $1)?.size ?? 0) }
    }
}
