import FoundationEssentials
import HDOCClient

/// Why a text could not be edited, or a file with a text could not be read or written.
package enum EditorError: Error, Sendable, Equatable {
    package enum FileProblem: Sendable, Equatable {
        case missing, permissionDenied, isDirectory, notUTF8
        /// The text contains a NUL or an invalid byte. The file was not changed.
        case encoding(TextEncodingError)
        case tooLarge(limit: Int)
        case other(detail: String)
    }

    /// Neither `VISUAL` nor `EDITOR` names a program.
    case noEditor
    /// The environment variable has a quote that is not closed.
    case openQuote(variable: String, value: String)
    case notStarted(String, detail: String)
    case failed(String, status: Int32)
    case unreadable(String, FileProblem)
    case unwritable(String, detail: String)
    /// The text is in the file `path`; the next edit of the entry continues with it.
    indirect case kept(path: String, because: EditorError)
    /// The user did not change an unfinished text in the editor. It must not be sent without a confirmation.
    case unfinished(text: String, writtenAt: Date)
    /// An earlier edit left an unfinished text, and the entry was saved after that. The editor was not opened.
    case olderText(writtenAt: Date)
    /// The editor returned at once and nothing was written. The editor may still be open, so the file is not removed.
    case returnedAtOnce(String)
}

extension EditorError {
    /// The error for a file or directory that could not be written.
    package init(_ error: FileError) { self = .unwritable(error.path, detail: error.reason.text) }
}

extension EditorError.FileProblem {
    /// The problem for a file that could not be read.
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
