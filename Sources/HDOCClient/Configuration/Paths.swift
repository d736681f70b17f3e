import FoundationEssentials
import Glibc

/// The paths of hdoc's files, by the XDG Base Directory Specification. All paths are absolute, unless `HDOC_CONFIG` is
/// relative. No file or directory is created here.
public struct Paths: Sendable, Equatable {
    /// The path of `config.toml`, or the value of `HDOC_CONFIG`.
    public let configurationFile: String
    /// The directory of the caches, whose data can be fetched again.
    public let cacheDirectory: String
    /// The directory of the outboxes and drafts, which exist nowhere else.
    public let dataDirectory: String
    /// The directory of the tokens, the log and the crash report.
    public let stateDirectory: String

    /// Determines the paths.
    /// - Parameter environment: the environment variables of the process. `HOME`, `HDOC_CONFIG` and the four `XDG_*_HOME`
    ///   variables are used. If `HOME` is missing or relative, the home directory is looked up in the password database.
    public init(environment: [String: String]) {
        let home = Self.home(environment) ?? "/"
        func base(_ variable: String, _ fallback: String) -> String {
            // The XDG specification says that a relative path is invalid and must be ignored.
            let value = environment[variable].flatMap { Self.isAbsolute($0) ? $0 : nil } ?? "\(home)/\(fallback)"
            return "\(value)/hdoc"
        }
        configurationFile =
            environment["HDOC_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
            ?? base("XDG_CONFIG_HOME", ".config") + "/config.toml"
        cacheDirectory = base("XDG_CACHE_HOME", ".cache")
        dataDirectory = base("XDG_DATA_HOME", ".local/share")
        stateDirectory = base("XDG_STATE_HOME", ".local/state")
    }

    /// The home directory: `HOME` if it is an absolute path, or else that of this user in the password database. Nil if neither is
    /// known. A relative `HOME` would place tokens and entries in the directory from which hdoc was started.
    public static func home(_ environment: [String: String]) -> String? {
        environment["HOME"].flatMap { isAbsolute($0) ? $0 : nil } ?? PasswordDatabase.home(of: geteuid())
    }

    private static func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }

    /// Whether a path depends on the home directory and the home directory is unknown.
    public static func lacksHome(_ environment: [String: String]) -> Bool {
        let variables = ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"]
        return home(environment) == nil && !variables.allSatisfy { environment[$0].map(isAbsolute) == true }
    }

    /// The path of a stage's cache, an SQLite file. The file may be deleted.
    public func cache(_ stage: String) -> String { "\(cacheDirectory)/\(stage).sqlite" }
    /// The path of a stage's outbox, an SQLite file. It contains entries that may not have been sent.
    public func outbox(_ stage: String) -> String { "\(dataDirectory)/\(stage).outbox.sqlite" }
    /// The path of a stage's tokens, a JSON file that only its owner can read.
    public func tokens(_ stage: String) -> String { "\(stateDirectory)/\(stage).tokens.json" }
    /// The path of the log. It is written only if `HDOC_LOG` contains a log level.
    public var log: String { "\(stateDirectory)/hdoc.log" }
    /// The path of the report about the last crash.
    public var crashReport: String { "\(stateDirectory)/crash.txt" }
}
