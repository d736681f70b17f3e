import HDOCClient
import TerminalKit

/// Handles the end of a command of the configuration.
enum CustomCommandUpdate {
    static func ran(_ command: CommandRun, _ result: Result<CommandOutcome, any Error>, _ state: inout AppState) {
        switch result {
        case .failure(let error): state.warn(error)
        case .success(let outcome) where command.showsOutput:
            state.toast = nil
            let text =
                outcome.output + (outcome.output.last.map { $0 != UInt8(ascii: "\n") } == true ? [UInt8(ascii: "\n")] : []) + outcome.errors
            let head = ["Exit status: \(outcome.status)"] + (text.isEmpty ? ["The program printed nothing."] : [""])
            state.dialogs.append(.text(TextState(title: command.name, head: head, text: text)))
        case .success(let outcome): state.say("\(command.name) ended with exit status \(outcome.status).", isWarning: outcome.status != 0)
        }
    }
}
