import FoundationEssentials
import Glibc
import HDOCClient
import HDOCModels

/// The file that an editor opens. It is in hdoc's data directory, readable by its owner only, and stays there until the text is
/// saved elsewhere.
package struct DraftFile {
    package let path: String
    /// What the editor started with.
    package let template: String
    /// Somebody wrote it earlier.
    package var isLeftover = false

    /// An entry's text is at most 100 kB; an editor's file may be somewhat more before it is refused.
    package static let largest = 1_000_000

    /// The file that an ended hdoc left for `name`, or else a new one with `text`.
    /// - Parameter untouched: what such a file may hold without anybody having written in it.
    package static func resume(
        in dataDirectory: String, name: String, text: String, untouched: [String] = []
    ) throws(EditorError) -> (file: DraftFile, isLeftover: Bool) {
        for file in leftovers(in: dataDirectory, name: name) {
            let written = try? DescriptorReader.written(file.path, limit: largest)
            if let written, ([text] + untouched).contains(where: { WrittenContent.isSame(written, $0) }) {
                file.remove()
            } else {
                return (DraftFile(path: file.path, template: written ?? "", isLeftover: true), true)
            }
        }
        return (try create(in: dataDirectory, name: name, text: text), false)
    }

    /// Files of processes that have ended, or that could not save the text. The name contains the process.
    private static func leftovers(in dataDirectory: String, name: String) -> [DraftFile] {
        let directory = dataDirectory + "/drafts"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.sorted().compactMap { file in
            let parts = file.split(separator: "-")
            guard file.hasPrefix(name + "-"), file.hasSuffix(".md"), parts.count > 2, isFree(parts[parts.count - 2]) else { return nil }
            return DraftFile(path: "\(directory)/\(file)", template: "")
        }
    }

    /// - Parameter owner: `kept`, or the process whose editor has the file.
    private static func isFree(_ owner: Substring) -> Bool {
        guard owner != keptMark else { return true }
        guard let process = pid_t(owner), process != getpid() else { return false }
        return kill(process, 0) != 0 && errno == ESRCH
    }

    private static let keptMark = "kept"

    /// Keeps the text for the next edit of the same name; removes the file if nothing was written.
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

    /// Whether the text is blank, or differs from the template only in what editors change by themselves.
    package func isUntouched(_ written: String) -> Bool { written.isBlank || WrittenContent.isSame(written, template) }

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

    package init(path: String, template: String, isLeftover: Bool = false) {
        self.path = path
        self.template = template
        self.isLeftover = isLeftover
    }
}
