import HDOCModels

/// The rules for the settings of a stage. They apply to the configuration file and to the command line.
public enum StageRules {
    /// The name of the demo stage. No other stage may have this name.
    public static let demo = "demo"

    /// The problem with a stage's name, which is used in file names and command lines. Nil if the name is allowed.
    public static func problem(ofName name: String) -> ConfigurationProblem? {
        guard !name.isEmpty, name.utf8.count <= 64, name.utf8.first != UInt8(ascii: "-"),
            name.utf8.allSatisfy({ ASCII.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") })
        else { return .badStageName(name) }
        return name.lowercased() == demo ? .reservedStageName(name) : nil
    }

    /// The first problem with a stage's settings; nil if there is none. Problems name keys as in the configuration.
    public static func problem(of stage: Stage) -> ConfigurationProblem? {
        if let problem = problem(ofName: stage.name) { return problem }
        for (key, value) in [("api", stage.api), ("issuer", stage.issuer), ("auth", stage.auth)] {
            guard let value else { continue }
            if let reason = StageURL.problem(value) { return .badURL(key: key, value: value, reason: reason) }
        }
        for (key, value) in [("client_id", stage.clientID), ("handle", stage.handle)] {
            if let value, value.isBlank { return .empty(key: key) }
        }
        if stage.callbackPorts.isEmpty { return .empty(key: "callback_ports") }
        return stage.callbackPorts.first { !isPort($0) }.map { .badPort(key: "callback_ports", $0) }
    }

    static func isPort(_ number: Int) -> Bool { (1...65_535).contains(number) }
}
