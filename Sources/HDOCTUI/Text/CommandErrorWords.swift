extension ErrorWords {
    func words(_ error: CommandError) -> Words {
        switch error {
        case .noHandle:
            return Words("hdoc does not know who you are on \(stage)", "Say so once: `hdoc login --handle GITHUB-USERNAME`.")
        case .nothingCached: return Words("The cache of \(stage) has no answer to this yet", "Run the same without --offline once.")
        case .noSuchJourneyer(let handle): return Words("\(stage) knows no journeyer “\(handle)”")
        case .noSuchDay(let day):
            return Words(day.map { "There is no entry for day \($0)" } ?? "There is no entry yet", "`hdoc log` writes one.")
        case .noEditor:
            return Words("No editor is set", "Set EDITOR, or give the text: `hdoc log \"…\"`, or `hdoc log --file F`.")
        case .editorNotStarted(let program, let detail): return Words("The editor \(program) could not be started: \(detail)")
        case .editorFailed(let program, let status): return Words("The editor \(program) ended with status \(status)")
        case .nothingWritten: return Words("Nothing was written, so nothing was kept")
        case .emptyText: return Words("There is nothing to post: the text is empty")
        case .unreadableFile(let path, let problem): return Words("\(path) \(reason(problem))")
        case .file(let path, let detail): return Words("\(path) could not be written: \(detail)")
        case .notATerminal: return Words("The screens need a terminal", "`hdoc --help` lists the commands that do not.")
        case .output(let detail): return Words("The output could not be written: \(detail)")
        case .unknownCommand(let name, let nearest):
            return Words("There is no command “\(name)”", nearest.map { "Did you mean \($0)?" } ?? "`hdoc --help` lists them.")
        case .needsConsent(let action, let stage):
            return Words("\(stage) is a production stage: nothing was done", "--yes says that you want to \(action) there.")
        case .notDiscardable(let state):
            return Words("An entry that is \(EntryWords.name(state)) cannot be discarded", "The backend may have it already.")
        }
    }

    private func reason(_ problem: CommandError.FileProblem) -> String {
        switch problem {
        case .missing: "does not exist"
        case .permissionDenied: "may not be read"
        case .isDirectory: "is a directory, not a file"
        case .notUTF8: "is not UTF-8 text"
        case .tooLarge(let limit): "is larger than \(Amounts.bytes(limit))"
        case .other(let detail): "could not be read: \(detail)"
        }
    }
}
