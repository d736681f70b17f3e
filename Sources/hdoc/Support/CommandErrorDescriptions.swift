import HDOCTUI
import TerminalKit
extension CommandError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        switch self {
        case .noHandle:
            return ErrorDescription(
                "hdoc does not know who you are on \(describer.stage)", "Say so once: `hdoc login --handle GITHUB-USERNAME`.")
        case .nothingCached:
            return ErrorDescription("The cache of \(describer.stage) has no answer to this yet", "Run the same without --offline once.")
        case .noSuchJourneyer(let handle): return ErrorDescription("\(describer.stage) knows no journeyer “\(handle)”")
        case .noSuchDay(let day):
            return ErrorDescription(day.map { "There is no entry for day \($0)" } ?? "There is no entry yet", "`hdoc log` writes one.")
        case .nothingWritten: return ErrorDescription("Nothing was written, so nothing was kept")
        case .emptyText: return ErrorDescription("There is nothing to post: the text is empty")
        case .editorNeedsTerminal:
            return ErrorDescription("An editor needs a terminal, and standard input is none", "`hdoc log --file -` reads a text from it.")
        case .dateInFuture(let date):
            return ErrorDescription("\(date) is in the future", "If that is meant, say --yes.")
        case .notATerminal: return ErrorDescription("The screens need a terminal", "`hdoc --help` lists the commands that do not.")
        case .output(let detail): return ErrorDescription("The output could not be written: \(detail)")
        case .unknownCommand(let name, let nearest):
            return ErrorDescription("There is no command “\(name)”", nearest.map { "Did you mean \($0)?" } ?? "`hdoc --help` lists them.")
        case .needsConsent(let action, let stage):
            return ErrorDescription("\(stage) is a production stage: nothing was done", "--yes says that you want to \(action) there.")
        case .notDiscardable(let state):
            return ErrorDescription("An entry that is \(EntryStrings.name(state)) cannot be discarded", "The backend may have it already.")
        }
    }
}

extension KeysError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        let place = line.map { "\(file):\($0)" } ?? file
        let description = describer.describe(problem)
        return ErrorDescription("\(place): \(description.what)", description.remedy)
    }
}
