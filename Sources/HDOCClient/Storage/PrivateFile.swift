import Glibc

/// A file that only its owner may read (mode 0600), in a directory that only its owner may enter (mode 0700). It is replaced
/// atomically. Symbolic links are not followed.
///
/// Only one process may write at a time: the caller of `replace` or `remove` must hold the lock that belongs to the file.
package struct PrivateFile {
    /// The path as the caller gave it.
    package let path: String
    private let warn: (StoreError) -> Void

    /// - Parameter warn: called with `StoreError.tightened` after the permissions of other users were removed from the file or
    ///   its directory.
    package init(_ path: String, warn: @escaping (StoreError) -> Void = { _ in }) { (self.path, self.warn) = (path, warn) }

    /// The maximum size in bytes. A session needs far less.
    private static let limit = 16_000_000

    /// Reads the whole file; nil if it does not exist.
    /// - Throws: `failed` if the file belongs to another user, is not a regular file, or is too large.
    package func read() throws(StoreError) -> [UInt8]? {
        do throws(FileError) {
            return try FileReading.ifPresent { () throws(FileError) in try readExisting() }
        } catch {
            throw StoreError(error)
        }
    }

    private func readExisting() throws(FileError) -> [UInt8] {
        let file = try OpenFile.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        defer { file.close() }
        let info = try file.info
        guard info.isFile, Ownership.isAccepted(info, at: path) else { throw FileError(path, .notOwnFile) }
        guard info.size <= Self.limit else { throw FileError(path, .tooLarge(limit: Self.limit)) }
        if info.mode & 0o077 != 0 {
            try file.setMode(0o600)
            warn(.tightened(path: path, mode: info.mode))
        }
        tightenDirectory()
        return try file.read(limit: Self.limit)
    }

    /// Replaces the whole file durably, and removes temporary files of interrupted writes.
    package func replace(with bytes: [UInt8]) throws(StoreError) {
        do throws(FileError) {
            try prepareDirectory()
            FileReplacement.removeLeftovers(of: path)
            try FileReplacement.write(bytes, to: path, mode: 0o600)
        } catch {
            throw StoreError(error)
        }
    }

    /// Removes the file durably. Does nothing if the file does not exist.
    package func remove() throws(StoreError) {
        FileReplacement.removeLeftovers(of: path)
        do throws(FileError) { try FileReplacement.remove(path) } catch { throw StoreError(error) }
    }

    /// Removes the permissions of other users from the directory, if it belongs to this user.
    private func tightenDirectory() {
        let directory = PathParts.split(path).directory
        guard let info = FileInfo(directory), info.isOwnedByThisUser, info.mode & 0o077 != 0, chmod(directory, 0o700) == 0 else { return }
        warn(.tightened(path: directory, mode: info.mode))
    }

    /// Creates the directory, or removes the permissions of other users from it.
    private func prepareDirectory() throws(FileError) {
        let directory = PathParts.split(path).directory
        if let mode = try PrivateDirectory.prepare(directory) { warn(.tightened(path: directory, mode: mode)) }
    }
}

/// The permissions of databases.
enum PrivateDatabase {
    /// The suffixes of the files that SQLite keeps beside a database.
    static let companions = ["-journal", "-wal", "-shm"]

    /// Creates a missing database as an empty file with mode 0600, and removes the permissions of other users from an existing one and
    /// from the files that SQLite keeps beside it. SQLite gives the files that it creates beside a database the mode of the database.
    static func prepare(_ path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
        for file in ([""] + companions).map({ path + $0 }) {
            guard let info = FileInfo(file), info.isFile, info.isOwnedByThisUser, info.mode & 0o077 != 0 else { continue }
            chmod(file, 0o600)
        }
    }
}
