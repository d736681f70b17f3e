import FoundationEssentials
import Glibc

/// Replaces a file as a whole or not at all: a temporary file beside it is written, synced and renamed over it, and the
/// directory is synced, so that the new content survives a loss of power.
package enum FileReplacement {
    /// Every temporary file of a name begins with this.
    private static func temporaryPrefix(_ name: Substring) -> String { ".\(name).tmp-" }

    /// - Parameters:
    ///   - path: of the file, whose directory exists. A symbolic link is replaced, not followed.
    ///   - mode: permission bits of the new file, whatever the umask.
    ///   - owner: of the new file; nil means this user.
    /// - Throws: `isDirectory` or `notRegularFile` where something else than a file is in the place.
    package static func write(
        _ bytes: [UInt8], to path: String, mode: mode_t, owner: FileOwner? = nil
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
            guard rename(temporary, path) == 0 else { throw FileError(path, errno: errno) }
        } catch {
            unlink(temporary)
            throw FileError(path, error.reason)
        }
        try syncDirectory(directory)
    }

    /// A rename would put a file in the place of a device, FIFO or socket, and cut off whoever uses it.
    private static func refuseOtherKinds(_ path: String) throws(FileError) {
        guard let info = FileInfo(path), !info.isFile else { return }
        throw FileError(path, info.isDirectory ? .isDirectory : .notRegularFile)
    }

    /// Removes temporary files that a process left when it was killed. Only for a file that has one writer at a time.
    package static func removeLeftovers(of path: String) {
        let (directory, name) = PathParts.split(path)
        let prefix = temporaryPrefix(name)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names where name.utf8.starts(with: prefix.utf8) { unlink("\(directory)/\(name)") }
    }

    /// Removes a file durably. Succeeds too where there is none.
    package static func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 else {
            let error = FileError(path, errno: errno)
            if error.reason.isMissing { return }
            throw error
        }
        try syncDirectory(PathParts.split(path).directory)
    }

    /// A new name, or a missing one, is durable once its directory is synced.
    private static func syncDirectory(_ path: String) throws(FileError) {
        do throws(FileError) {
            let directory = try OpenFile.open(path, O_RDONLY | O_DIRECTORY)
            defer { directory.close() }
            try directory.sync()
        } catch {
            // A directory without read permission cannot be opened, and some network file systems cannot sync one.
            guard [.permissionDenied, .system(code: EINVAL)].contains(error.reason) else { throw error }
        }
    }
}

/// A path as its directory and its last component.
package enum PathParts {
    /// The directory is "." for a bare name and "/" for a file in the root directory.
    package static func split(_ path: String) -> (directory: String, name: Substring) {
        let bytes = path.utf8
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return (".", path[...]) }
        let name = path[bytes.index(after: slash)...]
        return (slash == bytes.startIndex ? "/" : String(path[..<slash]), name)
    }
}
