import Foundation

/// A python program of `Tests/Support` that serves while a test needs it. It ends when its standard input does.
final class Helper {
    struct NotReady: Error, CustomStringConvertible {
        let description: String
    }

    private let process = Process()
    private let (input, output) = (Pipe(), Pipe())

    /// Returns when the program has printed its first line, which `nextLine` then gives.
    init(_ name: String, _ arguments: [String] = []) throws {
        process.executableURL = Self.python
        process.arguments = [Self.support.appendingPathComponent(name).path] + arguments
        (process.standardInput, process.standardOutput) = (input, output)
        guard FileManager.default.isExecutableFile(atPath: Self.python.path) else {
            throw NotReady(description: "\(Self.python.path) is missing: script/test makes it")
        }
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Waits for it; the program's end is an error.
    func nextLine() throws -> String {
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
            if byte == Data("\n".utf8) { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        throw NotReady(description: "it ended after “\(String(decoding: line, as: UTF8.self))”")
    }

    private static let tests = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let support = tests.appendingPathComponent("Support")
    /// With the packages that `script/test` installs.
    private static let python = tests.deletingLastPathComponent().appendingPathComponent(".build-python/bin/python3")
}
