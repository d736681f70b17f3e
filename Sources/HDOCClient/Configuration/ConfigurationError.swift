/// Why a configuration cannot be used: which file, which line, what is wrong there and what would be right.
/// Nothing of such a file is applied.
public struct ConfigurationError: Error, Sendable, Equatable {
    public enum Problem: Sendable, Equatable {
        case permissionDenied
        case isDirectory
        case notUTF8
        /// A NUL byte: the text would end there for the parser.
        case holdsNUL
        case tooLarge(limit: Int)
        /// Reading failed otherwise, in the system's words.
        case unreadable(detail: String)
        /// In the parser's words.
        case syntax(detail: String)
        case unknownKey(String, nearest: String?, known: [String])
        /// `expected` and `found` are TOML's own names of types: `string`, `array`, …
        case wrongType(key: String, expected: String, found: String)
        case missingKey(String)
        case empty(key: String)
        case badURL(key: String, value: String, reason: URLProblem)
        case badStageName(String)
        /// Taken by hdoc itself: `demo`.
        case reservedStageName(String)
        case badPort(key: String, Int)
        case notOneOf(key: String, value: String, known: [String])
        case badColour(key: String, value: String)
        case unknownStage(String, nearest: String?, known: [String])
    }

    public enum URLProblem: Sendable, Equatable {
        case malformed, noScheme
        /// Plain http is for this machine only.
        case notHTTPS
        case holdsCredentials, holdsQuery
    }

    public var file: String
    /// From 1; nil where the file as a whole is meant.
    public var line: Int?
    public var problem: Problem

    public init(file: String, line: Int? = nil, _ problem: Problem) {
        (self.file, self.line, self.problem) = (file, line, problem)
    }
}

/// Why an edit of the configuration was not made. The file is as it was.
public enum ConfigurationEditError: Error, Sendable, Equatable {
    case stageExists(String)
    /// What is wanted would not be a good configuration.
    case invalid(ConfigurationError.Problem)
    case noSuchStage(String, nearest: String?, known: [String])
    /// The file is written in a way that hdoc does not edit (inline tables, say): what to change, and near which line.
    case byHand(file: String, line: Int?, wanted: String)
    /// Somebody else wrote the file in the meantime.
    case changedMeanwhile(file: String)
}

/// Why no stage could be chosen.
public enum StageSelectionError: Error, Sendable, Equatable {
    public enum Source: Sendable, Equatable { case option, environment }
    /// None is configured.
    case none(file: String)
    /// Several are, and nothing says which.
    case several([String])
    case unknown(String, from: Source, nearest: String?, known: [String])
}
