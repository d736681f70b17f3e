import Glibc

/// Why a file or directory could not be used. Everything in this folder throws this type; callers that speak of stores or
/// of the configuration convert it with `StoreError.init(_:)` or `ConfigurationError.init(_:)`.
package struct FileError: Error, Sendable, Equatable {
    /// What went wrong, without regard to the system call.
    package enum Reason: Sendable, Equatable {
        /// There is no file or directory of that name.
        case missing
        /// The permission bits, or a system policy, forbid it.
        case permissionDenied
        case readOnlyFileSystem
        /// The disk, or this user's quota, is full.
        case diskFull
        case isDirectory
        /// A device, FIFO or socket, which is read but never replaced.
        case notRegularFile
        /// The file is no regular file, or belongs to another user.
        case notOwnFile
        /// The directory is no directory, or belongs to another user.
        case notOwnDirectory
        /// More than `limit` bytes.
        case tooLarge(limit: Int)
        case notUTF8
        /// Any other error of the system, by its `errno` value.
        case system(code: Int32)
    }

    /// The path as the caller gave it.
    package var path: String
    /// What went wrong.
    package var reason: Reason

    /// An error that no system call reported.
    package init(_ path: String, _ reason: Reason) { (self.path, self.reason) = (path, reason) }

    /// - Parameter errno: the value that the failed system call left.
    package init(_ path: String, errno code: Int32) {
        self.path = path
        reason =
            switch code {
            case ENOENT: .missing
            case EACCES, EPERM: .permissionDenied
            case EROFS: .readOnlyFileSystem
            case ENOSPC, EDQUOT: .diskFull
            case EISDIR: .isDirectory
            default: .system(code: code)
            }
    }
}

/// The system's own text for an `errno` value: "No such file or directory".
package func systemErrorText(_ code: Int32) -> String { String(cString: strerror(code)) }

extension FileError.Reason {
    /// There is no file at this path: it is missing, or a part of the path is no directory.
    package var isMissing: Bool { self == .missing || self == .system(code: ENOTDIR) }

    /// A short English text, without the path.
    package var text: String {
        switch self {
        case .missing: systemErrorText(ENOENT)
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
    /// - Parameter errno: the value that the failed system call left.
    init(errno code: Int32, path: String) { self.init(FileError(path, errno: code)) }

    /// The error of a file that is part of a store.
    package init(_ error: FileError) {
        switch error.reason {
        case .diskFull: self = .diskFull(path: error.path)
        case .permissionDenied, .readOnlyFileSystem: self = .readOnly(path: error.path)
        default: self = .failed(path: error.path, detail: error.reason.text)
        }
    }
}
