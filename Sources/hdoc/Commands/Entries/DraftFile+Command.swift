import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

extension DraftFile {
    /// The file for an edit. If an earlier edit left an unfinished text, prints that the edit continues with it. If the entry was
    /// saved after that text was written, asks which of both to edit.
    /// - Parameter savedAt: when the entry was saved; nil for a new entry.
    static func open(_ edit: DraftEdit, savedAt: Date?, _ context: CommandContext) async throws -> DraftFile {
        let (directory, console) = (context.paths.dataDirectory, context.console)
        var choice = savedAt.map { UnfinishedTextChoice.resumeIfNewer(than: $0) } ?? .resume
        do throws(EditorError) {
            return announced(try open(in: directory, edit, choice), context)
        } catch {
            guard case .olderText(let date) = error, let savedAt, context.input.isTerminal else { throw error }
            console.say(
                WritingProblemStrings.unfinished(writtenAt: date, savedAt: savedAt, now: context.now())
                    + " To edit the unfinished text, type yes:")
            choice = await context.input.confirms() ? .resume : .setAside
        }
        return announced(try open(in: directory, edit, choice), context)
    }

    /// The file for an edit of an entry of the outbox.
    static func open(_ entry: OutboxEntry, in session: ClientSession) async throws -> DraftFile {
        let edit = DraftEdit(name: name(ofEntry: entry.id, stage: session.stage.name), text: EntryDocument.text(for: entry.entry))
        return try await open(edit, savedAt: entry.updatedAt, session.context)
    }

    private static func announced(_ file: DraftFile, _ context: CommandContext) -> DraftFile {
        if let path = file.setAsidePath { context.console.say(WritingProblemStrings.setAside(path)) }
        if let date = file.unfinishedSince {
            context.console.say(
                "Continuing with the unfinished text from \(RelativeTime.ago(date, now: context.now())), in \(file.path)")
        }
        return file
    }

    /// Opens the file in the editor and returns the text. If nothing was written, throws and deletes the file, unless the editor
    /// may still be open.
    func edit(_ context: CommandContext) async throws -> String {
        let editor: [String]
        do {
            guard let words = try EditorCommand.arguments(context.environment) else { throw EditorError.noEditor }
            guard context.input.isTerminal else { throw CommandError.editorNeedsTerminal }
            editor = words
        } catch {
            if !isLeftover { remove() }
            throw error
        }
        let text = try await edit(with: editor, run: context.runProgram)
        if !isLeftover, isUntouched(text) {
            remove()
            throw CommandError.nothingWritten
        }
        return text
    }

    /// Keeps the written text after a failure and prints its path. An unchanged template is deleted, unless the editor may still
    /// be open.
    func keepAfterFailure(_ error: any Error, _ console: Console) {
        if case EditorError.returnedAtOnce = error { return }
        if let path = keep() { console.say("Your text is saved in \(path)") }
    }
}
