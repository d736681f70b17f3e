import HDOCModels
import TOMLKit

extension Configuration {
    /// Parses and validates a configuration.
    /// - Parameters:
    ///   - text: the TOML document.
    ///   - file: the path of the document, for errors.
    ///   - known: the names of commands, theme elements and themes that are allowed.
    /// - Throws: the first problem, with its line if it is known.
    public static func parse(
        _ text: String, file: String, known: KnownNames = KnownNames()
    ) throws(ConfigurationError) -> Configuration {
        let outline = TOMLOutline(text)
        let root = try document(text, file: file, outline)
        let reader = TOMLReader(table: root, path: [], file: file, outline: outline)
        try reader.allow(["stage", "day_ends", "stages", "keys", "theme", "terminal", "views", "commands", "accessibility"])
        var configuration = Configuration(file: file)
        configuration.outline = reader.outline
        configuration.stages = try stages(reader)
        configuration.dayEnd = try reader.dayEnd("day_ends")
        configuration.keys = try keys(reader, known: known.commands)
        configuration.theme = try theme(reader, known: known)
        configuration.accessibility = try accessibility(reader)
        configuration.terminal = try terminal(reader, known: known.features)
        configuration.views = try views(reader)
        configuration.commands = try CustomCommand.read(reader, screens: known.screens)
        configuration.current = try reader.string("stage")
        if let current = configuration.current, configuration.stage(current) == nil {
            let names = configuration.stages.map(\.name)
            throw reader.error("stage", .unknownStage(current, nearest: NearestName.of(current, among: names), known: names))
        }
        return configuration
    }

    private static func document(_ text: String, file: String, _ outline: TOMLOutline) throws(ConfigurationError) -> TOMLTable {
        // The parser takes a C string and would ignore everything after a NUL.
        if text.utf8.contains(0) { throw ConfigurationError(file: file, .holdsNUL) }
        if let line = outline.misplacedBracket {
            throw ConfigurationError(file: file, line: line, .syntax(detail: "a bracket is in the wrong place"))
        }
        do {
            return try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw ConfigurationError(file: file, line: error.source.begin.line, .syntax(detail: error.description))
        } catch {
            throw ConfigurationError(file: file, .syntax(detail: "not TOML"))
        }
    }

    private static func stages(_ root: TOMLReader) throws(ConfigurationError) -> [Stage] {
        guard let table = try root.table("stages") else { return [] }
        var stages: [Stage] = []
        for name in table.namesInFileOrder {
            if let problem = StageRules.problem(ofName: name) { throw table.error(name, problem) }
            guard let reader = try table.table(name) else { continue }
            stages.append(try stage(name, reader))
        }
        return stages
    }

    private static func stage(_ name: String, _ reader: TOMLReader) throws(ConfigurationError) -> Stage {
        try reader.allow(["api", "issuer", "client_id", "auth", "callback_ports", "token", "handle", "day_ends"])
        guard let api = try reader.url("api") else { throw reader.error(nil, .missingKey("stages.\(name).api")) }
        var stage = Stage(name: name, api: StageURL.withSlash(api))
        stage.issuer = try reader.url("issuer").map(StageURL.withoutSlash)
        stage.clientID = try reader.string("client_id")
        stage.auth = try reader.url("auth").map(StageURL.withoutSlash)
        if let ports = try reader.ports("callback_ports") { stage.callbackPorts = ports }
        stage.token = try reader.choice("token", Stage.TokenKind.init(rawValue:), known: ["id", "access"]) ?? stage.token
        stage.handle = try reader.string("handle")
        stage.dayEnd = try reader.dayEnd("day_ends")
        return stage
    }

    private static func keys(_ root: TOMLReader, known: [String]?) throws(ConfigurationError) -> [String: [String]] {
        guard let table = try root.table("keys") else { return [:] }
        if let known { try table.allow(known) }
        var keys: [String: [String]] = [:]
        for name in table.namesInFileOrder { keys[name] = try table.strings(name) }
        return keys
    }

    private static func views(_ root: TOMLReader) throws(ConfigurationError) -> [ConfiguredView] {
        guard let table = try root.table("views") else { return [] }
        var views: [ConfiguredView] = []
        for name in table.namesInFileOrder {
            guard let text = try table.string(name) else { continue }
            do throws(QueryError) {
                views.append(try ConfiguredView(name: name, text: text))
            } catch {
                throw table.error(name, .badQuery(key: "views.\(name)", error))
            }
        }
        return views
    }

    private static func theme(_ root: TOMLReader, known: KnownNames) throws(ConfigurationError) -> ThemeSettings {
        guard let table = try root.table("theme") else { return ThemeSettings() }
        if let colours = known.colours { try table.allow(["name"] + colours) }
        var theme = ThemeSettings()
        if let themes = known.themes {
            theme.name = try table.choice("name", { themes.contains($0) ? $0 : nil }, known: themes)
        } else {
            theme.name = try table.string("name")
        }
        for name in table.namesInFileOrder where name != "name" {
            guard let colour = try table.string(name) else { continue }
            guard ColourName.isValid(colour) else { throw table.error(name, .badColour(key: "theme.\(name)", value: colour)) }
            theme.colours[name] = colour
        }
        return theme
    }

    private static func terminal(_ root: TOMLReader, known: [String]?) throws(ConfigurationError) -> [String: Bool] {
        guard let table = try root.table("terminal") else { return [:] }
        if let known { try table.allow(known) }
        var features: [String: Bool] = [:]
        for name in table.namesInFileOrder { features[name] = try table.bool(name) }
        return features
    }

    private static func accessibility(_ root: TOMLReader) throws(ConfigurationError) -> AccessibilitySettings {
        guard let table = try root.table("accessibility") else { return AccessibilitySettings() }
        try table.allow(["linear", "contrast"])
        var settings = AccessibilitySettings()
        settings.isLinear = try table.bool("linear") ?? settings.isLinear
        let known = AccessibilitySettings.Contrast.allCases.map(\.rawValue)
        settings.contrast = try table.choice("contrast", AccessibilitySettings.Contrast.init(rawValue:), known: known) ?? settings.contrast
        return settings
    }
}

/// The valid names and numbers of colours.
private enum ColourName {
    static let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

    static func isValid(_ text: String) -> Bool {
        if names.contains(text) { return true }
        if text.hasPrefix("bright-") { return names.contains(String(text.dropFirst(7))) }
        if text.utf8.first == UInt8(ascii: "#") {
            return text.utf8.count == 7 && text.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
        }
        return text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } && UInt8(text) != nil
    }
}
