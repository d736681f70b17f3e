import HDOCClient
import HDOCModels
import HDOCTUI

/// Reports why a command failed, on standard error: a sentence, or with `--json` one line of JSON as the last line:
/// `{"error": {"code": …, "message": …, "remedy": …}}`.
struct ErrorOutput: Sendable {
    let console: Console
    let isJSON: Bool

    /// - Parameter arguments: `--json` among them asks for JSON, even if the rest of them is invalid.
    init(_ arguments: [String], console: Console) {
        (self.console, isJSON) = (console, arguments.prefix { $0 != "--" }.contains("--json"))
    }

    /// Reports an error and returns its exit status.
    /// - Parameter stage: the name of the stage for the message.
    func report(_ error: any Error, stage: String? = nil) -> ExitStatus {
        let (code, description) = (ErrorCode(for: error), ErrorDescriber(stage: stage).describe(error))
        if isJSON { write(code, description) } else { console.complain(description.sentence) }
        return code.status
    }

    /// Reports an invalid command line.
    /// - Parameters:
    ///   - text: the message of the argument parser with the usage.
    ///   - message: the message alone.
    func reportUsage(_ text: String, message: String, command: String?) -> ExitStatus {
        let help = command.map { "hdoc help \($0)" } ?? "hdoc --help"
        if isJSON {
            write(.usage, ErrorDescription(message, "`\(help)` lists the options."))
        } else {
            console.say(text)
        }
        return .usage
    }

    /// Reports the failure of a command that printed its result but ended with an error status.
    func finish(_ status: ExitStatus) {
        guard isJSON, let code = ErrorCode(for: status) else { return }
        write(code, ErrorDescription(console.lastMessage ?? status.meaning))
    }

    private func write(_ code: ErrorCode, _ description: ErrorDescription) {
        let error: [String: JSONValue] = [
            "code": .string(code.rawValue), "message": .string(ErrorDescription(description.what).sentence),
            "remedy": .optional(description.remedy),
        ]
        console.errorDocument(.object(["error": .object(error)]))
    }
}
