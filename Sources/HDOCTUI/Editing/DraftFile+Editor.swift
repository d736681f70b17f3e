import FoundationEssentials
import HDOCClient

/// What to do with an unfinished text of an earlier edit.
package enum UnfinishedTextChoice: Sendable, Equatable {
    /// Continue with the unfinished text, but throw `EditorError.olderText` if the entry was saved after the text was written.
    case resumeIfNewer(than: Date)
    case resume
    /// Edit the saved entry. The unfinished text stays in its file.
    case setAside
}

extension DraftFile {
    /// In seconds. An editor that returns sooner, without a change, has probably opened a window of its own.
    private static let soon: TimeInterval = 5
    /// In seconds. A file may be older than the entry by this time and still count as newer, because file times can be whole
    /// seconds and the clock of a file system can be slow.
    private static let tolerance: TimeInterval = 2

    /// Opens the file in the editor. Never removes the file: the caller removes it when the text is saved elsewhere.
    /// - Parameters:
    ///   - now: the clock that measures how soon the editor returned.
    ///   - run: runs a program on the terminal until it ends, and returns its exit status.
    /// - Returns: the text in the file, which may be empty.
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

    /// The file for an edit: the unfinished text that an earlier edit left, or a new one with `text`.
    package static func open(in dataDirectory: String, _ edit: DraftEdit, _ choice: UnfinishedTextChoice) throws(EditorError) -> DraftFile {
        let file = try choose(in: dataDirectory, edit, choice)
        DraftLocks.note(file.path, asCurrentOf: dataDirectory + "/" + edit.name)
        return file
    }

    private static func choose(
        in dataDirectory: String, _ edit: DraftEdit, _ choice: UnfinishedTextChoice
    ) throws(EditorError) -> DraftFile {
        var asidePath: String?
        if let leftover = edit.leftover(in: dataDirectory), let date = leftover.unfinishedSince {
            switch choice {
            case .resumeIfNewer(let savedAt) where date.addingTimeInterval(tolerance) < savedAt: throw .olderText(writtenAt: date)
            case .resumeIfNewer, .resume: return leftover
            case .setAside: asidePath = leftover.setAside()
            }
        }
        var file = try create(in: dataDirectory, name: edit.name, text: edit.text)
        file.setAsidePath = asidePath
        return file
    }

    /// Removes the file of the latest edit of `name`, whose text is saved in the outbox. Other unfinished texts stay.
    package static func finish(in dataDirectory: String, name: String) {
        if let path = DraftLocks.takeCurrent(of: dataDirectory + "/" + name) { DraftFile(path: path, template: "").remove() }
    }

    /// Edits the file. It stays until `finish`, so that its text is always in a file or in the outbox. After a failure it stays if
    /// somebody wrote in it.
    package func editOnce(with editor: [String], run: ([String]) async throws -> Int32) async throws -> String {
        do {
            let written = try await edit(with: editor, run: run)
            if let date = unfinishedSince, isUntouched(written) { throw EditorError.unfinished(text: written, writtenAt: date) }
            return written
        } catch let error as EditorError {
            switch error {
            case .unfinished, .returnedAtOnce: throw error
            default: break
            }
            // The editor failed, but the file may contain the only copy of a text.
            if let path = keep() { throw EditorError.kept(path: path, because: error) }
            throw error
        }
    }
}
