import Crypto
import Foundation
import GRDB

/// Opens, migrates and repairs the SQLite files of the cache and the outbox.
struct DatabaseFile<Writer: DatabaseWriter> {
    let path: String
    let migrator: DatabaseMigrator
    /// Statements that SQLite can prepare unless the schema is damaged.
    let probes: [String]
    /// Whether the file holds texts that exist nowhere else. `open` then reads every page, so that it finds all damage, and creates
    /// the file as a whole, so that it is never empty.
    var isPrecious = false
    /// The expected `SchemaDigest` of a migrated file; nil if it is not checked.
    var schemaDigest: String?
    let make: (String, GRDB.Configuration) throws -> Writer
    /// Copies the readable rows of the damaged file to the new file, and returns their number.
    var salvage: (_ damaged: String, _ fresh: Writer) throws -> Int = { _, _ in 0 }

    struct Opened {
        let writer: Writer
        var repair: Repair?
    }

    /// Opens the database, creating and migrating it if necessary. A damaged file is kept under another name, and a new file
    /// with the salvaged rows replaces it. A file that a newer hdoc wrote is not changed.
    /// - Parameter damage: whether damage was found while the file was in use.
    /// - Throws: `newer` if a newer hdoc wrote the file, or another `StoreError`.
    func open(now: Date, damage: FoundDamage = .none) throws(StoreError) -> Opened {
        if let info = FileInfo(path), !info.isFile {
            throw StoreError(FileError(path, info.isDirectory ? .isDirectory : .notRegularFile))
        }
        do {
            let directory = (path as NSString).deletingLastPathComponent
            do throws(FileError) { try PrivateDirectory.make(directory) } catch { throw StoreError(FileError(path, error.reason)) }
            do {
                if damage != .none { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
                if isPrecious, FileInfo(path) == nil { try create(in: directory) }
                return Opened(writer: try openOnce(path))
            } catch {
                guard Self.isDamage(error) else { throw error }
                return try DirectoryLock.hold(directory) {
                    // Another process may have repaired the file while this one waited for the lock.
                    if damage != .certain, let writer = try ifUndamaged({ try openSound(checking: damage == .suspected) }) {
                        return Opened(writer: writer)
                    }
                    let repair = try repair(now: now)
                    return Opened(writer: try openOnce(path), repair: repair)
                }
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Creates the file under another name and renames it when it is complete and on the disk.
    private func create(in directory: String) throws {
        try DirectoryLock.hold(directory) {
            guard FileInfo(path) == nil else { return }
            try install()
        }
    }

    /// Creates a database under another name, fills it, and renames it to `path`.
    private func install(fill: (Writer) throws -> Void = { _ in }) throws {
        let fresh = path + ".new"
        for suffix in [""] + PrivateDatabase.companions { try? FileManager.default.removeItem(atPath: fresh + suffix) }
        let writer = try openOnce(fresh)
        try fill(writer)
        try writer.close()
        // Otherwise SQLite could apply an old journal to the new file.
        for suffix in PrivateDatabase.companions { try? FileManager.default.removeItem(atPath: path + suffix) }
        guard rename(fresh, path) == 0 else { throw StoreError(errno: errno, path: path) }
    }

    private func openSound(checking: Bool) throws -> Writer {
        let writer = try openOnce(path)
        if checking {
            try writer.read(Self.check)
            try probe(writer)
        }
        return writer
    }

    private func ifUndamaged<Value>(_ body: () throws -> Value) throws -> Value? {
        do {
            return try body()
        } catch {
            guard Self.isDamage(error) else { throw error }
            return nil
        }
    }

    /// Whether the header says that the database has a write-ahead log. Throws if the format versions in the header are unknown: SQLite
    /// would open such a file read-only. No SQLite version that hdoc uses writes such a file, so it is damaged.
    private static func usesLog(_ path: String) throws -> Bool {
        let header = try FileHandle(forReadingAtPath: path)?.read(upToCount: 20)
        guard let header, header.count == 20 else { return false }
        if header[18...].contains(where: { !(1...2).contains($0) }) { throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "format") }
        return header[18...].allSatisfy { $0 == 2 }
    }

    private func openOnce(_ path: String) throws -> Writer {
        let usesLog = try Self.usesLog(path)
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        let migrator = migrator
        // Nothing can be lost in a new cache: it need not wait for the disk four times until it has its journal. GRDB ends this setting.
        let isNew = !isPrecious && FileInfo(path) == nil
        configuration.prepareDatabase { db in
            if isNew { try db.execute(sql: "PRAGMA synchronous = OFF") }
            // This must run before any statement that writes, such as the choice of the journal mode. In one transaction, SQLite locks the
            // file once.
            try db.inTransaction(.deferred) {
                guard try migrator.hasBeenSuperseded(db) else { return .commit }
                try Self.check(db)
                // A newer hdoc applied all migrations of this one. If one is missing, the unknown name is damage.
                guard try migrator.hasCompletedMigrations(db) else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "unknown version")
                }
                throw StoreError.newer(path: path)
            }
        }
        PrivateDatabase.prepare(path)
        // Beside another database, a log would be applied to it.
        if usesLog { EmptyLog.make(for: path) }
        let writer = try Self.understood { try make(path, configuration) }
        Ownership.inherit(path)
        let needsMigration = try writer.read { db in
            if isPrecious { try Self.check(db) }
            let isOld = try self.isOld(db)
            if !isOld { try checkIfPrecious(db) }
            return isOld
        }
        if needsMigration {
            try Self.understood { try migrate(writer) }
            try writer.read(checkIfPrecious)
        }
        return writer
    }

    private func probe(_ writer: some DatabaseReader) throws { try writer.read(probe) }

    private func probe(_ db: Database) throws {
        try Self.understood { for probe in probes { try db.execute(sql: probe) } }
    }

    /// Throws if the tables of a precious file are not defined as this hdoc defines them. A damaged CHECK, for example, would reject every
    /// new row.
    private func checkIfPrecious(_ db: Database) throws {
        guard isPrecious else { return }
        try probe(db)
        guard let schemaDigest, try SchemaDigest.of(db) != schemaDigest else { return }
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "schema")
    }

