extension ErrorDescriber {
    package func describe(_ error: EditorError) -> ErrorDescription {
        switch error {
        case .noEditor:
            ErrorDescription(
                "No editor is configured",
                "Set the environment variable EDITOR, or pass the text: `hdoc log \"…\"`, or `hdoc log --file F`.")
        case .openQuote(let variable, let value):
            ErrorDescription("\(variable) has a quote that is not closed: \(value)", "Close the quote, or put a backslash before it.")
        case .kept(let path, let reason):
            ErrorDescription("\(describe(reason).what). Your text is saved in \(path)", "The next edit of this entry continues with it.")
        case .unfinished: ErrorDescription("You did not change the unfinished text, so it is saved as a draft and not sent")
        case .olderText: ErrorDescription("There is an unfinished text, and the entry was saved after that text was written")
        case .returnedAtOnce(let program):
            ErrorDescription(
                "The editor \(program) returned at once, and nothing was written",
                "If its window is open, save there and edit the entry again. Editors with a window need an option to wait, "
                    + "for example EDITOR='code --wait'.")
        case .notStarted(let program, let detail): ErrorDescription("The editor \(program) could not be started: \(detail)")
        case .failed(let program, let status): ErrorDescription("The editor \(program) exited with status \(status)")
        case .unreadable(let path, let problem): ErrorDescription("\(path) \(reason(problem))")
        case .unwritable(let path, let detail): ErrorDescription("\(path) could not be written: \(detail)")
        }
    }

    private func reason(_ problem: EditorError.FileProblem) -> String {
        switch problem {
        case .missing: "does not exist"
        case .permissionDenied: "cannot be read: no permission"
        case .isDirectory: "is a directory, not a file"
        case .notUTF8: "is not UTF-8 text"
        case .encoding(let error): WritingProblemStrings.sentence(error)
        case .tooLarge(let limit): "is larger than \(Amounts.bytes(limit))"
        case .other(let detail): "could not be read: \(detail)"
        }
    }
}
