import HDOCModels

/// Edits `config.toml`. Comments, order and all other bytes are preserved. The editor changes the text, parses the result, and
/// writes it only if it contains exactly the intended configuration.
///
/// Each function reads the file, edits it, writes it, and returns the new configuration. There is no lock: if another program
/// changes the file during an edit, the edit fails with `changedMeanwhile`.
public struct ConfigurationEditor: Sendable {
    private let file: ConfigurationFile
    private let known: KnownNames

    /// - Parameters:
    ///   - file: the path. If the file is missing, the first edit creates it.
    ///   - known: the names of commands, theme elements and themes that are allowed.
    public init(file: String, known: KnownNames = KnownNames()) {
        self.file = ConfigurationFile(path: file)
        self.known = known
    }

    /// Adds a stage at the end of the file.
    /// - Parameters:
    ///   - stage: the new stage. Its name must not be in use.
    ///   - use: whether to make it the current stage. The first stage always becomes the current stage.
    @discardableResult
    public func add(_ stage: Stage, use: Bool = false) throws(ConfigurationEditError) -> Configuration {
        if let problem = StageRules.problem(of: stage) { throw .invalid(problem) }
        return try edit(wanted: Self.section(stage).joined(separator: "\n")) {
            (configuration, text) throws(ConfigurationEditError) in
            if configuration.stage(stage.name) != nil { throw .stageExists(stage.name) }
            let becomesCurrent = use || configuration.stages.isEmpty
            configuration.stages.append(Self.normalised(stage))
            let longer = TOMLEdit.append(Self.section(stage), to: text)
            return becomesCurrent ? try Self.use(stage.name, &configuration, longer) : longer
        }
    }

    /// Makes a stage the current one.
    @discardableResult
    public func use(_ name: String) throws(ConfigurationEditError) -> Configuration {
        try edit(wanted: "stage = \(TOMLEdit.literal(name))") { (configuration, text) throws(ConfigurationEditError) in
            try Self.use(name, &configuration, text)
        }
    }

    /// Removes a stage from the configuration. Its cache and outbox are kept.
    @discardableResult
    public func remove(_ name: String) throws(ConfigurationEditError) -> Configuration {
        try edit(wanted: "[stages.\(name)] …") { (configuration, text) throws(ConfigurationEditError) in
            try Self.require(name, in: configuration)
            configuration.stages.removeAll { $0.name == name }
            let shorter = TOMLEdit.removeSection(["stages", name], of: text)
            guard configuration.current == name else { return shorter }
            configuration.current = nil
            return shorter.flatMap { TOMLEdit.removePair(["stage"], of: $0) }
        }
    }

    /// Sets the participant's handle on a stage, which is a GitHub user name.
    @discardableResult
    public func setHandle(_ handle: String, stage name: String) throws(ConfigurationEditError) -> Configuration {
        try edit(wanted: Self.handleLine(handle), section: name) { (configuration, text) throws(ConfigurationEditError) in
            try Self.require(name, in: configuration)
            if handle.isBlank { throw .invalid(.empty(key: "handle")) }
            configuration.change(name) { $0.handle = handle }
            return TOMLEdit.set("handle", to: TOMLEdit.literal(handle), in: ["stages", name], of: text)
        }
    }

    private static func handleLine(_ handle: String) -> String { "handle = \(TOMLEdit.literal(handle))" }

    /// The lines that set the handle of a stage, to be written by hand: the section header and the setting.
    static func handleLines(_ handle: String, stage name: String) -> String { "[stages.\(name)]\n\(handleLine(handle))" }

    /// A setting of a stage that its deployment determines.
    enum DeployedSetting: String { case api, issuer, clientID = "client_id", auth }

    /// Sets several settings of a stage in one edit.
    func set(
        _ pairs: [(setting: DeployedSetting, value: String)], stage name: String
    ) throws(ConfigurationEditError) -> Configuration {
        let lines = pairs.map { "\($0.setting.rawValue) = \(TOMLEdit.literal($0.value))" }
        return try edit(wanted: lines.joined(separator: "\n"), section: name) { (configuration, text) throws(ConfigurationEditError) in
            try Self.require(name, in: configuration)
            var edited: String? = text
            for (setting, value) in pairs {
                configuration.change(name) { $0.set(setting, to: value) }
                edited = edited.flatMap {
                    TOMLEdit.set(setting.rawValue, to: TOMLEdit.literal(value), in: ["stages", name], of: $0)
                }
            }
            return edited
        }
    }

