import HDOCModels

/// A command of the section `[[commands]]`: a program that a key or the palette starts, without a shell.
public struct CustomCommand: Sendable, Equatable {
    /// What happens with what the program prints.
    public enum Output: String, Sendable, CaseIterable {
        /// It is shown when the program has ended, with the exit status.
        case show
        /// It is thrown away. A message tells the exit status.
        case discard
    }

    /// What a placeholder stands for. The raw value is its name between braces.
    public enum Placeholder: String, Sendable, CaseIterable {
        case handle, id, url

        var text: String { "{\(rawValue)}" }
    }

    /// The name in the help and the palette.
    public var name: String
    /// The name of the key; nil if the command can only be started from the palette.
    public var key: String?
    /// The names of the screens on which the command works. Empty: all.
    public var screens: [String]
    /// The program and its arguments, in which placeholders may stand.
    public var run: [String]
    /// What happens with what the program prints.
    public var output: Output

    /// Why a command cannot be started for the selected row.
    public enum Refusal: Error, Sendable, Equatable {
        /// The selected row has no value for this placeholder.
        case missing(Placeholder)
        /// The value begins with a hyphen, and the program could take it for an option.
        case looksLikeOption(Placeholder, value: String)
        /// The value has a NUL byte, which no argument can contain.
        case holdsNUL(Placeholder)
    }

    /// The placeholders of the arguments.
    public var placeholders: [Placeholder] { Placeholder.allCases.filter { placeholder in run.contains { $0.contains(placeholder.text) } } }

    /// The arguments with the values of a row. Each argument stays one argument, whatever the values contain. A value at the beginning of
    /// an argument must not begin with a hyphen, unless an argument `--` stands before it.
    public func arguments(_ values: [Placeholder: String]) throws(Refusal) -> [String] {
        var (arguments, endsOptions) = ([String](), false)
        for template in run {
            arguments.append(try Self.expand(template, values, endsOptions: endsOptions))
            if template == "--" { endsOptions = true }
        }
        return arguments
    }

    /// Replaces the placeholders from left to right. What a value contains is never replaced again.
    private static func expand(_ template: String, _ values: [Placeholder: String], endsOptions: Bool) throws(Refusal) -> String {
        var (text, rest) = ("", Substring(template))
        while let (placeholder, range) = first(in: rest) {
            guard let value = values[placeholder], !value.isEmpty else { throw .missing(placeholder) }
            if value.utf8.contains(0) { throw .holdsNUL(placeholder) }
            text += rest[..<range.lowerBound]
            if text.isEmpty, !endsOptions, value.utf8.first == UInt8(ascii: "-") { throw .looksLikeOption(placeholder, value: value) }
            text += value
            rest = rest[range.upperBound...]
        }
        return text + rest
    }

    private static func first(in text: Substring) -> (Placeholder, Range<String.Index>)? {
        Placeholder.allCases.compactMap { placeholder in text.firstRange(of: placeholder.text).map { (placeholder, $0) } }
            .min { $0.1.lowerBound < $1.1.lowerBound }
    }
}

extension CustomCommand {
    /// Reads the section `[[commands]]`.
    /// - Parameter screens: the names of screens that are allowed. Nil allows any name.
    static func read(_ root: TOMLReader, screens: [String]?) throws(ConfigurationError) -> [CustomCommand] {
        var commands: [CustomCommand] = []
        for table in try root.tables("commands") {
            try table.allow(["name", "key", "screens", "run", "output"])
            guard let name = try table.string("name") else { throw table.error(nil, .missingKey("commands.name")) }
            let run = try table.strings("run")
            guard let program = run.first else { throw table.error(nil, .missingKey("commands.run")) }
            if Placeholder.allCases.contains(where: { program.contains($0.text) }) {
                throw table.error("run", .placeholderAsProgram(program))
            }
            let wanted = try table.strings("screens")
            if let screens, let unknown = wanted.first(where: { !screens.contains($0) }) {
                throw table.error("screens", .notOneOf(key: "commands.screens", value: unknown, known: screens))
            }
            let output = try table.choice("output", Output.init(rawValue:), known: Output.allCases.map(\.rawValue))
            commands.append(
                CustomCommand(name: name, key: try table.string("key"), screens: wanted, run: run, output: output ?? .show))
        }
        return commands
    }
}
