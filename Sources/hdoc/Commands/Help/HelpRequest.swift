import ArgumentParser
import HDOCClient
import HDOCModels

/// The parts of `hdoc help` that the argument parser does not have: `hdoc help --json [COMMAND]` and `hdoc help TOPIC`.
struct HelpRequest: HdocCommand {
    @Argument var words: [String] = []
    @OptionGroup var format: JSONOptions

    /// Nil if the parser's own help answers these arguments.
    init?(_ arguments: [String]) {
        guard arguments.first == "help", let request = try? Self.parse(Array(arguments.dropFirst())) else { return nil }
        guard request.format.json || request.topic != nil else { return nil }
        self = request
    }

    init() {}

    private var topic: HelpTopic? { words.count == 1 ? HelpTopic(rawValue: words[0]) : nil }

    func run(in context: CommandContext) async throws -> ExitStatus {
        if let topic {
            let text = topic.text
            if format.json {
                context.console.json(.object(["topic": .string(topic.rawValue), "text": .string(text)]))
            } else {
                context.console.own(text)
            }
            return .done
        }
        context.console.json(try CommandTree.document(of: words))
        return .done
    }
}
