import HDOCTUI
import TerminalKit
extension CommandError: DescribedError {
    func words(_ words: ErrorWords) -> ErrorWords.Words {
        switch self {
        case .noHandle:
            return ErrorWords.Words(
                "hdoc does not know who you are on \(words.stage)", "Say so once: `hdoc login --handle GITHUB-USERNAME`.")
        case .nothingCached:
            return ErrorWords.Words("The cache of \(words.stage) has no answer to this yet", "Run the same without --offline once.")
        case .noSuchJourneyer(let handle): return ErrorWords.Words("\(words.stage) knows no journeyer “\(handle)”")
        case .noSuchDay(let day):
            return ErrorWords.Words(day.map { "There is no entry for day \($0)" } ?? "There is no entry yet", "`hdoc log` writes one.")
        case .nothingWritten: return ErrorWords.Words("Nothing was written, so nothing was kept")
        case .emptyText: return ErrorWords.Words("There is nothing to post: the text is empty")
        case .editorNeedsTerminal:
            return ErrorWords.Words("An editor needs a terminal, and standard input is none", "`hdoc log --file -` reads a text from it.")
        case .dateInFuture(let date):
            return ErrorWords.Words("\(date) is in the future", "If that is meant, say --yes.")
        case .notATerminal: return ErrorWords.Words("The screens need a terminal", "`hdoc --help` lists the commands that do not.")
        case .output(let detail): return ErrorWords.Words("The output could not be written: \(detail)")
        case .unknownCommand(let name, let nearest):
            return ErrorWords.Words("There is no command “\(name)”", nearest.map { "Did you mean \($0)?" } ?? "`hdoc --help` lists them.")
        case .needsConsent(let action, let stage):
            return ErrorWords.Words("\(stage) is a production stage: nothing was done", "--yes says that you want to \(action) there.")
        case .notDiscardable(let state):
            return ErrorWords.Words("An entry that is \(EntryWords.name(state)) cannot be discarded", "The backend may have it already.")
        }
    }
}

extension KeysError: DescribedError {
    func words(_ words: ErrorWords) -> ErrorWords.Words {
        let place = line.map { "\(file):\($0)" } ?? file
        let words = words.words(problem)
        return ErrorWords.Words("\(place): \(words.what)", words.remedy)
    }
}
