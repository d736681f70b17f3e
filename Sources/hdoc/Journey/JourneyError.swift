import HDOCTUI

/// Why a journey repository cannot be read or changed. Paths are relative to the repository.
enum JourneyError: Error, Sendable, Equatable {
    case symbolicLink(String)
    case notDirectory(String)
    case notFile(String)
    /// `detail` is the system's message.
    case unreadable(String, detail: String)
    case notWritten(String, detail: String)
    case notUTF8(String)
    /// These files have changes of somebody else, which `--commit` would commit too.
    case uncommitted([String])
    /// A merge, a rebase or the like waits for the user.
    case unfinishedOperation(String)
    /// git did not commit. `detail` is its message. The files are written.
    case notCommitted(detail: String)
    /// There is no entry for this day that could be exported.
    case noEntry(day: Int)
}

extension JourneyError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        switch self {
        case .symbolicLink(let path):
            ErrorDescription(
                "\(path) is a symbolic link, and hdoc does not follow links in a journey repository",
                "Replace it by a real file or folder.")
        case .notDirectory(let path):
            ErrorDescription("\(path) is not a folder", "Move it away, and run the command again.")
        case .notFile(let path):
            ErrorDescription("\(path) is not a regular file", "Move it away, and run the command again.")
        case .unreadable(let path, let detail): ErrorDescription("\(path) could not be read: \(detail)")
        case .notWritten(let path, let detail):
            ErrorDescription("\(path) could not be written: \(detail)")
        case .notUTF8(let path): ErrorDescription("\(path) is not UTF-8", "Convert it to UTF-8.")
        case .uncommitted(let paths):
            ErrorDescription(
                "Nothing was written, because these files have changes that are not committed: \(paths.joined(separator: ", "))",
                "Commit them first, or leave out --commit.")
        case .unfinishedOperation(let name):
            ErrorDescription(
                "The repository is in the middle of a \(name), so nothing was written",
                "Finish the \(name), or leave out --commit.")
        case .notCommitted(let detail):
            ErrorDescription(
                "The files are written, but git did not commit them: \(detail)", "Commit them with git.")
        case .noEntry(let day):
            ErrorDescription(
                "There is no entry for day \(day)",
                "`hdoc journey status` shows the entries and the repository's days.")
        }
    }
}
