import FoundationEssentials
import Glibc

/// Replaces a file atomically and durably. It writes and syncs a temporary file in the same directory, renames it to the file's
/// name, and syncs the directory. If the power fails, the file has either its old or its new content. The new content is safe
/// when the function returns.
package enum FileReplacement {
    /// The prefix of the names of all temporary files for a file name.
    private static func temporaryPrefix(_ name: Substring) -> String { ".\(name).tmp-" }

    /// Replaces a file, or creates it.
    /// - Parameters:
    ///   - path: the path of the file. Its directory must exist. A symbolic link is replaced, not followed.
    ///   - mode: the permission bits of the new file, independent of the umask.
    ///   - owner: the owner of the new file; nil means this user or, for root, the owner of the directory.
    ///   - replaces: whether an existing file is replaced. Otherwise it stays, and the error is `exists`.
    /// - Throws: `isDirectory` or `notRegularFile` if the path names something other than a regular file.
    package static func write(
        _ bytes: [UInt8], to path: String, mode: mode_t, owner: FileOwner? = nil, replaces: Bool = true
    ) throws(FileError) {
        try refuseOtherKinds(path)
        let (directory, name) = PathParts.split(path)
        let temporary = "\(directory)/\(temporaryPrefix(name))\(UUID().uuidString)"
        do throws(FileError) {
            let file = try OpenFile.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
            defer { file.close() }
            try file.setMode(mode)
            if let owner { try file.setOwner(owner, mode: mode) }
            try file.write(bytes)
            try file.sync()
            try replaces ? move(temporary, to: path) : link(temporary, as: path)
        } catch {
            unlink(temporary)
            throw FileError(path, error.reason)
        }
        try syncDirectory(directory)
    }

    private static func move(_ temporary: String, to path: String) throws(FileError) {
        guard rename(temporary, path) == 0 else { throw FileError(path, errno: errno) }
    }

    /// Gives a file a name that no other file may have, in one step. A file system without links needs two steps.
    private static func link(_ temporary: String, as path: String) throws(FileError) {
        if Glibc.link(temporary, path) == 0 {
            unlink(temporary)
            return
        }
        guard errno == EPERM || errno == EOPNOTSUPP else { throw FileError(path, errno: errno) }
        guard FileInfo(path) == nil else { throw FileError(path, .exists) }
        try move(temporary, to: path)
    }

    /// Throws if the path names something other than a regular file. A rename would replace a device, FIFO or socket, and
    /// programs that use it could no longer reach it.
    private static func refuseOtherKinds(_ path: String) throws(FileError) {
        guard let info = FileInfo(path), !info.isFile else { return }
        throw FileError(path, info.isDirectory ? .isDirectory : .notRegularFile)
    }

    /// Removes temporary files that a killed process left. Call this only for a file that has one writer at a time.
    package static func removeLeftovers(of path: String) {
        let (directory, name) = PathParts.split(path)
        let prefix = temporaryPrefix(name)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names where name.utf8.starts(with: prefix.utf8) { unlink("\(directory)/\(name)") }
    }

    /// Removes a file durably. Does nothing if the file does not exist.
    package static func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 else {
            let error = FileError(path, errno: errno)
            if error.reason.isMissing { return }
            throw error
        }
        try syncDirectory(PathParts.split(path).directory)
    }

    /// Syncs a directory, which makes a rename or a removal in it durable.
    static func syncDirectory(_ path: String) throws(FileError) {
        do throws(FileError) {
            let directory = try OpenFile.open(path, O_RDONLY | O_DIRECTORY)
            defer { directory.close() }
            try directory.sync()
        } catch {
            // A directory without read permission cannot be opened, and some network file systems cannot sync directories.
            guard [.permissionDenied, .system(code: EINVAL)].contains(error.reason) else { throw error }
        }
    }
}

/// Splits a path into its directory and its last component.
package enum PathParts {
    /// Splits a path. The directory is "." if the path has no slash, and "/" for a file in the root directory.
    package static func split(_ path: String) -> (directory: String, name: Substring) {
        let bytes = path.utf8
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return (".", path[...]) }
        let name = path[bytes.index(after: slash)...]
        return (slash == bytes.startIndex ? "/" : String(path[..<slash]), name)
    }
}
