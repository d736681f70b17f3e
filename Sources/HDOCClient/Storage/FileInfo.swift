import CoreFoundation
import FoundationEssentials
import Glibc

/// The owner of a file.
package struct FileOwner: Sendable, Equatable {
    /// The user id.
    package var user: uid_t
    /// The group id.
    package var group: gid_t
}

/// The attributes of a file, as `stat` returns them.
package struct FileInfo {
    private let info: stat

    /// Reads the attributes of the file at a path, following symbolic links. Nil if `stat` fails; `errno` then holds the
    /// reason.
    package init?(_ path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        self.info = info
    }

    /// Reads the attributes of an open file. Nil if `fstat` fails; `errno` then holds the reason.
    package init?(descriptor: Int32) {
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { return nil }
        self.info = info
    }

    /// Whether this is a regular file.
    package var isFile: Bool { info.st_mode & S_IFMT == S_IFREG }
    /// Whether this is a directory.
    package var isDirectory: Bool { info.st_mode & S_IFMT == S_IFDIR }
    /// The permission bits, including setuid, setgid and sticky.
    package var mode: mode_t { info.st_mode & 0o7777 }
    /// Whether the file belongs to the effective user of this process.
    package var isOwnedByThisUser: Bool { info.st_uid == geteuid() }
    /// The owning user and group.
    package var owner: FileOwner { FileOwner(user: info.st_uid, group: info.st_gid) }
    /// The time of the last modification of the content.
    package var changed: Date {
        Date(timeIntervalSince1970: TimeInterval(info.st_mtim.tv_sec) + TimeInterval(info.st_mtim.tv_nsec) / 1e9)
    }
    /// The size in bytes.
    package var size: Int { Int(info.st_size) }

    /// Whether both values describe the same file, even if its paths differ.
    package func isSame(as other: FileInfo) -> Bool { info.st_ino == other.info.st_ino && info.st_dev == other.info.st_dev }

    /// Whether there is a regular file at the path that this user may execute.
    package static func isProgram(_ path: String) -> Bool { FileInfo(path)?.isFile == true && access(path, X_OK) == 0 }

    /// Whether this user may read the file at a path.
    package static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
}
