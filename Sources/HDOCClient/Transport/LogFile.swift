import FoundationEssentials
import HDOCModels
import Logging

/// The log of one run: a file for its owner alone. When it is full, it is renamed to `PATH.1` and a new one begins.
public final class LogFile: Sendable {
    /// In bytes. Together with `PATH.1`, twice as much lies on the disk at most.
    public static let limit = 1_000_000

    private let file: AppendedFile
    private let clock: @Sendable () -> Date

    /// Opens the file, or makes it with its directory.
    /// - Parameters:
    ///   - path: absolute; a symbolic link is refused.
    ///   - limit: in bytes.
    ///   - clock: gives the time that begins each line.
    public init(path: String, limit: Int = LogFile.limit, clock: @escaping @Sendable () -> Date) throws(StoreError) {
        file = try AppendedFile(path: path, limit: limit)
        self.clock = clock
    }

    /// Whether the environment variable `HDOC_LOG` names a level: `trace`, `debug`, `info`, `notice`, `warning`, `error` or
    /// `critical`, in any case.
    public static func isWanted(_ environment: [String: String]) -> Bool { level(environment) != nil }

    private static func level(_ environment: [String: String]) -> Logger.Level? {
        environment["HDOC_LOG"].flatMap { Logger.Level(rawValue: $0.lowercased()) }
    }

    /// A logger that writes to this file from the level that `HDOC_LOG` names; from `critical` where it names none.
    public func logger(_ label: String, _ environment: [String: String]) -> Logger {
        var logger = Logger(label: label) { _ in LogFileHandler(file: self) }
        logger.logLevel = Self.level(environment) ?? .critical
        return logger
    }

    /// Appends one line. A line that cannot be written is dropped: logging must not stop the program.
    func append(_ line: String) { file.append(Array("\(Timestamp.format(clock())) \(line)\n".utf8)) }
}

/// Passes what swift-log is given on to the file.
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
