import HDOCModels

/// The content of `config.toml`: stages, keys, theme and accessibility. If the file is missing, the configuration is empty.
public struct Configuration: Sendable, Equatable {
    /// The path of the file. Edits are written to it.
    public var file: String
    /// `stage = "…"`: the name of the stage that is used by default. It is always one of `stages`.
    public var current: String?
    /// The stages in the order of the file.
    public var stages: [Stage]
    /// `day_ends = "…"` outside the stages: when the participant's days end. A stage's own setting takes precedence.
    public var dayEnd: DayEnd?
    /// The keys for each command, as they are written. The screens interpret them.
    public var keys: [String: [String]]
    /// The `[theme]` section.
    public var theme: ThemeSettings
    /// The `[accessibility]` section.
    public var accessibility = AccessibilitySettings()
    /// The `[terminal]` section: what may be used of the terminal, by name. A name that is missing is allowed.
    public var terminal: [String: Bool] = [:]
    /// The `[views]` section, in the order of the file.
    public var views: [ConfiguredView] = []
    /// The `[[commands]]` sections, in the order of the file.
    public var commands: [CustomCommand] = []
    /// The positions of the settings in the file, for error messages.
    var outline: TOMLOutline?

    /// Creates a configuration that is not read from a file.
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

    /// The stage with this name; nil if there is none.
    public func stage(_ name: String) -> Stage? { stages.first { $0.name == name } }

    /// The line of a setting, starting at 1. Nil if the file does not contain the setting.
    /// - Parameter path: the keys from the root, for example `["keys", "quit"]`.
    public func line(of path: [String]) -> Int? { outline?.line(of: path) }

    /// The line of a key of one table in an array of tables, such as `[[commands]]`; the line of its header if it lacks the key.
    public func line(ofElement index: Int, in array: String, key: String?) -> Int? {
        outline?.line(ofElement: index, in: array, key: key)
    }

    /// Compares the settings but not their positions in the file.
    public static func == (a: Self, b: Self) -> Bool {
        a.file == b.file && a.current == b.current && a.stages == b.stages && a.dayEnd == b.dayEnd && a.keys == b.keys
            && a.theme == b.theme && a.terminal == b.terminal && a.accessibility == b.accessibility && a.views == b.views
            && a.commands == b.commands
    }

    /// Reads and validates a configuration file.
    /// - Parameters:
    ///   - file: the path. If the file is missing, the result is an empty configuration.
    ///   - known: the names of commands, theme elements and themes that are allowed.
    public static func load(_ file: String, known: KnownNames = KnownNames()) throws(ConfigurationError) -> Configuration {
        guard let text = try ConfigurationFile(path: file).text() else { return Configuration(file: file) }
        return try parse(text, file: file, known: known)
    }

    /// Selects the stage to use: the stage of the option, of `HDOC_STAGE`, the configured default, or the only configured
    /// stage, in this order.
    /// - Parameters:
    ///   - option: the value of `--stage`; nil if it is not given.
    ///   - environment: the environment variables of the process.
    /// - Returns: the stage, with the end of the day that applies to it.
    public func select(option: String?, environment: [String: String]) throws(StageSelectionError) -> Stage {
        var stage = try find(option: option, environment: environment)
        stage.dayEnd = stage.dayEnd ?? dayEnd
        return stage
    }

    private func find(option: String?, environment: [String: String]) throws(StageSelectionError) -> Stage {
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
    /// The name of a theme; nil means the default theme.
    public var name: String?
    /// The colour of each theme element: a name such as `red` or `bright-red`, a number from 0 to 255, or `#ffaf00`.
    public var colours: [String: String]
    /// Creates settings. The defaults select the default theme.
    public init(name: String? = nil, colours: [String: String] = [:]) { (self.name, self.colours) = (name, colours) }
}

/// The `[accessibility]` section of the configuration.
public struct AccessibilitySettings: Sendable, Equatable {
    /// How much the colours of text and background differ.
    public enum Contrast: String, Sendable, CaseIterable {
        /// At least 4.5:1.
        case normal
        /// At least 7:1.
        case high
    }

    /// Whether hdoc uses the linear mode instead of the screens.
    public var isLinear: Bool
    /// The contrast of the theme.
    public var contrast: Contrast
    /// Creates settings. The defaults are the screens and normal contrast.
    public init(isLinear: Bool = false, contrast: Contrast = .normal) { (self.isLinear, self.contrast) = (isLinear, contrast) }
}

/// The names that are allowed in a configuration and that only the program knows. Nil allows any name.
public struct KnownNames: Sendable, Equatable {
    /// The commands that `[keys]` may contain.
    public var commands: [String]?
    /// The theme elements that `[theme]` may contain.
    public var colours: [String]?
    /// The theme names that `[theme]` may select.
    public var themes: [String]?
    /// The features that `[terminal]` may contain.
    public var features: [String]?
    /// The screens that `[[commands]]` may name.
    public var screens: [String]?
    /// Creates the names. By default any name is allowed.
    public init(
        commands: [String]? = nil, colours: [String]? = nil, themes: [String]? = nil, features: [String]? = nil, screens: [String]? = nil
    ) {
        (self.commands, self.colours, self.themes, self.features, self.screens) = (commands, colours, themes, features, screens)
    }
}
