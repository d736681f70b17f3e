import HDOCClient
import TerminalKit

/// The keys of the commands of the configuration.
package enum CommandKeys {
    /// Why the key of a command is invalid.
    package enum Problem: Sendable, Equatable {
        case unknownKey(String)
        /// The key runs an action of hdoc.
        case taken(String, Action)
        /// Another command has the key, and both work on the same screen.
        case shared(String, with: String)
    }

    /// The first command with an invalid key, with its line.
    package static func check(_ configuration: Configuration, _ keymap: Keymap) throws(CommandKeyError) {
        for (index, command) in configuration.commands.enumerated() {
            guard let name = command.key, let problem = problem(of: name, index, configuration.commands, keymap) else { continue }
            let line = configuration.line(ofElement: index, in: "commands", key: "key")
            throw CommandKeyError(file: configuration.file, line: line, command: command.name, problem: problem)
        }
    }

    private static func problem(of name: String, _ index: Int, _ commands: [CustomCommand], _ keymap: Keymap) -> Problem? {
        guard let key = Key(name: name) else { return .unknownKey(name) }
        if let action = keymap.action(for: key) { return .taken(name, action) }
        let other = commands[..<index].first { other in
            other.key.flatMap { Key(name: $0) } == key && overlap(other.screens, commands[index].screens)
        }
        return other.map { .shared(name, with: $0.name) }
    }

    private static func overlap(_ a: [String], _ b: [String]) -> Bool { a.isEmpty || b.isEmpty || a.contains(where: b.contains) }
}

/// The key of a command of the configuration is invalid.
package struct CommandKeyError: SelfDescribingError, Equatable {
    package let file: String
    package let line: Int?
    package let command: String
    package let problem: CommandKeys.Problem

    package func description(by describer: ErrorDescriber) -> ErrorDescription {
        let place = line.map { "\(file):\($0)" } ?? file
        return switch problem {
        case .unknownKey(let key):
            ErrorDescription(
                "\(place): `[[commands]]`: “\(key)” for \(command) is not a key", "Write keys like j, Ctrl-F, PgDn, Enter or F5.")
        case .taken(let key, let action):
            ErrorDescription(
                "\(place): `[[commands]]`: \(key) for \(command) is the key of \(action.rawValue)",
                "Choose another key, or give \(action.rawValue) another one under `[keys]`.")
        case .shared(let key, let other):
            ErrorDescription(
                "\(place): `[[commands]]`: \(key) is assigned to both \(other) and \(command) on the same screen",
                "Assign another key to one of them.")
        }
    }
}
