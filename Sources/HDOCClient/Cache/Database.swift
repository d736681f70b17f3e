import Foundation
import GRDB

/// What the cache and the outbox share: opening a file, bringing it up to date, and repairing a damaged one.
struct DatabaseFile<Writer: DatabaseWriter> {
    let path: String
    let migrator: DatabaseMigrator
    /// Statements that are understood unless the schema is damaged.
    let probes: [String]
    /// Whether every page is read at opening, so that damage shows then and not when something is needed.
    var checksAtOpening = false
    let make: (String, GRDB.Configuration) throws -> Writer
    /// Carries over what can be read of the damaged file; the number of rows.
    var salvage: (_ damaged: String, _ fresh: Writer) throws -> Int = { _, _ in 0 }

    struct Opened {
        let writer: Writer
        var repair: Repair?
    }

    /// Opens or makes the database and brings it up to date. A damaged file is kept under another name, and a new one
    /// with what could be salvaged takes its place. The file of a newer hdoc is refused, and not changed by a byte.
    /// - Parameter isDamaged: it has shown in use; where nobody has repaired it since, it is repaired without another look.
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

    /// A format that SQLite does not know it opens for reading only; no SQLite that hdoc was built with wrote one.
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
            // Before anything that would write, such as the choice of a journal.
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

    /// Whether it is the file that is to blame for an error. Our own statements are sound: where not even the plainest are
    /// understood, the schema is not what it was.
    func isDamage(_ error: DatabaseError, in writer: some DatabaseReader) -> Bool {
        error.isDamage || error.resultCode == .SQLITE_ERROR && (try? probe(writer)) == nil
    }

    private func isOld(_ db: Database) throws -> Bool {
        guard try migrator.appliedIdentifiers(db).isEmpty else { return try !migrator.hasCompletedMigrations(db) }
        // Tables and the note of what made them are committed together.
        let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name <> 'grdb_migrations'"
        if try Int.fetchOne(db, sql: tables) != 0 { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no version") }
        return true
    }

    /// Two that begin at once both see an old file; the second finds that the first has done it.
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

    /// What SQLite does not understand of a file in its place, such as a format or a column that never was, is damage.
    private static func understood<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: error.message)
        }
    }

    /// The damaged file keeps its name until the new one, complete and on the disk, is renamed over it: whatever
    /// interrupts this, the next start begins anew and nothing is lost.
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
        // The old journals must never be played into the new file.
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

/// What was done about a damaged file.
struct Repair: Sendable, Equatable {
    /// Where the damaged file now lies.
    let setAside: String
    /// Entries that could be carried over.
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
