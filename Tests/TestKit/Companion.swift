import Foundation

/// A helper program, such as a server, that runs while a test needs it and reports to the test on its standard output.
public final class Companion {
    /// How `stop` ends the program.
    public enum End: Sendable {
        /// Closes its standard input, so that it can clean up.
        case endOfInput
        case kill
    }

    public struct Silent: Error, CustomStringConvertible {
        public let description: String
    }

    public let process: Int32
    /// The socket that is the program's standard input and output.
    private var line: Int32
    private let end: End

    /// Starts the program. `nextLine` waits for its output.
    /// - Parameter saysErrors: whether `nextLine` also returns what the program writes to standard error.
    public init(
        _ program: String, _ arguments: [String] = [], environment: [String: String]? = nil, end: End = .endOfInput,
        saysErrors: Bool = false
    ) throws {
        // Close-on-exec: a program started meanwhile must not inherit the socket, or this program's input would never end.
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Silent(description: "no socket (errno \(errno))") }
        defer { close(ends[1]) }
        (line, self.end) = (ends[0], end)
        let stream = Spawn.Stream.descriptor(ends[1])
        process = try Spawn.start(
            program, arguments, environment: environment, streams: [stream, stream, saysErrors ? stream : .null])
    }

    deinit { stop() }

    /// Ends the program and returns when its process has ended.
    public func stop() {
        guard line >= 0 else { return }
        close(line)
        line = -1
        if end == .kill { kill(process, SIGKILL) }
        Spawn.wait(process)
    }

    /// Waits for the next line of output. Throws if the program ends first.
    public func nextLine() throws -> String {
        var (text, byte): ([UInt8], UInt8) = ([], 0)
        while true {
            let count = read(line, &byte, 1)
            if count < 0, errno == EINTR { continue }
            if count == 1, byte == UInt8(ascii: "\n") { return String(decoding: text, as: UTF8.self) }
            guard count == 1 else { throw Silent(description: "it ended after “\(String(decoding: text, as: UTF8.self))”") }
            text.append(byte)
        }
    }

    /// Writes a line to the program's standard input.
    public func say(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(line, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            written += count
        }
    }

    /// Waits for the next line of output and decodes it as JSON.
    public func nextValue<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(nextLine().utf8))
    }
}

/// Paths in this checkout.
public enum Checkout {
    public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// The folder with programs that tests start.
    public static let support = root.appendingPathComponent("Tests/Support")
    /// The Python of the virtual environment that `script/test` creates, with the packages that it installs.
    public static let python = root.appendingPathComponent(".build-python/bin/python3").path
}

extension Companion {
    /// Starts a Python program of `Tests/Support`.
    public convenience init(support name: String, _ arguments: [String] = [], environment: [String: String]? = nil) throws {
        guard FileManager.default.isExecutableFile(atPath: Checkout.python) else {
            throw Silent(description: "\(Checkout.python) is missing: script/test makes it")
        }
        try self.init(Checkout.python, [Checkout.support.appendingPathComponent(name).path] + arguments, environment: environment)
    }
}