    /// The current configuration in the file.
    func load() throws(ConfigurationEditError) -> Configuration {
        try reading { () throws(ConfigurationError) in try Configuration.load(file.path, known: known) }
    }

    // MARK: One edit

    /// Makes one edit.
    /// - Parameters:
    ///   - wanted: the lines to write by hand if hdoc cannot edit the file.
    ///   - section: the stage to whose section `wanted` belongs; nil if it belongs to no section.
    ///   - change: changes the configuration, and returns a text with the same content. Nil if `TOMLEdit` cannot edit the text.
    private func edit(
        wanted: String, section: String? = nil, _ change: (inout Configuration, String) throws(ConfigurationEditError) -> String?
    ) throws(ConfigurationEditError) -> Configuration {
        let before = try text()
        let old = try reading { () throws(ConfigurationError) in try parse(before) }
        var goal = old
        guard let after = try change(&goal, before), let result = try? parse(after), result == goal else {
            throw .byHand(file: file.path, line: old.line(of: ["stages"]), wanted: wanted)
        }
        guard try text() == before else { throw .changedMeanwhile(file: file.path) }
        do throws(FileError) {
            try file.overwrite(with: Array(after.utf8), mode: nil)
        } catch {
            switch error.reason {
            case .permissionDenied, .readOnlyFileSystem:
                throw .unwritable(
                    file: file.path, isReadOnlyFileSystem: error.reason == .readOnlyFileSystem,
                    wanted: section.map { "[stages.\($0)]\n\(wanted)" } ?? wanted)
            default: throw .store(StoreError(error))
            }
        }
        return result
    }

    private func text() throws(ConfigurationEditError) -> String {
        try reading { () throws(ConfigurationError) in try file.text() ?? "" }
    }

    private func parse(_ text: String) throws(ConfigurationError) -> Configuration {
        try Configuration.parse(text, file: file.path, known: known)
    }

    private func reading<Value>(_ read: () throws(ConfigurationError) -> Value) throws(ConfigurationEditError) -> Value {
        do throws(ConfigurationError) { return try read() } catch { throw .unusable(error) }
    }

    private static func use(
        _ name: String, _ configuration: inout Configuration, _ text: String
    ) throws(ConfigurationEditError) -> String? {
        try require(name, in: configuration)
        configuration.current = name
        return TOMLEdit.set("stage", to: TOMLEdit.literal(name), in: [], of: text)
    }

    private static func require(_ name: String, in configuration: Configuration) throws(ConfigurationEditError) {
        guard configuration.stage(name) == nil else { return }
        let names = configuration.stages.map(\.name)
        throw .noSuchStage(name, nearest: NearestName.of(name, among: names), known: names)
    }

    /// The stage as it would be parsed from its section: URLs with or without a trailing slash.
    private static func normalised(_ stage: Stage) -> Stage {
        var stage = stage
        stage.api = StageURL.withSlash(stage.api)
        stage.issuer = stage.issuer.map(StageURL.withoutSlash)
        stage.auth = stage.auth.map(StageURL.withoutSlash)
        return stage
    }

    private static func section(_ stage: Stage) -> [String] {
        let stage = normalised(stage)
        let defaults = Stage(name: stage.name, api: stage.api)
        var lines = ["[stages.\(stage.name)]", "api = \(TOMLEdit.literal(stage.api))"]
        func add(_ key: String, _ value: String?) { if let value { lines.append("\(key) = \(TOMLEdit.literal(value))") } }
        add("issuer", stage.issuer)
        add("client_id", stage.clientID)
        add("auth", stage.auth)
        if stage.callbackPorts != defaults.callbackPorts {
            lines.append("callback_ports = [\(stage.callbackPorts.map(String.init).joined(separator: ", "))]")
        }
        if stage.token != defaults.token { add("token", stage.token.rawValue) }
        add("handle", stage.handle)
        add("day_ends", stage.dayEnd?.description)
        return lines
    }
}

extension Configuration {
    fileprivate mutating func change(_ name: String, _ change: (inout Stage) -> Void) {
        for index in stages.indices where stages[index].name == name { change(&stages[index]) }
    }
}

extension Stage {
    fileprivate mutating func set(_ setting: ConfigurationEditor.DeployedSetting, to value: String) {
        switch setting {
        case .api: api = value
        case .issuer: issuer = value
        case .clientID: clientID = value
        case .auth: auth = value
        }
    }
}
