import HDOCClient
import HDOCTUI

extension DraftFile {
    /// Opens the editor on it; what was written. Throws where nothing was: then the file is gone too.
    func edit(_ context: CommandContext) async throws -> String {
        guard let editor = EditorCommand.arguments(context.environment) else {
            if !isLeftover { remove() }
            throw EditorError.noEditor
        }
        guard context.input.isTerminal else {
            if !isLeftover { remove() }
            throw CommandError.editorNeedsTerminal
        }
        let text = try await edit(with: editor, run: context.runProgram)
        if !isLeftover, isUntouched(text) {
            remove()
            throw CommandError.nothingWritten
        }
        return text
    }

    /// After a failure: keeps what was written and says where; an untouched template is not worth keeping.
    func keepAfterFailure(_ console: Console) {
        if let path = keep() { console.say("Your text is saved in \(path)") }
    }
}
