import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

/// The commands with their arguments and options as JSON. The source is the argument parser's description of itself, so it is always
/// complete.
enum CommandTree {
    /// The document for `hdoc help --json`.
    /// - Parameter path: the names that lead to a command; empty means hdoc itself.
    /// - Throws: `CommandError.unknownCommand` for a name that is no command.
    static func document(of path: [String]) throws -> JSONValue {
        guard let root = try JSONParser.read(Hdoc._dumpHelp().utf8).object?["command"] else { return .null }
        var (command, parents) = (root, [String]())
        for name in path {
            let subcommands = command.object?["subcommands"]?.array ?? []
            guard let next = subcommands.first(where: { $0.object?["commandName"]?.text == name }) else {
                let known = subcommands.compactMap { $0.object?["commandName"]?.text }
                throw CommandError.unknownCommand(name, nearest: NearestName.of(name, among: known))
            }
            parents.append(command.object?["commandName"]?.text ?? "")
            command = next
        }
        guard case .object(var members) = self.command(command, parents) else { return .null }
        members["version"] = .string(Version.current)
        return .object(members)
    }

    private static func command(_ dump: JSONValue, _ parents: [String]) -> JSONValue {
        let members = dump.object ?? [:]
        let path = parents + [members["commandName"]?.text ?? ""]
        let arguments = (members["arguments"]?.array ?? []).filter(isShown)
        let options = arguments.filter { $0.object?["kind"]?.text != "positional" }
        let commands = (members["subcommands"]?.array ?? []).filter(isShown)
        let schema = OutputSchema.name(forCommand: path.dropFirst().joined(separator: " "))
        return .object([
            "name": .string(path.joined(separator: " ")), "abstract": members["abstract"] ?? .null,
            "discussion": members["discussion"] ?? .null, "default_command": members["defaultSubcommand"] ?? .null,
            "arguments": .array(arguments.filter { $0.object?["kind"]?.text == "positional" }.map(argument)),
            "options": .array(options.map(option)), "commands": .array(commands.map { command($0, path) }),
            "json_schema": .optional(schema),
        ])
    }

    private static func isShown(_ dump: JSONValue) -> Bool { dump.object?["shouldDisplay"] != .bool(false) }

    private static func argument(_ dump: JSONValue) -> JSONValue {
        let members = dump.object ?? [:]
        return .object([
            "name": members["valueName"] ?? .null, "abstract": members["abstract"] ?? .null,
            "is_optional": members["isOptional"] ?? .bool(false), "is_repeating": members["isRepeating"] ?? .bool(false),
            "default": members["defaultValue"] ?? .null, "values": members["allValues"] ?? .null,
        ])
    }

    /// Like an argument, with all names of the option. A flag has no value name.
    private static func option(_ dump: JSONValue) -> JSONValue {
        let source = dump.object ?? [:]
        guard case .object(var members) = argument(dump) else { return .null }
        let names = (source["names"]?.array ?? []).compactMap { name -> JSONValue? in
            guard let text = name.object?["name"]?.text else { return nil }
            return .string((name.object?["kind"]?.text == "long" ? "--" : "-") + text)
        }
        members["names"] = .array(names)
        members["name"] = nil
        members["value_name"] = source["kind"]?.text == "flag" ? .null : source["valueName"] ?? .null
        return .object(members)
    }
}
