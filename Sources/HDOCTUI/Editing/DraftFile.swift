import FoundationEssentials
import Glibc
import HDOCClient

/// A text on its way through an editor. It lies in hdoc's data directory, for its owner alone, and stays there until what
/// was written is safe elsewhere.
package struct DraftFile {
    package let path: String
    package let template: String

    /// An entry's text is at most 100 kB; an editor's file may be somewhat more before it is refused.
    package static let largest = 1_000_000

    /// The file that an hdoc which is gone left behind for `name`, or else a new one with `text`.
    /// - Parameter untouched: what such a file may hold without anybody having written in it.
    package static func resume(
        in dataDirectory: String, name: String, text: String, untouched: [String] = []
    ) throws(EditorError) -> (file: DraftFile, isLeftover: Bool) {
        for file in leftovers(in: dataDirectory, name: name) {
            let written = try? DescriptorReader.text(file.path, limit: largest)
            if let written, written == text || untouched.contains(written) {
                file.remove()
            } else {
                return (file, true)
            }
        }
        return (try create(in: dataDirectory, name: name, text: text), false)
    }

    /// Whose writer was killed, or could not keep them. The name says which process has a file in its editor.
    private static func leftovers(in dataDirectory: String, name: String) -> [DraftFile] {
        let directory = dataDirectory + "/drafts"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.sorted().compactMap { file in
            let parts = file.split(separator: "-")
            guard file.hasPrefix(name + "-"), file.hasSuffix(".md"), parts.count > 2, let process = pid_t(parts[parts.count - 2]),
                process != getpid(), kill(process, 0) != 0, errno == ESRCH
            else { return nil }
            return DraftFile(path: "\(directory)/\(file)", template: "")
        }
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

    package init(path: String, template: String) {
        self.path = path
        self.template = template
    }
}
