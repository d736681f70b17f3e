import Glibc
import HDOCTUI

extension DraftFile {
    /// Opens the editor on it; what was written. Throws where nothing was: then the file is gone too.
    func edit(_ context: CommandContext) async throws -> String {
        guard let editor = EditorCommand.arguments(context.environment) else {
            remove()
            throw EditorError.noEditor
        }
        let status = try await context.runProgram(editor + [path])
        guard status == 0 else { throw EditorError.failed(editor[0], status: status) }
        let text = try DescriptorReader.text(path, limit: Self.largest)
        if text == template || text.allSatisfy(\.isWhitespace) {
            remove()
            throw CommandError.nothingWritten
        }
        return text
    }

    /// After a failure: keeps what was written and says where; an untouched template is not worth keeping.
    func keepAfterFailure(_ console: Console) {
        guard access(path, F_OK) == 0 else { return }
        if (try? DescriptorReader.text(path, limit: Self.largest)) == template { return remove() }
        console.say("Your text is saved in \(path)")
    }
}
