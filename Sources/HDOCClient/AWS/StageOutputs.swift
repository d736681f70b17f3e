import HDOCModels

/// The settings of a stage that its deployment determines. They are read from the outputs of its stacks and validated.
public struct StageOutputs: Sendable, Equatable {
    /// The name of the stage.
    public var stage: String
    /// `APIURL`: the base URL of the API, with a trailing slash.
    public var api: String?
    /// The OpenID issuer, derived from `CognitoUserPoolID`, without a trailing slash.
    public var issuer: String?
    /// `CognitoUserPoolClientID`: the OAuth client ID.
    public var clientID: String?
    /// `AuthURL`: the URL of the sign-in domain, without a trailing slash.
    public var auth: String?

    /// The settings of all described stages, in the order of their first stacks. Stacks that belong to no stage are ignored.
    /// - Parameters:
    ///   - stacks: the stacks of a region.
    ///   - choice: the names of the wanted stages; empty means all.
    public static func all(
        of stacks: [Stack], only choice: Set<String> = []
    ) throws(StackImportError) -> [StageOutputs] {
        var names: [String] = []
        for stack in stacks {
            if let name = stack.stageName, !names.contains(name), choice.isEmpty || choice.contains(name) { names.append(name) }
        }
        var all: [StageOutputs] = []
        for name in names { all.append(try StageOutputs(name, stacks.filter { $0.stageName == name })) }
        return all
    }

    /// The settings of one stage.
    /// - Parameters:
    ///   - stacks: the stacks of one or more stages.
    ///   - name: if the stacks describe several stages, the stage to select. Otherwise the name for the described stage; nil
    ///     means the name in the stacks.
    public static func one(of stacks: [Stack], name: String?) throws(StackImportError) -> StageOutputs {
        if stacks.isEmpty { throw .noStacks }
        if let name, let problem = StageRules.problem(ofName: name) { throw .invalid(output: "--name", problem) }
        let known = stacks.compactMap(\.stageName).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        if let name, known.contains(name) { return try StageOutputs(name, stacks.filter { $0.stageName == name }) }
        guard known.count <= 1 else {
            guard let name else { throw .severalStages(known) }
            throw .noSuchStage(name, nearest: NearestName.of(name, among: known), known: known)
        }
        if let only = known.first { return try StageOutputs(name ?? only, stacks.filter { $0.stageName == only }) }
        guard let name else { throw .unknownNames(stacks.map(\.name)) }
        return try StageOutputs(name, stacks)
    }

    /// The stage with these values; nil without the address of its API.
    package var newStage: Stage? {
        api.map { Stage(name: stage, api: $0, issuer: issuer, clientID: clientID, auth: auth) }
    }

    private init(_ stage: String, _ stacks: [Stack]) throws(StackImportError) {
        self.stage = stage
        api = try Self.output("APIURL", stage, stacks).map(StageURL.withSlash)
        clientID = try Self.output("CognitoUserPoolClientID", stage, stacks)
        auth = try Self.output("AuthURL", stage, stacks).map(StageURL.withoutSlash)
        let pool = try Self.output("CognitoUserPoolID", stage, stacks)
        if let pool {
            guard let region = Self.region(ofPool: pool) else { throw .badPoolID(pool) }
            issuer = "https://cognito-idp.\(region).amazonaws.com/\(pool)"
        }
        if api == nil, pool == nil, clientID == nil, auth == nil { throw .noOutputs(stage: stage, stacks: stacks.map(\.name)) }
        if let clientID, !Self.isWord(clientID) { throw .badClientID(clientID) }
        for (key, value) in [("APIURL", api), ("AuthURL", auth)] {
            if let value, let reason = StageURL.problem(value) {
                throw .invalid(output: key, .badURL(key: key, value: value, reason: reason))
            }
        }
    }

    /// The value of an output; nil if no stack has it. Several stacks may have the same output if the values are equal.
    private static func output(_ key: String, _ stage: String, _ stacks: [Stack]) throws(StackImportError) -> String? {
        let values = Set(stacks.compactMap { $0.outputs[key] }.filter { !$0.isEmpty })
        guard values.count <= 1 else { throw .conflicting(output: key, stage: stage) }
        return values.first
    }

    /// The region in a user pool id: `us-east-1` for `us-east-1_AbCdEf`.
    private static func region(ofPool id: String) -> String? {
        let parts = id.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 2, isWord(String(parts[1])), parts[0].split(separator: "-").count >= 3, parts[0].utf8.count <= 30,
            parts[0].utf8.allSatisfy({ isWordByte($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        return String(parts[0])
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 128 && text.utf8.allSatisfy(isWordByte)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

/// The effect of an import on the configuration.
public enum StageChange: String, Sendable, Equatable { case added, updated, unchanged }

extension ConfigurationEditor {
    /// Adds a stage, or updates the settings that its deployment determines. Other settings of an existing stage are kept.
    /// - Returns: the effect, and the resulting configuration.
    /// - Throws: `noAPI` or `edit`.
    public func put(_ outputs: StageOutputs) throws(StackImportError) -> (StageChange, Configuration) {
        do throws(ConfigurationEditError) {
            let before = try load()
            if let old = before.stage(outputs.stage) {
                let changes = Self.changes(from: old, to: outputs)
                if changes.isEmpty { return (.unchanged, before) }
                return (.updated, try set(changes, stage: outputs.stage))
            }
            if let stage = outputs.newStage { return (.added, try add(stage)) }
        } catch {
            throw .edit(error)
        }
        throw .noAPI(stage: outputs.stage)
    }

    private static func changes(from stage: Stage, to outputs: StageOutputs) -> [(setting: DeployedSetting, value: String)] {
        let settings: [(setting: DeployedSetting, old: String?, new: String?)] = [
            (.api, stage.api, outputs.api), (.issuer, stage.issuer, outputs.issuer),
            (.clientID, stage.clientID, outputs.clientID), (.auth, stage.auth, outputs.auth),
        ]
        return settings.compactMap { setting, old, new in new.flatMap { $0 == old ? nil : (setting, $0) } }
    }
}
