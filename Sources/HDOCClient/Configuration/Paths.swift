import FoundationEssentials
import Glibc

/// Where hdoc keeps its files, by the XDG Base Directory Specification. All paths are absolute, but for a relative
/// `HDOC_CONFIG`. Nothing is made here.
public struct Paths: Sendable, Equatable {
    /// `config.toml`, or the file that `HDOC_CONFIG` names.
    public let configurationFile: String
    /// What can be fetched again.
    public let cacheDirectory: String
    /// What exists nowhere else: the outbox and drafts.
    public let dataDirectory: String
    /// Tokens and the log.
    public let stateDirectory: String

    /// - Parameter environment: `HOME` (without it the password database is asked), `HDOC_CONFIG` and
    ///   the four `XDG_*_HOME` variables count.
    public init(environment: [String: String]) {
        let home = Self.home(environment) ?? "/"
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

    /// The home directory: `HOME`, else what the password database says of this user. Nil where neither names one.
    public static func home(_ environment: [String: String]) -> String? {
        environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? PasswordDatabase.home(of: geteuid())
    }

    /// Whether the environment leaves a path open that would begin with the home directory, and nothing names that.
    public static func lacksHome(_ environment: [String: String]) -> Bool {
        let variables = ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"]
        return home(environment) == nil && !variables.allSatisfy { environment[$0]?.hasPrefix("/") == true }
    }

    /// The cache of a stage, an SQLite file. It may be deleted.
    public func cache(_ stage: String) -> String { "\(cacheDirectory)/\(stage).sqlite" }
    /// The outbox of a stage, an SQLite file. It holds what was written and not yet sent.
    public func outbox(_ stage: String) -> String { "\(dataDirectory)/\(stage).outbox.sqlite" }
    /// The tokens of a stage, a JSON file that only its owner can read.
    public func tokens(_ stage: String) -> String { "\(stateDirectory)/\(stage).tokens.json" }
    /// The log, where `HDOC_LOG` asks for one.
    public var log: String { "\(stateDirectory)/hdoc.log" }
}
