import CoreFoundation
import Glibc

/// What the kernel knows of a file. Where it knows nothing, `errno` says why.
struct FileInfo {
    private let info: stat

    /// Of the file that a path leads to, links followed.
    init?(_ path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        self.info = info
    }

    init?(descriptor: Int32) {
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { return nil }
        self.info = info
    }

    var isFile: Bool { info.st_mode & S_IFMT == S_IFREG }
    var isDirectory: Bool { info.st_mode & S_IFMT == S_IFDIR }
    /// The permission bits, with setuid, setgid and sticky.
    var mode: mode_t { info.st_mode & 0o7777 }
    var owner: uid_t { info.st_uid }
    /// In bytes.
    var size: Int { Int(info.st_size) }

    func isSame(as other: FileInfo) -> Bool { info.st_ino == other.info.st_ino && info.st_dev == other.info.st_dev }
}
