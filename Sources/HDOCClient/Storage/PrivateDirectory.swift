import Glibc

/// Directories that only their owner may enter (mode 0700).
package enum PrivateDirectory {
    /// Creates the directory and all missing parents with mode 0700. Existing directories stay unchanged. A new directory is on the
    /// disk when the function returns.
    package static func make(_ path: String) throws(FileError) {
        if mkdir(path, 0o700) == 0 { return try finish(path) }
        if errno == EEXIST { return }
        let code = errno
        // On a read-only file system `mkdir` also fails if the directory exists.
        if FileInfo(path)?.isDirectory == true { return }
        let parent = PathParts.split(path).directory
        guard code == ENOENT, parent != path else { throw FileError(path, errno: code) }
        try make(parent)
        if mkdir(path, 0o700) == 0 { return try finish(path) }
        guard errno == EEXIST else { throw FileError(path, errno: errno) }
    }

    private static func finish(_ path: String) throws(FileError) {
        Ownership.inherit(path)
        // Without this, a power loss could remove the directory with the synced files in it.
        try FileReplacement.syncDirectory(PathParts.split(path).directory)
    }

    /// Creates the directory. If it exists, permissions of other users are removed.
    /// - Returns: the earlier permission bits if other users had any permission; otherwise nil.
    /// - Throws: `notOwnDirectory` if the path is not a directory or belongs to another user.
    @discardableResult
    package static func prepare(_ path: String) throws(FileError) -> mode_t? {
        try make(path)
        guard let info = FileInfo(path) else { throw FileError(path, errno: errno) }
        guard info.isDirectory, Ownership.isAccepted(info, at: path) else { throw FileError(path, .notOwnDirectory) }
        guard info.mode & 0o777 != 0o700 else { return nil }
        guard chmod(path, 0o700) == 0 else { throw FileError(path, errno: errno) }
        return info.mode & 0o077 != 0 ? info.mode : nil
    }
}
