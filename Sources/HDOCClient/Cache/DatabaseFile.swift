import Foundation
import GRDB

/// What the cache and the outbox share: opening a file, migrating it, and replacing a damaged one.
struct DatabaseFile<Writer: DatabaseWriter> {
    let path: String
    let migrator: DatabaseMigrator
    /// Statements that SQLite understands unless the schema is damaged.
    let probes: [String]
    /// Whether opening reads every page, so that damage shows at once.
    var checksAtOpening = false
    let make: (String, GRDB.Configuration) throws -> Writer
    /// Copies what can be read of the damaged file into the fresh one. Returns the number of rows.
    var salvage: (_ damaged: String, _ fresh: Writer) throws -> Int = { _, _ in 0 }

    struct Opened {
        let writer: Writer
        var repair: Repair?
    }

    /// Opens or creates the database and migrates it. A damaged file is kept under another name, and a new one with what could
    /// be salvaged takes its place. A file of a newer hdoc is refused and not changed by a byte.
    /// - Parameter isDamaged: whether damage has shown in use, so that the file is replaced unless somebody has done so.
    func open(now: Date, isDamaged: Bool = false) throws(StoreError) -> Opened {
        if let info = FileInfo(path), !info.isFile {
            throw StoreError(FileError(path, info.isDirectory ? .isDirectory : .notRegularFile))
        }
        do {
            let directory = (path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            do {
                if isDamaged { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
                return Opened(writer: try openOnce(path))
            } catch let error as DatabaseError where error.isDamage {
                return try DirectoryLock.hold(directory) {
                    // Another process may have repaired it while this one waited.
                    if let writer = try ifUndamaged({ try openSound(checking: isDamaged) }) { return Opened(writer: writer) }
                    let repair = try repair(now: now)
                    return Opened(writer: try openOnce(path), repair: repair)
                }
            }
        } catch {
            throw StoreError(error, path: path)
        }
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
        do { return try body() } catch let error as DatabaseError where error.isDamage { return nil }
    }

    /// SQLite opens a file of an unknown format for reading only. Such a file is damaged: no SQLite that hdoc uses writes one.
    private static func checkFormat(_ path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path), let header = try file.read(upToCount: 20), header.count == 20 else { return }
        if header[18...].contains(where: { !(1...2).contains($0) }) { throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "format") }
    }

    private func openOnce(_ path: String) throws -> Writer {
        try Self.checkFormat(path)
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        let migrator = migrator
        configuration.prepareDatabase { db in
            // Before anything that writes, such as choosing a journal.
            guard try migrator.hasBeenSuperseded(db) else { return }
            try Self.check(db)
            throw StoreError.newer(path: path)
        }
        let writer = try Self.understood { try make(path, configuration) }
        if checksAtOpening { try writer.read(Self.check) }
        if try writer.read(isOld) { try migrate(writer) }
        if checksAtOpening { try probe(writer) }
        return writer
    }

    private func probe(_ writer: some DatabaseReader) throws {
        try Self.understood { try writer.read { db in for probe in probes { try db.execute(sql: probe) } } }
    }

    /// Whether an error comes from damage of the file: SQLite says so, or does not even understand the probes.
    func isDamage(_ error: DatabaseError, in writer: some DatabaseReader) -> Bool {
        error.isDamage || error.resultCode == .SQLITE_ERROR && (try? probe(writer)) == nil
    }

    private func isOld(_ db: Database) throws -> Bool {
        guard try migrator.appliedIdentifiers(db).isEmpty else { return try !migrator.hasCompletedMigrations(db) }
        // Tables are committed together with the name of their migration.
        let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name <> 'grdb_migrations'"
        if try Int.fetchOne(db, sql: tables) != 0 { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no version") }
        return true
    }

    /// Two processes that begin at once both see an old file. The second finds that the first has migrated it.
    private func migrate(_ writer: Writer) throws {
        do {
            try migrator.migrate(writer)
        } catch {
            guard try writer.read({ try migrator.hasCompletedMigrations($0) }) else { throw error }
        }
    }

    private static func check(_ db: Database) throws {
        let verdict = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)")
        if verdict != "ok" { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: verdict) }
    }

    /// Where SQLite does not understand a file, such as an unknown format or column, the file is damaged.
    private static func understood<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: error.message)
        }
    }

    /// The damaged file keeps its name until the new one is complete, on the disk and renamed over it. If anything interrupts
    /// this, the next start begins again and nothing is lost.
    private func repair(now: Date) throws -> Repair {
        let files = FileManager.default
        let aside = Self.freeName("\(path).damaged-\(Int(now.timeIntervalSince1970))")
        for suffix in ["", "-journal", "-wal"] where files.fileExists(atPath: path + suffix) {
            do {
                try files.linkItem(atPath: path + suffix, toPath: aside + suffix)
            } catch {
                // A file system without hard links.
                try files.copyItem(atPath: path + suffix, toPath: aside + suffix)
            }
        }
        let fresh = path + ".new"
        let companions = ["-journal", "-wal", "-shm"]
        for suffix in [""] + companions { try? files.removeItem(atPath: fresh + suffix) }
        let writer = try openOnce(fresh)
        let salvaged = try salvage(aside, writer)
        try writer.close()
        // SQLite must never apply an old journal to the new file.
        for suffix in companions { try? files.removeItem(atPath: path + suffix) }
        guard rename(fresh, path) == 0 else { throw StoreError(errno: errno, path: path) }
        return Repair(setAside: aside, salvaged: salvaged)
    }

    private static func freeName(_ wanted: String) -> String {
        var name = wanted, number = 2
        while FileManager.default.fileExists(atPath: name) { (name, number) = ("\(wanted)-\(number)", number + 1) }
        return name
    }
}

/// How a damaged file was replaced.
struct Repair: Sendable, Equatable {
    /// Where the damaged file is kept.
    let setAside: String
    /// The number of entries that the new file took over.
    let salvaged: Int
}

/// A lock on a directory, so that no file needs to be left there.
enum DirectoryLock {
    static func hold<Value>(_ directory: String, _ body: () throws -> Value) throws -> Value {
        let descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(errno: errno, path: directory) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw StoreError(errno: errno, path: directory) }
        }
        let value = try body()
        // The new names are on the disk before anybody relies on them.
        fsync(descriptor)
        return value
    }
}

extension DatabaseError {
    var isDamage: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}
