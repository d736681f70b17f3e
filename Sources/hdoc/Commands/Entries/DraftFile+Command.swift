import HDOCClient
import HDOCTUI

extension DraftFile {
    /// Opens the file in the editor and returns the text. If nothing was written, deletes the file and throws.
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

    /// Keeps the written text after a failure and prints its path. An unchanged template is deleted.
    func keepAfterFailure(_ console: Console) {
        if let path = keep() { console.say("Your text is saved in \(path)") }
    }
}
