import FoundationEssentials
import HDOCClient

/// Why a text could not be edited, or a file with a text could not be read or written.
package enum EditorError: Error, Sendable, Equatable {
    package enum FileProblem: Sendable, Equatable {
        case missing, permissionDenied, isDirectory, notUTF8
        /// The text has a NUL or an invalid byte; the file is as it was.
        case encoding(TextEncodingError)
        case tooLarge(limit: Int)
        case other(detail: String)
    }

    /// Neither `VISUAL` nor `EDITOR` names a program.
    case noEditor
    case notStarted(String, detail: String)
    case failed(String, status: Int32)
    case unreadable(String, FileProblem)
    case unwritable(String, detail: String)
    /// The text is in the file `path`; the next edit of the entry continues with it.
    indirect case kept(path: String, because: EditorError)
    /// An unfinished text came back unchanged. It is sent only if the person wants that.
    case unfinished(text: String, writtenAt: Date)
    /// There is an unfinished text, and the entry was saved after it was written. Nothing was edited.
    case olderText(writtenAt: Date)
    /// The editor returned at once and nothing was written. It may still be open, so its file stays.
    case returnedAtOnce(String)
}

extension EditorError {
    /// A file or directory that could not be written.
    package init(_ error: FileError) { self = .unwritable(error.path, detail: error.reason.text) }
}

extension EditorError.FileProblem {
    /// Why a file could not be read.
    package init(_ reason: FileError.Reason) {
        self =
            switch reason {
            case .missing: .missing
            case .permissionDenied: .permissionDenied
            case .isDirectory: .isDirectory
            case .notUTF8: .notUTF8
            case .tooLarge(let limit): .tooLarge(limit: limit)
            default: .other(detail: reason.text)
            }
    }
}
