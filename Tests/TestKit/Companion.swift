import Foundation

/// A program that serves while a test needs it, and says on its standard output what there is to know.
public final class Companion {
    /// What ends it.
    public enum End: Sendable {
        /// The end of its standard input, so that it can tidy up.
        case endOfInput
        case kill
    }

    public struct Silent: Error, CustomStringConvertible {
        public let description: String
    }

    public let process: Int32
    /// Its standard input and output.
    private var line: Int32
    private let end: End

    /// Returns when it was started; `nextLine` waits for what it has to say. `saysErrors`: what it prints as errors counts as said.
    public init(
        _ program: String, _ arguments: [String] = [], environment: [String: String]? = nil, end: End = .endOfInput,
        saysErrors: Bool = false
    ) throws {
        // Closed in every other program that is started meanwhile, or its input would never end.
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

    /// Returns when it has ended.
    public func stop() {
        guard line >= 0 else { return }
        close(line)
        line = -1
        if end == .kill { kill(process, SIGKILL) }
        Spawn.wait(process)
    }

    /// Waits for it; the program's end is an error.
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
}

/// Where things lie in this checkout.
public enum Checkout {
    public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// Programs that tests start.
    public static let support = root.appendingPathComponent("Tests/Support")
    /// The Python of `script/test`, with the packages it installs.
    public static let python = root.appendingPathComponent(".build-python/bin/python3").path
}

extension Companion {
    /// A python program of `Tests/Support`.
    public convenience init(support name: String, _ arguments: [String] = [], environment: [String: String]? = nil) throws {
        guard FileManager.default.isExecutableFile(atPath: Checkout.python) else {
            throw Silent(description: "\(Checkout.python) is missing: script/test makes it")
        }
        try self.init(Checkout.python, [Checkout.support.appendingPathComponent(name).path] + arguments, environment: environment)
    }
}
