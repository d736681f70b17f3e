import Glibc

/// The reason why a file or directory could not be used. The functions in this folder throw this type. Callers convert it with
/// `StoreError.init(_:)` or `ConfigurationError.init(_:)`.
package struct FileError: Error, Sendable, Equatable {
    /// The kind of problem, independent of the system call.
    package enum Reason: Sendable, Equatable {
        /// The file or directory does not exist.
        case missing
        /// The file exists already and must not be replaced.
        case exists
        /// The permission bits or a system policy deny the access.
        case permissionDenied
        /// The file system is mounted read-only.
        case readOnlyFileSystem
        /// The disk or the user's quota is full.
        case diskFull
        /// The path names a directory, but a file is required.
        case isDirectory
        /// A device, FIFO or socket. hdoc may read such a file but never replaces it.
        case notRegularFile
        /// Not a regular file, or the file belongs to another user.
        case notOwnFile
        /// Not a directory, or the directory belongs to another user.
        case notOwnDirectory
        /// The file has more than `limit` bytes.
        case tooLarge(limit: Int)
        /// The content is not valid UTF-8.
        case notUTF8
        /// Any other system error, with its `errno` value.
        case system(code: Int32)
    }

    /// The path as the caller gave it.
    package var path: String
    /// The kind of problem.
    package var reason: Reason

    /// Creates an error that no system call reported.
    package init(_ path: String, _ reason: Reason) { (self.path, self.reason) = (path, reason) }

    /// Creates an error from a failed system call.
    /// - Parameter code: the value of `errno` after the failed call.
    package init(_ path: String, errno code: Int32) {
        self.path = path
        reason =
            switch code {
            case ENOENT: .missing
            case EACCES, EPERM: .permissionDenied
            case EEXIST: .exists
            case EROFS: .readOnlyFileSystem
            case ENOSPC, EDQUOT: .diskFull
            case EISDIR: .isDirectory
            default: .system(code: code)
            }
    }
}

/// The system's text for an `errno` value, for example "No such file or directory".
package func systemErrorText(_ code: Int32) -> String { String(cString: strerror(code)) }

extension FileError.Reason {
    /// True if the file is missing, or if a part of its path is not a directory.
    package var isMissing: Bool { self == .missing || self == .system(code: ENOTDIR) }

    /// A short English text that does not contain the path.
    package var text: String {
        switch self {
        case .missing: systemErrorText(ENOENT)
        case .exists: systemErrorText(EEXIST)
        case .permissionDenied: systemErrorText(EACCES)
        case .readOnlyFileSystem: systemErrorText(EROFS)
        case .diskFull: systemErrorText(ENOSPC)
        case .isDirectory: "it is a directory, not a file"
        case .notRegularFile: "it is a device, pipe or socket, not a file"
        case .notOwnFile: "not a file of this user"
        case .notOwnDirectory: "not a directory of this user"
        case .tooLarge: "too large"
        case .notUTF8: "not UTF-8"
        case .system(let code): systemErrorText(code)
        }
    }
}

extension StoreError {
    /// Creates an error from a failed system call.
    /// - Parameter code: the value of `errno` after the failed call.
    init(errno code: Int32, path: String) { self.init(FileError(path, errno: code)) }

    /// Converts the error of a file that belongs to a store.
    package init(_ error: FileError) {
        switch error.reason {
        case .diskFull: self = .diskFull(path: error.path)
        case .permissionDenied, .readOnlyFileSystem: self = .readOnly(path: error.path)
        default: self = .failed(path: error.path, detail: error.reason.text)
        }
    }
}
