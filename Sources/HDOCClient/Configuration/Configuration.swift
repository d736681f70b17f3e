/// `config.toml` as it was read: the stages, the keys and the theme. A missing file is an empty configuration.
public struct Configuration: Sendable, Equatable {
    /// Where it was read from, and where edits go.
    public var file: String
    /// `stage = "…"`: the stage used unless something else is asked for.
    public var current: String?
    /// In the file's order.
    public var stages: [Stage]
    /// Command → keys, as written; what a key's spelling means is the screens' matter.
    public var keys: [String: [String]]
    public var theme: Theme
    /// Where things are set, for messages about them.
    var outline: TOMLOutline?

    public struct Theme: Sendable, Equatable {
        public static let names = ["dark", "light", "mono"]
        public var name: String?
        /// Element → colour: a name, `bright-NAME`, or 0–255.
        public var colours: [String: String]
        public init(name: String? = nil, colours: [String: String] = [:]) { (self.name, self.colours) = (name, colours) }
    }

    /// Names that only the program knows: its commands and the elements that have a colour. Nil accepts any.
    public struct Vocabulary: Sendable, Equatable {
        public var commands: [String]?
        public var colours: [String]?
        public init(commands: [String]? = nil, colours: [String]? = nil) {
            (self.commands, self.colours) = (commands, colours)
        }
    }

    public init(
        file: String, current: String? = nil, stages: [Stage] = [], keys: [String: [String]] = [:], theme: Theme = Theme()
    ) {
        self.file = file
        self.current = current
        self.stages = stages
        self.keys = keys
        self.theme = theme
    }

    public func stage(_ name: String) -> Stage? { stages.first { $0.name == name } }

    /// The line a setting stands on, from 1: `["keys", "quit"]`.
    public func line(of path: [String]) -> Int? { outline?.line(of: path) }

    /// Equal where they say the same, wherever in the file they say it.
    public static func == (a: Self, b: Self) -> Bool {
        a.file == b.file && a.current == b.current && a.stages == b.stages && a.keys == b.keys && a.theme == b.theme
    }

    /// Reads and checks the whole file; a missing one is an empty configuration.
    public static func load(_ file: String, vocabulary: Vocabulary = Vocabulary()) throws(ConfigurationError) -> Configuration {
        guard let text = try ConfigurationFile(path: file).text() else { return Configuration(file: file) }
        return try parse(text, file: file, vocabulary: vocabulary)
    }

    /// The stage to use: asked for by option, by `HDOC_STAGE`, configured, or the only one there is.
    public func select(option: String?, environment: [String: String]) throws(StageSelectionError) -> Stage {
        let wish = environment["HDOC_STAGE"].flatMap { $0.isEmpty ? nil : $0 }
        let asked = option.map { ($0, StageSelectionError.Source.option) } ?? wish.map { ($0, .environment) }
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
