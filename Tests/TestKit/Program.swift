import Foundation

/// A finished program: what it printed and how it ended.
public struct Program: Sendable {
    public let output: String
    public let errors: String
    /// The exit status, or 128 plus the signal's number if a signal ended the program.
    public let status: Int32

    /// Runs a program until it ends. Its streams are files, because a daemon that it leaves behind would keep pipes open.
    public static func run(
        _ program: URL, _ arguments: [String], environment: [String: String]? = nil, input: String = ""
    ) throws -> Program {
        let base = NSTemporaryDirectory() + "hdoc-run-" + UUID().uuidString
        let files = [".in", ".out", ".err"].map { base + $0 }
        defer { for file in files { unlink(file) } }
        try Data(input.utf8).write(to: URL(fileURLWithPath: files[0]))
        let status = Spawn.wait(
            try Spawn.start(
                program.path, arguments, environment: environment,
                streams: [
                    .file(files[0], flags: O_RDONLY), .file(files[1], flags: O_WRONLY | O_CREAT),
                    .file(files[2], flags: O_WRONLY | O_CREAT),
                ]))
        let text = files.map { String(decoding: FileManager.default.contents(atPath: $0) ?? Data(), as: UTF8.self) }
        return Program(output: text[1], errors: text[2], status: status)
    }
}
