/// Why a text could not be edited, or a file with a text could not be read or written.
package enum EditorError: Error, Sendable, Equatable {
    package enum FileProblem: Sendable, Equatable {
        case missing, permissionDenied, isDirectory, notUTF8
        case tooLarge(limit: Int)
        case other(detail: String)
    }

    /// Neither `VISUAL` nor `EDITOR` names a program.
    case noEditor
    case notStarted(String, detail: String)
    case failed(String, status: Int32)
    case unreadable(String, FileProblem)
    case unwritable(String, detail: String)
}
