/// Why a configuration file cannot be used: which file, which line, and what is wrong there. Nothing of such a file is
/// applied.
public struct ConfigurationError: Error, Sendable, Equatable {
    /// Why a URL cannot be used.
    public enum URLProblem: Sendable, Equatable {
        /// The text cannot be parsed as a URL.
        case malformed
        /// The text has no `://`.
        case noScheme
        /// Another scheme than HTTPS, or HTTP to another machine than this one.
        case notHTTPS
        /// A user name or a password stands before the host.
        case holdsCredentials
        /// A query (`?…`) or a fragment (`#…`) follows the path.
        case holdsQuery
    }

    /// The path of the file.
    public var file: String
    /// Counted from 1; nil where the problem is that of the whole file.
    public var line: Int?
    /// What is wrong.
    public var problem: ConfigurationProblem

    /// A problem of a file; of one of its lines where that is known.
    public init(file: String, line: Int? = nil, _ problem: ConfigurationProblem) {
        (self.file, self.line, self.problem) = (file, line, problem)
    }
}

/// What is wrong in a configuration file, or with a stage that is to be written into one. Values are as they were written:
/// not sanitised.
public enum ConfigurationProblem: Sendable, Equatable {
    /// This user may not read the file.
    case permissionDenied
    /// The path names a directory.
    case isDirectory
    /// The file contains bytes that are not UTF-8.
    case notUTF8
    /// The file contains a NUL byte, at which the parser would stop.
    case holdsNUL
    /// More than `limit` bytes.
    case tooLarge(limit: Int)
    /// The file could not be read for another reason; the system's own text.
    case unreadable(detail: String)
    /// The file is not TOML; the parser's own text.
    case syntax(detail: String)
    /// `nearest` is the known key that is meant, probably.
    case unknownKey(String, nearest: String?, known: [String])
    /// `expected` and `found` are TOML's names of types: `string`, `array`, …
    case wrongType(key: String, expected: String, found: String)
    /// A required key is missing.
    case missingKey(String)
    case empty(key: String)
    case badURL(key: String, value: String, reason: ConfigurationError.URLProblem)
    /// The name has characters other than letters, digits, `_` and `-`.
    case badStageName(String)
    /// hdoc itself uses this name: `demo`.
    case reservedStageName(String)
    /// The number is not in 1…65535.
    case badPort(key: String, Int)
    case notOneOf(key: String, value: String, known: [String])
    case badColour(key: String, value: String)
    case unknownStage(String, nearest: String?, known: [String])
}

/// Why an edit of the configuration was not made. The file is as it was.
public enum ConfigurationEditError: Error, Sendable, Equatable {
    /// A stage of this name is configured already.
    case stageExists(String)
    /// The edit would make a configuration that cannot be used.
    case invalid(ConfigurationProblem)
    case noSuchStage(String, nearest: String?, known: [String])
    /// The file is written in a way that hdoc does not edit, such as with inline tables. `wanted` is what to write by hand,
    /// near that line.
    case byHand(file: String, line: Int?, wanted: String)
    /// The file, or its directory, cannot be written: this user lacks permission, or the file system is read-only.
    /// `wanted` is what to write by hand, with the section that it belongs to.
    case unwritable(file: String, isReadOnlyFileSystem: Bool, wanted: String)
    /// Another program wrote the file in the meantime.
    case changedMeanwhile(file: String)
    /// The file could not be used before the edit.
    case unusable(ConfigurationError)
    /// The file could not be written.
    case store(StoreError)
}

/// Where the name of a stage was given.
public enum StageNameSource: Sendable, Equatable {
    /// `--stage`.
    case option
    /// `HDOC_STAGE`.
    case environment
}

/// Why no stage could be selected.
public enum StageSelectionError: Error, Sendable, Equatable {
    /// No stage is configured in this file.
    case none(file: String)
    /// These stages are configured, and nothing says which one to use.
    case several([String])
    case unknown(String, from: StageNameSource, nearest: String?, known: [String])
}
