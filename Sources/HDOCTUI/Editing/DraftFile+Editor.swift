import FoundationEssentials
import HDOCClient

/// What to do with an unfinished text.
package enum UnfinishedTextChoice: Sendable, Equatable {
    /// Continue with it, but throw `EditorError.olderText` if the entry was saved after it was written.
    case resumeIfNewer(than: Date)
    case resume
    /// Edit the saved entry. The unfinished text stays in its file.
    case setAside
}

extension DraftFile {
    /// An editor that returns this soon, in seconds, has probably opened a window of its own.
    private static let soon: TimeInterval = 2
    /// File times are whole seconds, and a file system's clock may be a little behind.
    private static let tolerance: TimeInterval = 2

    /// Opens the editor on the file. The file stays, whatever happens: its owner removes it when the text is saved elsewhere.
    /// - Parameters:
    ///   - now: the clock that measures how soon the editor returned.
    ///   - run: runs a program on the terminal until it ends; its exit status.
    /// - Returns: what was written, which may be nothing.
    package func edit(
        with editor: [String], now: @Sendable () -> Date = { Date() }, run: ([String]) async throws -> Int32
    ) async throws -> String {
        let (name, begun) = (editor.first ?? "", now())
        let status = try await run(editor + [path])
        guard status == 0 else { throw EditorError.failed(name, status: status) }
        let text = try DescriptorReader.written(path, limit: Self.largest)
        if !isLeftover, isUntouched(text), now().timeIntervalSince(begun) < Self.soon { throw EditorError.returnedAtOnce(name) }
        return text
    }

    /// The file for an edit of an entry: the unfinished text that an earlier edit left, or a new one with `text`.
    package static func open(
        in dataDirectory: String, name: String, text: String, _ choice: UnfinishedTextChoice
    ) throws(EditorError) -> DraftFile {
        if let leftover = leftover(in: dataDirectory, name: name, text: text), let date = leftover.unfinishedSince {
            switch choice {
            case .resumeIfNewer(let savedAt) where date.addingTimeInterval(tolerance) < savedAt: throw .olderText(writtenAt: date)
            case .resumeIfNewer, .resume: return leftover
            case .setAside: _ = leftover.setAside()
            }
        }
        return try resume(in: dataDirectory, name: name, text: text)
    }

    /// Edits the file and removes it once its text has been read. After a failure the file stays, if somebody wrote in it.
    package func editOnce(with editor: [String], run: ([String]) async throws -> Int32) async throws -> String {
        do {
            let written = try await edit(with: editor, run: run)
            remove()
            if let date = unfinishedSince, isUntouched(written) { throw EditorError.unfinished(text: written, writtenAt: date) }
            return written
        } catch let error as EditorError {
            switch error {
            case .unfinished, .returnedAtOnce: throw error
            default: break
            }
            // What an editor that failed left behind may be the only copy.
            if let path = keep() { throw EditorError.kept(path: path, because: error) }
            throw error
        }
    }
}
