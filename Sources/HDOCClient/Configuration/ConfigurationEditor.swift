/// hdoc's own edits of `config.toml`. A person's comments, order and bytes elsewhere stay: the text is edited, read again,
/// and written only if it then says exactly what was wanted.
///
/// Throws `ConfigurationError` (the file was bad before), `ConfigurationEditError`, or `StoreError`.
public struct ConfigurationEditor: Sendable {
    private let file: ConfigurationFile
    private let vocabulary: Configuration.Vocabulary

    public init(file: String, vocabulary: Configuration.Vocabulary = .init()) {
        self.file = ConfigurationFile(path: file)
        self.vocabulary = vocabulary
    }

    /// Adds a stage at the end; the first one there is becomes the current one, as does any with `use`.
    @discardableResult
    public func add(_ stage: Stage, use: Bool = false) throws -> Configuration {
        if let problem = StageRules.problem(of: stage) { throw ConfigurationEditError.invalid(problem) }
        return try edit(wanted: Self.section(stage).joined(separator: "\n")) { configuration, text in
            if configuration.stage(stage.name) != nil { throw ConfigurationEditError.stageExists(stage.name) }
            let becomesCurrent = use || configuration.stages.isEmpty
            configuration.stages.append(Self.normalised(stage))
            text = TOMLEdit.append(Self.section(stage), to: text)
            if becomesCurrent { try Self.use(stage.name, &configuration, &text) }
        }
    }

    /// Makes a stage the current one.
    @discardableResult
    public func use(_ name: String) throws -> Configuration {
        try edit(wanted: "stage = \(TOMLEdit.literal(name))") { configuration, text in
            try Self.use(name, &configuration, &text)
        }
    }

    /// Removes a stage from the configuration; its cache and outbox stay.
    @discardableResult
    public func remove(_ name: String) throws -> Configuration {
        try edit(wanted: "[stages.\(name)] …") { configuration, text in
            try Self.require(name, in: configuration)
            configuration.stages.removeAll { $0.name == name }
            text = try TOMLEdit.removeSection(["stages", name], of: text).orByHand()
            if configuration.current == name {
                configuration.current = nil
                text = try TOMLEdit.removePair(["stage"], of: text).orByHand()
            }
        }
    }

    /// Remembers who the participant is on a stage.
    @discardableResult
    public func setHandle(_ handle: String, stage name: String) throws -> Configuration {
        try edit(wanted: "handle = \(TOMLEdit.literal(handle))") { configuration, text in
            try Self.require(name, in: configuration)
            if handle.allSatisfy(\.isWhitespace) { throw ConfigurationEditError.invalid(.empty(key: "handle")) }
            configuration.stages = configuration.stages.map { stage in
                var stage = stage
                if stage.name == name { stage.handle = handle }
                return stage
            }
            text = try TOMLEdit.set("handle", to: TOMLEdit.literal(handle), in: ["stages", name], of: text).orByHand()
        }
    }

    /// Sets `api`, `issuer`, `client_id` and `auth` of a stage, in one edit.
    func set(_ pairs: [(key: String, value: String)], stage name: String) throws -> Configuration {
        let lines = pairs.map { "\($0.key) = \(TOMLEdit.literal($0.value))" }
        return try edit(wanted: lines.joined(separator: "\n")) { configuration, text in
            try Self.require(name, in: configuration)
            for (key, value) in pairs {
                configuration.stages = configuration.stages.map { stage in
                    stage.name == name ? stage.setting(key, to: value) : stage
                }
                text = try TOMLEdit.set(key, to: TOMLEdit.literal(value), in: ["stages", name], of: text).orByHand()
            }
        }
    }

    /// The file as it stands.
    func load() throws(ConfigurationError) -> Configuration { try Configuration.load(file.path, vocabulary: vocabulary) }

    // MARK: One edit

    private func edit(
        wanted: String, _ change: (inout Configuration, inout String) throws -> Void
    ) throws -> Configuration {
        let before = try file.text() ?? ""
        let old = try Configuration.parse(before, file: file.path, vocabulary: vocabulary)
        var (goal, text) = (old, before)
        do {
            try change(&goal, &text)
        } catch is NotEditable {
            throw byHand(wanted, old)
        }
        guard let result = try? Configuration.parse(text, file: file.path, vocabulary: vocabulary), result == goal
        else { throw byHand(wanted, old) }
        guard try file.text() ?? "" == before else { throw ConfigurationEditError.changedMeanwhile(file: file.path) }
        try file.replace(with: text)
        return result
    }

    private func byHand(_ wanted: String, _ old: Configuration) -> ConfigurationEditError {
        .byHand(file: file.path, line: old.line(of: ["stages"]), wanted: wanted)
    }

    private static func use(_ name: String, _ configuration: inout Configuration, _ text: inout String) throws {
        try require(name, in: configuration)
        configuration.current = name
        text = try TOMLEdit.set("stage", to: TOMLEdit.literal(name), in: [], of: text).orByHand()
    }

    private static func require(_ name: String, in configuration: Configuration) throws {
        guard configuration.stage(name) == nil else { return }
        let names = configuration.stages.map(\.name)
        throw ConfigurationEditError.noSuchStage(name, nearest: NearestName.of(name, among: names), known: names)
    }

    /// As reading it back will give it.
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
        return lines
    }
}

extension Stage {
    fileprivate func setting(_ key: String, to value: String) -> Stage {
        var stage = self
        switch key {
        case "api": stage.api = value
        case "issuer": stage.issuer = value
        case "client_id": stage.clientID = value
        case "auth": stage.auth = value
        default: break
        }
        return stage
    }
}

/// The text is written in a way that `TOMLEdit` does not know.
private struct NotEditable: Error {}

extension String? {
    fileprivate func orByHand() throws -> String {
        guard let self else { throw NotEditable() }
        return self
    }
}
