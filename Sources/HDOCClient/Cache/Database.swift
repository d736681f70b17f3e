import Foundation
import GRDB

/// What the cache and the outbox share: opening a file, setting a damaged one aside, and naming what went wrong.
enum DatabaseFile {
    /// Opens or makes the database at `path` and brings it up to date. A damaged file is renamed, never deleted,
    /// and a new one is made in its place.
    /// - Returns: the writer, and where the damaged file now lies, if there was one.
    static func open<Writer: DatabaseWriter>(
        _ path: String, migrator: DatabaseMigrator, now: Date, make: (String) throws -> Writer
    ) throws(StoreError) -> (writer: Writer, setAside: String?) {
        try makeDirectory(of: path)
        do {
            return (try openOnce(path, migrator, make), nil)
        } catch let error as DatabaseError where isDamage(error) {
            let aside = try setAside(path, now: now)
            do {
                return (try openOnce(path, migrator, make), aside)
            } catch {
                throw StoreError(error, path: path)
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(error, path: path)
        }
    }

    private static func openOnce<Writer: DatabaseWriter>(
        _ path: String, _ migrator: DatabaseMigrator, _ make: (String) throws -> Writer
    ) throws -> Writer {
        let writer = try make(path)
        if try writer.read({ try migrator.hasBeenSuperseded($0) }) { throw StoreError.newer(path: path) }
        if try writer.read({ try !migrator.hasCompletedMigrations($0) }) { try migrator.migrate(writer) }
        return writer
    }

    private static func makeDirectory(of path: String) throws(StoreError) {
        let directory = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError(error, path: directory)
        }
    }

    private static func isDamage(_ error: DatabaseError) -> Bool {
        error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
    }

    private static func setAside(_ path: String, now: Date) throws(StoreError) -> String {
        let aside = "\(path).damaged-\(Int(now.timeIntervalSince1970))"
        do {
            try FileManager.default.moveItem(atPath: path, toPath: aside)
            for suffix in ["-wal", "-shm", "-journal"] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
            }
        } catch {
            throw StoreError(error, path: path)
        }
        return aside
    }
}

extension StoreError {
    /// Names the failures that a person can do something about.
    init(_ error: any Error, path: String) {
        if let known = error as? StoreError {
            self = known
            return
        }
        if let error = error as? DatabaseError {
            switch error.resultCode {
            case .SQLITE_FULL: self = .diskFull(path: path)
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
            default: self = .failed(path: path, detail: error.message ?? "\(error.resultCode)")
            }
            return
        }
        switch (error as NSError).code {
        case CocoaError.fileWriteOutOfSpace.rawValue: self = .diskFull(path: path)
        case CocoaError.fileWriteNoPermission.rawValue, CocoaError.fileWriteVolumeReadOnly.rawValue:
            self = .readOnly(path: path)
        default: self = .failed(path: path, detail: error.localizedDescription)
        }
    }
}
