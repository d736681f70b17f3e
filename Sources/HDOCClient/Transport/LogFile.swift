import FoundationEssentials
import Glibc
import HDOCModels
import Logging
import Synchronization

/// The log of one run: a file for its owner alone, which starts anew when it is full. The lines before stay in `PATH.1`.
public final class LogFile: Sendable {
    /// In bytes; with the one before it, twice as much lies on the disk at most.
    public static let limit = 1_000_000

    private let path: String
    private let limit: Int
    private let clock: @Sendable () -> Date
    private let descriptor: Mutex<Int32>

    public init(path: String, limit: Int = LogFile.limit, clock: @escaping @Sendable () -> Date) throws(StoreError) {
        (self.path, self.limit, self.clock) = (path, limit, clock)
        try PrivateFile(path).prepareDirectory()
        descriptor = Mutex(try Self.open(path))
    }

    deinit { descriptor.withLock { _ = close($0) } }

    /// Whether `HDOC_LOG` names a level.
    public static func isWanted(_ environment: [String: String]) -> Bool { level(environment) != nil }

    private static func level(_ environment: [String: String]) -> Logger.Level? {
        environment["HDOC_LOG"].flatMap { Logger.Level(rawValue: $0.lowercased()) }
    }

    /// A logger of the level that `HDOC_LOG` names.
    public func logger(_ label: String, _ environment: [String: String]) -> Logger {
        var logger = Logger(label: label) { _ in LogFileHandler(file: self) }
        logger.logLevel = Self.level(environment) ?? .critical
        return logger
    }

    /// One line; where it cannot be written it is dropped, as a log must not stop what it tells of.
    func append(_ line: String) {
        let bytes = Array("\(Timestamp.format(clock())) \(line)\n".utf8)
        descriptor.withLock { descriptor in
            startAnewIfFull(&descriptor, for: bytes.count)
            _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        }
    }

    private func startAnewIfFull(_ descriptor: inout Int32, for count: Int) {
        guard let info = FileInfo(descriptor: descriptor), info.size + count > limit else { return }
        // Another hdoc may have done so already: then the file of that name is a new one.
        if FileInfo(path)?.isSame(as: info) == true { rename(path, path + ".1") }
        guard let new = try? Self.open(path) else { return }
        close(descriptor)
        descriptor = new
    }

    private static func open(_ path: String) throws(StoreError) -> Int32 {
        let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(errno: errno, path: path) }
        // The file may be older than this rule.
        guard fchmod(descriptor, 0o600) == 0 else {
            let code = errno
            close(descriptor)
            throw StoreError(errno: code, path: path)
        }
        return descriptor
    }
}

/// swift-log's way to the file.
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
