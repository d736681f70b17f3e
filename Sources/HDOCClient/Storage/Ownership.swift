import Glibc

/// The owner of files that root creates in a user's directories, for example with sudo: the owner of the directory, so that the
/// user can use the files later.
package enum Ownership {
    /// Gives a new file or directory to the owner of its directory. Does nothing for other users than root.
    package static func inherit(_ path: String) {
        guard let owner = heir(of: path), FileInfo(path)?.owner.user == 0 else { return }
        // If this fails, the file stays root's, as any other program would leave it.
        _ = lchown(path, owner.user, owner.group)
    }

    /// Gives a new file, which is open, to the owner of its directory.
    static func inherit(_ path: String, descriptor: Int32) {
        guard let owner = heir(of: path) else { return }
        _ = fchown(descriptor, owner.user, owner.group)
    }

    /// The owner of the directory of `path`; nil unless this process is root's and the directory is another user's.
    private static func heir(of path: String) -> FileOwner? {
        guard geteuid() == 0, let owner = FileInfo(PathParts.split(path).directory)?.owner, owner.user != 0 else { return nil }
        return owner
    }

    /// Whether a private file or directory belongs to this user. Root also accepts one that belongs to the owner of its directory,
    /// because hdoc gave it to that user.
    package static func isAccepted(_ info: FileInfo, at path: String) -> Bool {
        info.isOwnedByThisUser || heir(of: path)?.user == info.owner.user
    }
}
