import ArgumentParser

/// Adds the names of the commands to the completion scripts of swift-argument-parser, which complete nothing after `hdoc help`.
enum HelpCompletion {
    /// The names of the subcommands of each command that has some. The first one is `hdoc` itself.
    static let groups: [(command: String, names: [String])] = {
        let all = [Hdoc.configuration.subcommands] + Hdoc.configuration.subcommands.map { $0.configuration.subcommands }
        let commands = ["help"] + Hdoc.configuration.subcommands.map(name)
        return zip(commands, all).compactMap { command, subcommands in
            let names = subcommands.filter { $0.configuration.shouldDisplay }.map(name)
            return names.isEmpty ? nil : (command, command == "help" ? names + HelpTopic.allCases.map(\.rawValue) : names)
        }
    }()

    private static func name(_ command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? "\(command)".lowercased()
    }

    /// The script with the names, or the text unchanged if it is no completion script.
    static func added(to text: String) -> String {
        let names = groups[0].names.joined(separator: " ")
        if text.hasPrefix("#compdef") {
            return text.replacing("'*:subcommands:'", with: "'1:command:(\(names))'")
        }
        if text.contains("complete -o filenames") {
            let offer = "    __hdoc_offer_flags_options -1\n"
            guard let function = text.firstRange(of: "_hdoc_help() {"), let place = text[function.upperBound...].firstRange(of: offer)
            else { return text }
            return text[..<place.upperBound] + bashCases + text[place.upperBound...]
        }
        guard text.contains("complete -c 'hdoc'") else { return text }
        return text + (text.hasSuffix("\n") ? "" : "\n")
            + "complete -c 'hdoc' -n '__hdoc_should_offer_completions_for_positional \"hdoc help\" -eq 1' -fka '\(names)'\n"
    }

    /// After `hdoc help` the commands, and after `hdoc help stage` the subcommands of `stage`.
    private static var bashCases: String {
        let cases = groups.map { group in
            "    \(group.command)) COMPREPLY+=($(compgen -W '\(group.names.joined(separator: " "))' -- \"${cur}\")) ;;\n"
        }
        return "    case \"${prev}\" in\n\(cases.joined())    esac\n"
    }
}
