import Glibc

/// A file that only its owner may read (mode 0600), in a directory that only its owner may enter. It is replaced as a
/// whole or not at all. Symbolic links are not followed.
///
/// One process writes at a time: whoever calls `replace` or `remove` holds the lock that goes with the file.
package struct PrivateFile {
    /// As the caller gave it.
    package let path: String
    private let warn: (StoreError) -> Void

    /// - Parameter warn: is called with `StoreError.tightened` where other users could read the file or enter its
    ///   directory, after their permission was taken away.
    package init(_ path: String, warn: @escaping (StoreError) -> Void = { _ in }) { (self.path, self.warn) = (path, warn) }

    /// In bytes: far more than any session needs, and little enough to read at once.
    private static let limit = 16_000_000

    /// The whole file, or nil where there is none.
    /// - Throws: `failed` where the file belongs to another user, is no regular file, or is too large.
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
        guard info.isFile, info.isOwnedByThisUser else { throw FileError(path, .notOwnFile) }
        guard info.size <= Self.limit else { throw FileError(path, .tooLarge(limit: Self.limit)) }
        if info.mode & 0o077 != 0 {
            try file.setMode(0o600)
            warn(.tightened(path: path, mode: info.mode))
        }
        return try file.read(limit: Self.limit)
    }

    /// Replaces the whole file durably, and removes what an interrupted writer left.
    package func replace(with bytes: [UInt8]) throws(StoreError) {
        do throws(FileError) {
            try prepareDirectory()
            FileReplacement.removeLeftovers(of: path)
            try FileReplacement.write(bytes, to: path, mode: 0o600)
        } catch {
            throw StoreError(error)
        }
    }

    /// Removes the file durably. Succeeds too where there is none.
    package func remove() throws(StoreError) {
        FileReplacement.removeLeftovers(of: path)
        do throws(FileError) { try FileReplacement.remove(path) } catch { throw StoreError(error) }
    }

    /// Makes the directory, or takes the permissions of others away from it.
    private func prepareDirectory() throws(FileError) {
        let directory = PathParts.split(path).directory
        if let mode = try PrivateDirectory.prepare(directory) { warn(.tightened(path: directory, mode: mode)) }
    }
}
