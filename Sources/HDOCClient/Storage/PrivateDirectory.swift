import Glibc

/// Directories that only their owner may enter (mode 0700).
package enum PrivateDirectory {
    /// Creates the directory and all missing parents with mode 0700. Existing directories stay unchanged.
    package static func make(_ path: String) throws(FileError) {
        if mkdir(path, 0o700) == 0 { return Ownership.inherit(path) }
        if errno == EEXIST { return }
        let code = errno
        // On a read-only file system `mkdir` also fails if the directory exists.
        if FileInfo(path)?.isDirectory == true { return }
        let parent = PathParts.split(path).directory
        guard code == ENOENT, parent != path else { throw FileError(path, errno: code) }
        try make(parent)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError(path, errno: errno) }
        Ownership.inherit(path)
    }

    /// Creates the directory. If it exists, permissions of other users are removed.
    /// - Returns: the earlier permission bits if other users had any permission; otherwise nil.
    /// - Throws: `notOwnDirectory` if the path is not a directory or belongs to another user.
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

/// The owner of files that root creates in a user's directories, for example with sudo.
package enum Ownership {
    /// Gives a new file or directory to the owner of its directory, so that the user can use it later. Does nothing for other users.
    package static func inherit(_ path: String) {
        guard geteuid() == 0, let owner = FileInfo(PathParts.split(path).directory)?.owner, let own = FileInfo(path)?.owner,
            owner.user != 0, own.user == 0
        else { return }
        // If this fails, the file stays root's, as any other program would leave it.
        _ = lchown(path, owner.user, owner.group)
    }
}
