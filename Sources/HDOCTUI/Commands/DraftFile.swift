import FoundationEssentials
import Glibc
import HDOCClient

/// A text on its way through an editor. It lies in hdoc's data directory, for its owner alone, and stays there until what
/// was written is safe elsewhere.
struct DraftFile {
    let path: String
    private let template: String

    /// An entry's text is at most 100 kB; an editor's file may be somewhat more before it is refused.
    private static let largest = 1_000_000

    /// The file that an hdoc which is gone left behind for `name`, or else a new one with `text`.
    /// - Parameter untouched: what such a file may hold without anybody having written in it.
    static func resume(
        in dataDirectory: String, name: String, text: String, untouched: [String] = []
    ) throws(CommandError) -> (file: DraftFile, isLeftover: Bool) {
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

    static func create(in dataDirectory: String, name: String, text: String) throws(CommandError) -> DraftFile {
        let directory = dataDirectory + "/drafts"
        do throws(FileError) { try PrivateDirectory.make(directory) } catch { throw CommandError(error) }
        let path = "\(directory)/\(name)-\(getpid())-\(UUID().uuidString.prefix(8)).md"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { _ = close(descriptor) }
        do throws(SinkError) { try DescriptorSink(descriptor: descriptor).write(Array(text.utf8)) } catch {
            _ = unlink(path)
            throw .file(path, detail: "\(error)")
        }
        return DraftFile(path: path, template: text)
    }

    /// Opens the editor on it; what was written. Throws where nothing was: then the file is gone too.
    func edit(_ context: CommandContext) async throws -> String {
        guard let editor = EditorCommand.arguments(context.environment) else {
            remove()
            throw CommandError.noEditor
        }
        let status = try await context.runProgram(editor + [path])
        guard status == 0 else { throw CommandError.editorFailed(editor[0], status: status) }
        let text = try DescriptorReader.text(path, limit: Self.largest)
        if text == template || text.allSatisfy(\.isWhitespace) {
            remove()
            throw CommandError.nothingWritten
        }
        return text
    }

    func remove() { _ = unlink(path) }

    /// After a failure: keeps what was written and says where; an untouched template is not worth keeping.
    func keepAfterFailure(_ console: Console) {
        guard access(path, F_OK) == 0 else { return }
        if (try? DescriptorReader.text(path, limit: Self.largest)) == template { return remove() }
        console.say("What you wrote is kept in \(path)")
    }

    private static func failure(_ path: String) -> CommandError { .file(path, detail: String(cString: strerror(errno))) }
}
