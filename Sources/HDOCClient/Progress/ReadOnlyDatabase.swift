import FoundationEssentials
import GRDB
import HDOCModels

/// Reads an SQLite file without side effects: nothing is created, migrated or repaired, and no other process has to wait.
enum ReadOnlyDatabase {
    private static let attempts = 3

    /// Runs `body` on the file. Nil if the file does not exist or is empty.
    /// - Throws: a `StoreError` if the file cannot be read, for example because it is damaged.
    static func read<Value>(_ path: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value? {
        var failure: (any Error)?
        for _ in 0..<attempts {
            guard let before = DatabaseStamp(path) else { return nil }
            do {
                let value = try once(path, isImmutable: !before.hasCompanion, body)
                if before.hasCompanion || DatabaseStamp(path) == before { return value }
            } catch {
                failure = error
            }
        }
        // Another process keeps changing the file. SQLite's own lock for readers lasts for less than a millisecond.
        do { return try once(path, isImmutable: false, body) } catch { throw StoreError(failure ?? error, path: path) }
    }

    /// - Parameter isImmutable: whether SQLite takes no locks and ignores journals. Otherwise, it reads changes that are not yet in the
    ///   file from the write-ahead log.
    private static func once<Value>(_ path: String, isImmutable: Bool, _ body: (Database) throws -> Value) throws -> Value {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(0.05)
        let address = "file:\(PercentEncoding.component(path))?\(isImmutable ? "immutable=1" : "mode=ro")"
        return try DatabaseQueue(path: address, configuration: configuration).read(body)
    }
}

/// What shows whether a database file changed while it was read.
private struct DatabaseStamp: Equatable {
    let changed: Date
    let size: Int
    /// Whether a journal or a write-ahead log holds changes that are not yet in the file.
    let hasCompanion: Bool

    /// Nil if the file does not exist, is empty, or is no regular file.
    init?(_ path: String) {
        guard let info = FileInfo(path), info.isFile, info.size > 0 else { return nil }
        (changed, size) = (info.changed, info.size)
        hasCompanion = ["-wal", "-journal"].contains { (FileInfo(path + $0)?.size ?? 0) > 0 }
    }
}