    /// Whether an error is caused by a damaged file: SQLite reports the damage, or it rejects a statement and cannot run the
    /// probes.
    func isDamage(_ error: any Error, in writer: some DatabaseReader) -> Bool {
        if Self.isDamage(error) { return true }
        return (error as? DatabaseError)?.resultCode == .SQLITE_ERROR && (try? probe(writer)) == nil
    }

    /// Whether SQLite reports damage, or a column has NULL or a type that its table does not allow.
    private static func isDamage(_ error: any Error) -> Bool {
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_CORRUPT?, .SQLITE_NOTADB?: true
        default: error is RowDecodingError
        }
    }

    private func isOld(_ db: Database) throws -> Bool {
        guard try migrator.appliedIdentifiers(db).isEmpty else { return try !migrator.hasCompletedMigrations(db) }
        // A migration commits its tables together with its identifier. Tables without an identifier therefore mean damage.
        let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name <> 'grdb_migrations'"
        if try Int.fetchOne(db, sql: tables) != 0 { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no version") }
        return true
    }

    /// Migrates the database. Another process may migrate it at the same time: the one that comes second to a migration fails, and
    /// continues behind it.
    private func migrate(_ writer: Writer) throws {
        while true {
            let before = try writer.read(migrator.appliedIdentifiers)
            do {
                return try migrator.migrate(writer)
            } catch {
                if try writer.read({ try migrator.hasCompletedMigrations($0) }) { return }
                guard try writer.read(migrator.appliedIdentifiers).count > before.count else { throw error }
            }
        }
    }

    private static func check(_ db: Database) throws {
        let verdict = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)")
        if verdict != "ok" { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: verdict) }
    }

    /// Runs `body` and converts a generic SQLite error to damage. SQLite reports such an error for an unknown format or column.
    private static func understood<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: error.message)
        }
    }

    /// Replaces a damaged file. The damaged file keeps its name until the new file is complete, synced and renamed over it. If
    /// this is interrupted, the next start repeats it and no data is lost.
    private func repair(now: Date) throws -> Repair {
        let files = FileManager.default
        let aside = Self.freeName("\(path).damaged-\(Int(now.timeIntervalSince1970))")
        for suffix in ["", "-journal", "-wal"] where files.fileExists(atPath: path + suffix) {
            do {
                try files.linkItem(atPath: path + suffix, toPath: aside + suffix)
            } catch {
                // The file system does not support hard links.
                try files.copyItem(atPath: path + suffix, toPath: aside + suffix)
                Ownership.inherit(aside + suffix)
            }
        }
        var salvaged = 0
        try install { salvaged = try salvage(aside, $0) }
        return Repair(setAside: aside, salvaged: salvaged)
    }

    private static func freeName(_ wanted: String) -> String {
        var name = wanted, number = 2
        while FileManager.default.fileExists(atPath: name) { (name, number) = ("\(wanted)-\(number)", number + 1) }
        return name
    }
}

/// The damage that was found while a file was in use.
enum FoundDamage {
    case none
    /// The file is checked completely, and replaced unless another process has already replaced it.
    case suspected
    /// The file is replaced. SQLite cannot find all damage in a full-text index by a check.
    case certain
}

/// A digest of the definitions of all tables and indexes of a database.
enum SchemaDigest {
    static func of(_ db: Database) throws -> String {
        let sql = "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name"
        let text = try String.fetchAll(db, sql: sql).joined(separator: "\n")
        return SHA256.hash(data: Data(text.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// The result of replacing a damaged file.
struct Repair: Sendable, Equatable {
    /// The path at which the damaged file is kept.
    let setAside: String
    /// The number of rows that were copied to the new file.
    let salvaged: Int
}
