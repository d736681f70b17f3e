import HDOCClient
import TerminalKit

/// A command of the configuration on the current screen: the key, and why it is disabled.
struct CustomBinding: Sendable {
    let command: CustomCommand
    /// Why the command is not available now; nil if it is available.
    let disabled: String?
    private let arguments: [String]

    /// The commands of the current screen, in the order of the configuration.
    static func all(_ state: AppState) -> [CustomBinding] {
        let screen = state.tab.screen
        return state.settings.commands.filter { $0.screens.isEmpty || $0.screens.contains(screen.action.rawValue) }
            .map { CustomBinding($0, screen.placeholders(state)) }
    }

    private init(_ command: CustomCommand, _ values: [CustomCommand.Placeholder: String]) {
        self.command = command
        do throws(CustomCommand.Refusal) {
            (arguments, disabled) = (try command.arguments(values), nil)
        } catch {
            (arguments, disabled) = ([], Self.reason(error))
        }
    }

    /// Whether a typed text is the command's name, in any case, or its key.
    func isCalled(_ text: some StringProtocol) -> Bool {
        command.name.lowercased() == text.lowercased() || command.key.map { $0 == text } == true
    }

    /// Runs the program, or shows why it is disabled.
    func press(_ state: inout AppState) -> [Effect] {
        guard disabled == nil else {
            state.say(disabled ?? "")
            return []
        }
        state.say("\(command.name) is running …")
        return [.desktop(.run(CommandRun(name: command.name, arguments: arguments, showsOutput: command.output == .show)))]
    }

    /// Runs the command with this key; nil if there is none.
    static func press(_ key: Key, _ state: inout AppState) -> [Effect]? {
        all(state).first { $0.command.key.flatMap { Key(name: $0) } == key }?.press(&state)
    }

    private static func reason(_ refusal: CustomCommand.Refusal) -> String {
        switch refusal {
        case .missing(let placeholder): "The selected row has no \(placeholder.rawValue)."
        case .looksLikeOption(let placeholder, let value):
            "The \(placeholder.rawValue) “\(value)” begins with a hyphen, so the program could take it for an option. "
                + "Put \"--\" before {\(placeholder.rawValue)} in the command."
        case .holdsNUL(let placeholder): "The \(placeholder.rawValue) contains a NUL byte, which no argument can have."
        }
    }
}

/// A program to run.
struct CommandRun: Sendable, Equatable {
    let name: String
    /// The program and its arguments.
    let arguments: [String]
    let showsOutput: Bool
}

/// How a program has ended.
package struct CommandOutcome: Sendable, Equatable {
    /// The exit status; 128 plus the signal if a signal ended the program.
    package var status: Int32
    package var output: [UInt8]
    package var errors: [UInt8]

    package init(status: Int32, output: [UInt8], errors: [UInt8]) { (self.status, self.output, self.errors) = (status, output, errors) }
}
