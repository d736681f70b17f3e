import FoundationEssentials
import Glibc
import HDOCClient
import HDOCModels

/// The file that an editor opens. It is in hdoc's data directory, readable by its owner only, and stays there until the text is
/// saved elsewhere. While a process edits it, that process holds its lock; see `DraftLocks`.
package struct DraftFile {
    package let path: String
    /// The content of the file before the edit.
    package let template: String
    /// When an earlier edit last wrote the unfinished text. Nil for a new file.
    package var unfinishedSince: Date?
    /// The path of the unfinished text that was set aside for this edit; nil if there was none.
    package var setAsidePath: String?

    package var isLeftover: Bool { unfinishedSince != nil }

    /// The size limit of the file in bytes. It is larger than the limit for the text of an entry, 100 kB.
    package static let largest = 1_000_000

    static func directory(in dataDirectory: String) -> String { dataDirectory + "/drafts" }

    /// Renames the file of an unfinished text, so that later edits ignore it.
    /// - Returns: the path of the file.
    package func setAside() -> String {
        let (directory, file) = PathParts.split(path)
        let aside = "\(directory)/set-aside-\(file)"
        let isRenamed = rename(path, aside) == 0
        DraftLocks.release(path)
        return isRenamed ? aside : path
    }

    /// Ends the edit of a file whose text could not be saved elsewhere, so that the next edit of the same name continues with it.
    /// Removes the file if nothing was written.
    /// - Returns: the path of the kept file; nil if nothing was written.
    package func keep() -> String? {
        guard access(path, F_OK) == 0 else { return nil }
        if let written = try? DescriptorReader.written(path, limit: Self.largest), !isLeftover, isUntouched(written) {
            remove()
            return nil
        }
        DraftLocks.release(path)
        return path
    }

    /// Whether the text is blank, or differs from the template only by changes that editors make by themselves.
    package func isUntouched(_ written: String) -> Bool {
        written.isBlank || WrittenContent.isSame(written, template) || !isLeftover && EntryDocument.isUnwritten(written)
    }

    package static func create(in dataDirectory: String, name: String, text: String) throws(EditorError) -> DraftFile {
        let directory = directory(in: dataDirectory)
        let file = DraftFile(path: "\(directory)/\(name)-\(UUID().uuidString.prefix(8)).md", template: text)
        do throws(FileError) {
            try PrivateDirectory.make(directory)
            // The lock comes first: without it, another process could take the new file up.
            _ = DraftLocks.claim(file.path)
            try file.write()
        } catch {
            DraftLocks.release(file.path)
            throw EditorError(error)
        }
        return file
    }

    package func remove() {
        _ = unlink(path)
        DraftLocks.release(path)
    }

    /// Creates the file, which must not exist. A file that could not be written whole is removed.
    private func write() throws(FileError) {
        let file = try OpenFile.open(path, O_WRONLY | O_CREAT | O_EXCL)
        defer { file.close() }
        do throws(FileError) {
            try file.write(Array(template.utf8))
        } catch {
            remove()
            throw error
        }
    }

    package init(path: String, template: String, unfinishedSince: Date? = nil) {
        self.path = path
        self.template = template
        self.unfinishedSince = unfinishedSince
    }
}
