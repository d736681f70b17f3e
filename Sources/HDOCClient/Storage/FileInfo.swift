import CoreFoundation
import FoundationEssentials
import Glibc

/// Whose file it is.
package struct FileOwner: Sendable, Equatable {
    /// The user's number.
    package var user: uid_t
    /// The group's number.
    package var group: gid_t
}

/// The attributes of a file, as `stat` returns them.
package struct FileInfo {
    private let info: stat

    /// Follows symbolic links. Nil where `stat` fails; `errno` then holds the reason.
    package init?(_ path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        self.info = info
    }

    /// Of an open file. Nil where `fstat` fails; `errno` then holds the reason.
    package init?(descriptor: Int32) {
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { return nil }
        self.info = info
    }

    /// A regular file.
    package var isFile: Bool { info.st_mode & S_IFMT == S_IFREG }
    /// A directory.
    package var isDirectory: Bool { info.st_mode & S_IFMT == S_IFDIR }
    /// The permission bits, with setuid, setgid and sticky.
    package var mode: mode_t { info.st_mode & 0o7777 }
    /// Whether the file belongs to the effective user of this process.
    package var isOwnedByThisUser: Bool { info.st_uid == geteuid() }
    /// Owner and group.
    package var owner: FileOwner { FileOwner(user: info.st_uid, group: info.st_gid) }
    /// When the content was changed last, in whole seconds.
    package var changed: Date { Date(timeIntervalSince1970: TimeInterval(info.st_mtim.tv_sec)) }
    /// In bytes.
    package var size: Int { Int(info.st_size) }

    /// True where both describe one file, whatever its names.
    package func isSame(as other: FileInfo) -> Bool { info.st_ino == other.info.st_ino && info.st_dev == other.info.st_dev }

    /// Whether this user may run the program at a path.
    package static func isProgram(_ path: String) -> Bool { FileInfo(path)?.isFile == true && access(path, X_OK) == 0 }

    /// Whether this user may read the file at a path.
    package static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
}
