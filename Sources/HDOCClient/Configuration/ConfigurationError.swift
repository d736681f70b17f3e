import HDOCModels

/// The reason why a configuration file cannot be used: the file, the line and the problem. No part of an invalid file is
/// applied.
public struct ConfigurationError: Error, Sendable, Equatable {
    /// The reason why a URL cannot be used.
    public enum URLProblem: Sendable, Equatable {
        /// The text cannot be parsed as a URL.
        case malformed
        /// The text has no `://`.
        case noScheme
        /// The URL is neither https nor http to this machine.
        case notHTTPS
        /// The URL contains a user name or password before the host.
        case holdsCredentials
        /// The URL contains a query (`?…`) or a fragment (`#…`).
        case holdsQuery
    }

    /// The path of the file.
    public var file: String
    /// The line, starting at 1; nil if the problem concerns the whole file.
    public var line: Int?
    /// The problem.
    public var problem: ConfigurationProblem

    /// Creates an error.
    public init(file: String, line: Int? = nil, _ problem: ConfigurationProblem) {
        (self.file, self.line, self.problem) = (file, line, problem)
    }
}

/// A problem in a configuration file, or with a stage that should be written to it. Values are as they were written and not
/// sanitised.
public enum ConfigurationProblem: Sendable, Equatable {
    /// The user may not read the file.
    case permissionDenied
    /// The path names a directory.
    case isDirectory
    /// The file contains bytes that are not UTF-8.
    case notUTF8
    /// The file contains a NUL byte, at which the parser would stop.
    case holdsNUL
    /// The file has more than `limit` bytes.
    case tooLarge(limit: Int)
    /// The file could not be read for another reason. `detail` is the system's message.
    case unreadable(detail: String)
    /// The file is not valid TOML. `detail` is the parser's message.
    case syntax(detail: String)
    /// The key is unknown. `nearest` is a known key with a similar name, if there is one.
    case unknownKey(String, nearest: String?, known: [String])
    /// The value has a wrong type. `expected` and `found` are names of TOML types, such as `string` or `array`.
    case wrongType(key: String, expected: String, found: String)
    /// A required key is missing.
    case missingKey(String)
    /// The value is empty.
    case empty(key: String)
    /// The URL cannot be used.
    case badURL(key: String, value: String, reason: ConfigurationError.URLProblem)
    /// The name is empty, too long, starts with `-`, or contains characters other than ASCII letters, digits, `_` and `-`.
    case badStageName(String)
    /// hdoc uses this name for the demo.
    case reservedStageName(String)
    /// The number is not a port from 1 to 65535.
    case badPort(key: String, Int)
    /// The value is not a time from 00:00 to 12:00 in the form `HH:MM`.
    case badDayEnd(key: String, value: String)
    /// The value is not one of the known ones.
    case notOneOf(key: String, value: String, known: [String])
    /// The value is not the name or the number of a colour.
    case badColour(key: String, value: String)
    /// The value is not a query.
    case badQuery(key: String, QueryError)
    /// The program of a command contains a placeholder, whose value would come from a server.
    case placeholderAsProgram(String)
    /// The selected stage is not configured. `nearest` is a known name that is similar, if there is one.
    case unknownStage(String, nearest: String?, known: [String])
}

/// The reason why an edit of the configuration was not made. The file is unchanged.
public enum ConfigurationEditError: Error, Sendable, Equatable {
    /// A stage with this name is already configured.
    case stageExists(String)
    /// The edit would make the configuration invalid.
    case invalid(ConfigurationProblem)
    /// No stage with this name is configured. `nearest` is a known name that is similar, if there is one.
    case noSuchStage(String, nearest: String?, known: [String])
    /// hdoc cannot edit the file, for example because it uses inline tables. `wanted` is the text to write by hand, near
    /// `line`.
    case byHand(file: String, line: Int?, wanted: String)
    /// The file or its directory cannot be written, because the user lacks permission or the file system is read-only. `wanted`
    /// is the text to write by hand, including its section header.
    case unwritable(file: String, isReadOnlyFileSystem: Bool, wanted: String)
    /// Another program changed the file at the same time.
    case changedMeanwhile(file: String)
    /// The existing file is not a valid configuration.
    case unusable(ConfigurationError)
    /// The file could not be written for another reason.
    case store(StoreError)
}

/// The source of the name of a stage.
public enum StageNameSource: Sendable, Equatable {
    /// The option `--stage`.
    case option
    /// The environment variable `HDOC_STAGE`.
    case environment
}

/// The reason why no stage could be selected.
public enum StageSelectionError: Error, Sendable, Equatable {
    /// This file configures no stage.
    case none(file: String)
    /// Several stages are configured, and none is selected.
    case several([String])
    /// The requested stage is not configured. `nearest` is a known name that is similar, if there is one.
    case unknown(String, from: StageNameSource, nearest: String?, known: [String])
}
