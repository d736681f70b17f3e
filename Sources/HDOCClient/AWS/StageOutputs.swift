import HDOCModels

/// What the stacks of one stage say about it, checked: the part of a stage that a deployment decides.
public struct StageOutputs: Sendable, Equatable {
    public var stage: String
    public var api: String?
    public var issuer: String?
    public var clientID: String?
    public var auth: String?

    /// One element for each stage, in the order of their first stack; stacks that are none of ours are left out.
    /// - Parameter choice: only this stage.
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

    /// The one stage that these stacks describe.
    /// - Parameter name: what to call it; where several stages are described, the one to take.
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

    /// Several stacks may repeat an output, but not contradict each other.
    private static func output(_ key: String, _ stage: String, _ stacks: [Stack]) throws(StackImportError) -> String? {
        let values = Set(stacks.compactMap { $0.outputs[key] }.filter { !$0.isEmpty })
        guard values.count <= 1 else { throw .conflicting(output: key, stage: stage) }
        return values.first
    }

    /// `us-east-1_AbCdEf` → `us-east-1`.
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

/// What an import did to the configuration.
public enum StageChange: String, Sendable, Equatable { case added, updated, unchanged }

extension ConfigurationEditor {
    /// Makes the stage, or brings what its deployment decides up to date; what a person set beside that stays.
    /// Throws `StackImportError` too.
    public func put(_ outputs: StageOutputs) throws -> (StageChange, Configuration) {
        let before = try load()
        guard let old = before.stage(outputs.stage) else {
            guard let api = outputs.api else { throw StackImportError.noAPI(stage: outputs.stage) }
            return (
                .added,
                try add(
                    Stage(
                        name: outputs.stage, api: api, issuer: outputs.issuer, clientID: outputs.clientID, auth: outputs.auth))
            )
        }
        let wanted = [
            ("api", old.api, outputs.api), ("issuer", old.issuer, outputs.issuer),
            ("client_id", old.clientID, outputs.clientID), ("auth", old.auth, outputs.auth),
        ]
        let changes = wanted.compactMap { key, old, new in new.flatMap { $0 == old ? nil : (key, $0) } }
        if changes.isEmpty { return (.unchanged, before) }
        return (.updated, try set(changes, stage: outputs.stage))
    }
}
