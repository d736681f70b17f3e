/// The content of `config.toml`: stages, keys and theme. A missing file is an empty configuration.
public struct Configuration: Sendable, Equatable {
    /// The path of the file that it was read from, and that edits are written to.
    public var file: String
    /// `stage = "…"`: the stage to use where no other is asked for. Always one of `stages`.
    public var current: String?
    /// In the file's order.
    public var stages: [Stage]
    /// Command to keys, as they are written. The screens interpret the spelling of keys.
    public var keys: [String: [String]]
    /// The `[theme]` section.
    public var theme: ThemeSettings
    /// Where each setting stands, for messages about it.
    var outline: TOMLOutline?

    /// A configuration that is not read from a file; `file` is where edits would go.
    public init(
        file: String, current: String? = nil, stages: [Stage] = [], keys: [String: [String]] = [:],
        theme: ThemeSettings = ThemeSettings()
    ) {
        self.file = file
        self.current = current
        self.stages = stages
        self.keys = keys
        self.theme = theme
    }

    /// The stage of that name, or nil.
    public func stage(_ name: String) -> Stage? { stages.first { $0.name == name } }

    /// The line on which a setting stands, counted from 1. Nil where the file does not have it.
    /// - Parameter path: from the root, such as `["keys", "quit"]`.
    public func line(of path: [String]) -> Int? { outline?.line(of: path) }

    /// Compares the settings, not where they stand in the file.
    public static func == (a: Self, b: Self) -> Bool {
        a.file == b.file && a.current == b.current && a.stages == b.stages && a.keys == b.keys && a.theme == b.theme
    }

    /// Reads and checks a whole file.
    /// - Parameters:
    ///   - file: a path; a missing file gives an empty configuration.
    ///   - known: the commands and theme elements that the file may name.
    public static func load(_ file: String, known: KnownNames = KnownNames()) throws(ConfigurationError) -> Configuration {
        guard let text = try ConfigurationFile(path: file).text() else { return Configuration(file: file) }
        return try parse(text, file: file, known: known)
    }

    /// Selects the stage to use. In this order: the option, `HDOC_STAGE`, the configured one, the only one there is.
    /// - Parameters:
    ///   - option: the value of `--stage`, or nil.
    ///   - environment: the variables of the process.
    public func select(option: String?, environment: [String: String]) throws(StageSelectionError) -> Stage {
        let wish = environment["HDOC_STAGE"].flatMap { $0.isEmpty ? nil : $0 }
        let asked = option.map { ($0, StageNameSource.option) } ?? wish.map { ($0, .environment) }
        let names = stages.map(\.name)
        if let (name, source) = asked {
            guard let stage = stage(name) else {
                if names.isEmpty { throw .none(file: file) }
                throw .unknown(name, from: source, nearest: NearestName.of(name, among: names), known: names)
            }
            return stage
        }
        if let current, let stage = stage(current) { return stage }
        guard let first = stages.first else { throw .none(file: file) }
        guard stages.count == 1 else { throw .several(names) }
        return first
    }
}

/// The `[theme]` section of the configuration.
public struct ThemeSettings: Sendable, Equatable {
    /// The name of a theme; nil means the default.
    public var name: String?
    /// Element to colour: a name such as `red`, `bright-red`, or a number from 0 to 255.
    public var colours: [String: String]
    /// Without arguments: the default theme.
    public init(name: String? = nil, colours: [String: String] = [:]) { (self.name, self.colours) = (name, colours) }
}

/// The names that a configuration may use and that only the program knows. Nil accepts any name.
public struct KnownNames: Sendable, Equatable {
    /// What `[keys]` may bind.
    public var commands: [String]?
    /// The elements that `[theme]` may colour.
    public var colours: [String]?
    /// The themes that `[theme]` may name.
    public var themes: [String]?
    /// Without arguments: any name is accepted.
    public init(commands: [String]? = nil, colours: [String]? = nil, themes: [String]? = nil) {
        (self.commands, self.colours, self.themes) = (commands, colours, themes)
    }
}
