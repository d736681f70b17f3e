import FoundationEssentials
import Glibc
import HDOCClient
import HDOCModels

/// The file that an editor opens. It is in hdoc's data directory, readable by its owner only, and stays there until the text is
/// saved elsewhere.
package struct DraftFile {
    package let path: String
    /// The content of the file before the edit.
    package let template: String
    /// When an earlier edit last wrote the unfinished text. Nil for a new file.
    package var unfinishedSince: Date?

    package var isLeftover: Bool { unfinishedSince != nil }

    /// The size limit of the file in bytes. It is larger than the limit for the text of an entry, 100 kB.
    package static let largest = 1_000_000

    /// The name of the files for an entry of the outbox, in the screens and in `hdoc outbox edit`.
    package static func name(ofEntry id: String) -> String { "entry-\(id)" }

    /// The unfinished text that an earlier edit left for `name`. Removes files in which nothing was written.
    /// - Parameter text: the content of a file in which nothing was written.
    package static func leftover(in dataDirectory: String, name: String, text: String) -> DraftFile? {
        for file in leftovers(in: dataDirectory, name: name) {
            let written = try? DescriptorReader.written(file.path, limit: largest)
            if let written, WrittenContent.isSame(written, text) || EntryDocument.isUnwritten(written) {
                file.remove()
            } else {
                return DraftFile(path: file.path, template: written ?? "", unfinishedSince: file.unfinishedSince)
            }
        }
        return nil
    }

    /// The files for `name` that no other process is editing: files of processes that have ended, files of this process, and
    /// files that `keep` renamed. The name of a file contains the id of its process, or `kept`.
    static func leftovers(in dataDirectory: String, name: String) -> [DraftFile] {
        let directory = dataDirectory + "/drafts"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.sorted().compactMap { file in
            // NAME-OWNER-RANDOM.md. The name may contain hyphens, so `dev-day` must not match a file of `dev-day-day`.
            guard file.hasPrefix(name + "-"), file.hasSuffix(".md") else { return nil }
            let (parts, path) = (file.dropFirst(name.count + 1).split(separator: "-"), "\(directory)/\(file)")
            guard parts.count == 2, isFree(parts[0]), let info = FileInfo(path) else { return nil }
            return DraftFile(path: path, template: "", unfinishedSince: info.changed)
        }
    }

    /// Whether no other process is editing the file.
    /// - Parameter owner: `kept`, or the id of the process that created the file.
    private static func isFree(_ owner: Substring) -> Bool {
        guard owner != keptMark else { return true }
        guard let process = pid_t(owner) else { return false }
        // A process edits one text at a time, so its own earlier files are free. Their editor may have saved them after it returned.
        return process == getpid() || kill(process, 0) != 0 && errno == ESRCH
    }

    /// Renames the file of an unfinished text, so that later edits ignore it.
    /// - Returns: the path of the file.
    package func setAside() -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let aside = (parts.dropLast() + ["set-aside-\(parts.last ?? "")"]).joined(separator: "/")
        return rename(path, aside) == 0 ? aside : path
    }

    private static let keptMark = "kept"

    /// Renames the file, so that the next edit of the same name continues with it. Removes the file if nothing was written.
    /// - Returns: the path of the kept file; nil if nothing was written.
    package func keep() -> String? {
        guard access(path, F_OK) == 0 else { return nil }
        if let written = try? DescriptorReader.written(path, limit: Self.largest), !isLeftover, isUntouched(written) {
            remove()
            return nil
        }
        let parts = path.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count > 2, parts[parts.count - 2] != Self.keptMark, let last = parts.last else { return path }
        let kept = parts.dropLast(2).joined(separator: "-") + "-\(Self.keptMark)-\(last)"
        return rename(path, kept) == 0 ? kept : path
    }

    /// Whether the text is blank, or differs from the template only by changes that editors make by themselves.
    package func isUntouched(_ written: String) -> Bool {
        written.isBlank || WrittenContent.isSame(written, template) || !isLeftover && EntryDocument.isUnwritten(written)
    }

    package static func create(in dataDirectory: String, name: String, text: String) throws(EditorError) -> DraftFile {
        let directory = dataDirectory + "/drafts"
        let file = DraftFile(path: "\(directory)/\(name)-\(getpid())-\(UUID().uuidString.prefix(8)).md", template: text)
        do throws(FileError) {
            try PrivateDirectory.make(directory)
            try file.write()
        } catch {
            throw EditorError(error)
        }
        return file
    }

    package func remove() { _ = unlink(path) }

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
