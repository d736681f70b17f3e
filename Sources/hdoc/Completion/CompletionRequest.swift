import ArgumentParser

/// A shell asks for the possible values of a word: `hdoc ---completion SUBCOMMAND… -- …`.
struct CompletionRequest {
    /// Nil if hdoc has no such command, for example after an update.
    private let command: (any ParsableCommand.Type)?
    private let words: ArraySlice<String>

    /// Nil if the arguments are not such a request.
    init?(_ arguments: [String]) {
        guard arguments.first == "---completion" else { return nil }
        var command: (any ParsableCommand.Type)? = Hdoc.self
        var words = arguments.dropFirst()
        while let name = words.popFirst(), name != "--" {
            command = command.flatMap { CommandName.command(named: name, in: $0) }
        }
        (self.command, self.words) = (command, words)
    }

    /// The values, one on each line. Only the command in question is parsed: reading the options of all commands would take longer than
    /// everything else. A request that the parser does not understand has no values.
    var answer: String {
        guard let command else { return "" }
        do {
            _ = try command.parse(["---completion", "--"] + words)
            return ""
        } catch {
            return command.exitCode(for: error) == .success ? command.fullMessage(for: error) : ""
        }
    }
}
