import FoundationEssentials

/// Where hdoc keeps what, by the XDG rules.
public struct Paths: Sendable, Equatable {
    public let configurationFile: String
    public let cacheDirectory: String
    public let dataDirectory: String
    public let stateDirectory: String

    public init(environment: [String: String]) {
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/"
        func base(_ variable: String, _ fallback: String) -> String {
            // The XDG specification: a relative path is invalid and must be ignored.
            let value = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/\(fallback)"
            return "\(value)/hdoc"
        }
        configurationFile =
            environment["HDOC_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
            ?? base("XDG_CONFIG_HOME", ".config") + "/config.toml"
        cacheDirectory = base("XDG_CACHE_HOME", ".cache")
        dataDirectory = base("XDG_DATA_HOME", ".local/share")
        stateDirectory = base("XDG_STATE_HOME", ".local/state")
    }

    public func cache(_ stage: String) -> String { "\(cacheDirectory)/\(stage).sqlite" }
    public func outbox(_ stage: String) -> String { "\(dataDirectory)/\(stage).outbox.sqlite" }
    public func tokens(_ stage: String) -> String { "\(stateDirectory)/\(stage).tokens.json" }
    public var log: String { "\(stateDirectory)/hdoc.log" }
}
