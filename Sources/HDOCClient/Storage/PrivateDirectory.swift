import Glibc

/// Directories that only their owner may enter: mode 0700.
package enum PrivateDirectory {
    /// Makes the directory and every missing parent. A parent that exists stays as it is.
    package static func make(_ path: String) throws(FileError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        let code = errno
        // On a read-only disk mkdir fails for a directory that exists, too.
        if FileInfo(path)?.isDirectory == true { return }
        let parent = PathParts.split(path).directory
        guard code == ENOENT, parent != path else { throw FileError(path, errno: code) }
        try make(parent)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError(path, errno: errno) }
    }

    /// Makes the directory, and takes the permissions of others away from one that exists.
    /// - Returns: the permission bits that it had, where others could enter it; otherwise nil.
    /// - Throws: `notOwnDirectory` where it belongs to another user.
    @discardableResult
    package static func prepare(_ path: String) throws(FileError) -> mode_t? {
        try make(path)
        guard let info = FileInfo(path) else { throw FileError(path, errno: errno) }
        guard info.isDirectory, info.isOwnedByThisUser else { throw FileError(path, .notOwnDirectory) }
        guard info.mode & 0o777 != 0o700 else { return nil }
        guard chmod(path, 0o700) == 0 else { throw FileError(path, errno: errno) }
        return info.mode & 0o077 != 0 ? info.mode : nil
    }
}
