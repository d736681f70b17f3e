/// What a stage's settings must be, wherever they come from: the file, or the command line.
public enum StageRules {
    /// The embedded backend's own name.
    public static let demo = "demo"

    /// Stage names become file names and command arguments.
    public static func problem(ofName name: String) -> ConfigurationError.Problem? {
        guard !name.isEmpty, name.utf8.count <= 64, name.first != "-",
            name.unicodeScalars.allSatisfy({ isLetterOrDigit($0) || $0 == "_" || $0 == "-" })
        else { return .badStageName(name) }
        return name.lowercased() == demo ? .reservedStageName(name) : nil
    }

    /// The first thing wrong with a stage; keys are named as in the configuration.
    public static func problem(of stage: Stage) -> ConfigurationError.Problem? {
        if let problem = problem(ofName: stage.name) { return problem }
        for (key, value) in [("api", stage.api), ("issuer", stage.issuer), ("auth", stage.auth)] {
            guard let value else { continue }
            if let reason = StageURL.problem(value) { return .badURL(key: key, value: value, reason: reason) }
        }
        for (key, value) in [("client_id", stage.clientID), ("handle", stage.handle)] {
            if let value, value.allSatisfy(\.isWhitespace) { return .empty(key: key) }
        }
        if stage.callbackPorts.isEmpty { return .empty(key: "callback_ports") }
        return stage.callbackPorts.first { !(1...65_535).contains($0) }.map { .badPort(key: "callback_ports", $0) }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}
