import FoundationEssentials
import HDOCModels
import Logging

/// A log file that only its owner may read. When it is full, it is renamed to `PATH.1` and a new file is created.
public final class LogFile: Sendable {
    /// The maximum size of the file in bytes. The file and `PATH.1` together use at most twice as much.
    public static let limit = 1_000_000

    private let file: AppendedFile
    private let clock: @Sendable () -> Date

    /// Opens the file, or creates it and its directory.
    /// - Parameters:
    ///   - path: an absolute path. A symbolic link is refused.
    ///   - limit: the maximum size in bytes.
    ///   - clock: returns the time that is written at the start of each line.
    public init(path: String, limit: Int = LogFile.limit, clock: @escaping @Sendable () -> Date) throws(StoreError) {
        file = try AppendedFile(path: path, limit: limit)
        self.clock = clock
    }

    /// Whether the environment variable `HDOC_LOG` contains a log level: `trace`, `debug`, `info`, `notice`, `warning`, `error`
    /// or `critical`, in upper or lower case.
    public static func isWanted(_ environment: [String: String]) -> Bool { level(environment) != nil }

    private static func level(_ environment: [String: String]) -> Logger.Level? {
        environment["HDOC_LOG"].flatMap { Logger.Level(rawValue: $0.lowercased()) }
    }

    /// A logger that writes to this file. Its level is the value of `HDOC_LOG`, or `critical` if that contains no level.
    public func logger(_ label: String, _ environment: [String: String]) -> Logger {
        var logger = Logger(label: label) { _ in LogFileHandler(file: self) }
        logger.logLevel = Self.level(environment) ?? .critical
        return logger
    }

    /// Appends one line. Errors are ignored, because logging must not stop the program.
    func append(_ line: String) { file.append(Array("\(Timestamp.format(clock())) \(line)\n".utf8)) }
}

/// Passes messages of swift-log to the file.
private struct LogFileHandler: LogHandler {
    let file: LogFile
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { file.append("\(event.level) \(event.message)") }
}
