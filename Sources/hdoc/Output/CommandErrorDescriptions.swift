import HDOCTUI

extension CommandError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        switch self {
        case .noHandle:
            return ErrorDescription(
                "Your GitHub username on \(describer.stage) is unknown", "Set your handle once: `hdoc login --handle GITHUB-USERNAME`.")
        case .noHome:
            return ErrorDescription(
                "This user has no home directory: HOME is no absolute path, and the password database names none",
                "Set HOME to the directory under which hdoc is to keep its files.")
        case .nothingCached:
            return ErrorDescription("The cache of \(describer.stage) does not contain this yet", "Run the command once without --offline.")
        case .noSuchJourneyer(let handle): return ErrorDescription("\(describer.stage) has no journeyer “\(handle)”")
        case .noSuchDay(let day):
            return ErrorDescription(day.map { "There is no entry for day \($0)" } ?? "There is no entry yet", "Write one with `hdoc log`.")
        case .nothingWritten: return ErrorDescription("The entry is empty, so it was not saved")
        case .emptyText: return ErrorDescription("The text is empty, so there is nothing to send")
        case .editorNeedsTerminal:
            return ErrorDescription(
                "An editor needs a terminal, and standard input is not one", "To post a text from standard input, use `hdoc log --file -`.")
        case .dateInFuture(let date):
            return ErrorDescription("\(date) is in the future", "If you mean it, pass --yes.")
        case .notATerminal: return ErrorDescription("The screens need a terminal", "Use a command instead; `hdoc --help` lists them.")
        case .output(let detail): return ErrorDescription("The output could not be written: \(detail)")
        case .unknownCommand(let name, let nearest):
            return ErrorDescription(
                "Unknown command “\(name)”", nearest.map { "Did you mean \($0)?" } ?? "List the commands with `hdoc --help`.")
        case .undecodableArgument(let number, let error):
            return ErrorDescription(
                "Argument \(number) \(WritingProblemStrings.sentence(error))", "Convert the text to UTF-8, or use a UTF-8 terminal.")
        case .needsConsent(let action, let stage):
            return ErrorDescription(
                "\(stage) is a production stage, so hdoc asks for confirmation first", "To \(action) there, pass --yes.")
        case .needsConfirmation(let action):
            return ErrorDescription("This needs a confirmation, and there is no terminal to ask for it", "To \(action), pass --yes.")
        case .notDiscardable(let state):
            return ErrorDescription(
                "An entry in state \(EntryStrings.name(state)) cannot be discarded", "The backend may have received it.")
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
