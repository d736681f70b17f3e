import Foundation

/// A python program of `Tests/Support` that serves while a test needs it. It ends when its standard input does.
final class Helper {
    struct NotReady: Error, CustomStringConvertible {
        let description: String
    }

    private let process: pid_t
    /// Its standard input and output.
    private let line: Int32

    /// Returns when the program runs; `nextLine` waits for what it has to say.
    init(_ name: String, _ arguments: [String] = []) throws {
        guard FileManager.default.isExecutableFile(atPath: Self.python.path) else {
            throw NotReady(description: "\(Self.python.path) is missing: script/test makes it")
        }
        // Closed in every other program that is started meanwhile, or its input would never end.
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw NotReady(description: "no socket (errno \(errno))") }
        defer { close(ends[1]) }
        line = ends[0]
        process = try Self.spawn([Self.python.path, Self.support.appendingPathComponent(name).path] + arguments, ends[1])
    }

    deinit {
        close(line)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }

    private static func spawn(_ arguments: [String], _ line: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, line, 0)
        posix_spawn_file_actions_adddup2(&actions, line, 1)
        // Servers of other tests, above all: whoever holds their sockets keeps their ports open after them.
        for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        let strings = arguments.map { strdup($0) } + [nil]
        let settings = ProcessInfo.processInfo.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for string in strings + settings { free(string) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, arguments[0], &actions, nil, strings, settings)
        guard code == 0 else { throw NotReady(description: "\(arguments[0]) could not be started (errno \(code))") }
        return process
    }

    /// Waits for it; the program's end is an error.
    func nextLine() throws -> String {
        var (text, byte): ([UInt8], UInt8) = ([], 0)
        while true {
            let count = read(line, &byte, 1)
            if count < 0, errno == EINTR { continue }
            if count == 1, byte == UInt8(ascii: "\n") { return String(decoding: text, as: UTF8.self) }
            guard count == 1 else { throw NotReady(description: "it ended after “\(String(decoding: text, as: UTF8.self))”") }
            text.append(byte)
        }
    }

    private static let tests = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let support = tests.appendingPathComponent("Support")
    /// With the packages that `script/test` installs.
    private static let python = tests.deletingLastPathComponent().appendingPathComponent(".build-python/bin/python3")
}
