import FoundationEssentials
import Glibc
import HDOCClient
import HDOCTUI
import TerminalKit

/// Runs a program in the background, in a session without a terminal, and collects what it prints. It is started with its arguments
/// directly, never through a shell.
enum CapturedProgram {
    struct Outcome: Sendable {
        /// The exit status; 128 plus the signal if a signal ended the program.
        var status: Int32
        var output: [UInt8]
        var errors: [UInt8]

        var text: String { String(decoding: output, as: UTF8.self) }
        /// The first line that the program printed to standard error.
        var complaint: String {
            String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? "exit status \(status)"
        }
    }

    /// The most bytes that are read of the output and of the errors.
    private static let limit = 4 << 20

    /// Runs a program until it ends.
    /// - Parameters:
    ///   - arguments: the name of the program, which is looked up in `PATH`, and its arguments.
    ///   - input: what the program reads from standard input.
    /// - Throws: `ProgramError` if the program is not installed or cannot be started.
    static func run(_ arguments: [String], input: [UInt8] = [], environment: [String: String]) async throws(ProgramError) -> Outcome {
        let name = arguments.first ?? ""
        guard let path = path(of: name, environment) else { throw .notInstalled(name) }
        let result = await withCheckedContinuation { (done: CheckedContinuation<Result<Outcome, ProgramError>, Never>) in
            // The reads block, so they need a thread of their own.
            DetachedThread.start { done.resume(returning: runNow(path, arguments, input, environment)) }
        }
        return try result.get()
    }

    /// The path of a program in `PATH`; nil if it is not installed.
    static func path(of name: String, _ environment: [String: String]) -> String? {
        if name.contains("/") { return FileInfo.isProgram(name) ? name : nil }
        return (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }.first(where: FileInfo.isProgram)
    }

    private static func runNow(
        _ path: String, _ arguments: [String], _ input: [UInt8], _ environment: [String: String]
    ) -> Result<Outcome, ProgramError> {
        // Files instead of pipes, so that neither side can wait for the other.
        guard let files = TemporaryStreams(input: input) else { return .failure(.notStarted(path, code: errno)) }
        defer { files.close() }
        let (process, code) = ChildProcess.start(path, arguments, environment: environment, hasTerminal: false) { actions in
            for (target, source) in files.descriptors.enumerated() { posix_spawn_file_actions_adddup2(&actions, source, Int32(target)) }
        }
        guard code == 0 else { return .failure(.notStarted(path, code: code)) }
        let status = ChildProcess.wait(process)
        return .success(Outcome(status: status, output: files.read(1, limit: limit), errors: files.read(2, limit: limit)))
    }
}

/// Standard input, output and error of a program as temporary files that have no name.
private struct TemporaryStreams {
    private let streams: [UnsafeMutablePointer<FILE>]

    /// Nil if a file cannot be created; `errno` then holds the reason.
    init?(input: [UInt8]) {
        var streams: [UnsafeMutablePointer<FILE>] = []
        for _ in 0..<3 {
            guard let stream = tmpfile() else {
                streams.forEach { fclose($0) }
                return nil
            }
            streams.append(stream)
        }
        self.streams = streams
        guard fwrite(input, 1, input.count, streams[0]) == input.count, fflush(streams[0]) == 0 else {
            close()
            return nil
        }
        rewind(streams[0])
    }

    var descriptors: [Int32] { streams.map { fileno($0) } }

    /// What the program wrote to this stream.
    func read(_ number: Int, limit: Int) -> [UInt8] {
        let descriptor = fileno(streams[number])
        let size = min(limit, max(0, Int(lseek(descriptor, 0, SEEK_END))))
        lseek(descriptor, 0, SEEK_SET)
        var bytes = [UInt8](repeating: 0, count: size)
        let count = fread(&bytes, 1, size, streams[number])
        return Array(bytes.prefix(count))
    }

    func close() { streams.forEach { fclose($0) } }
}

/// Why a program could not be run.
enum ProgramError: Error, Sendable, Equatable {
    case notInstalled(String)
    /// `code` is the error number of the system.
    case notStarted(String, code: Int32)
    /// The program ended with an error. `complaint` is the first line that it printed to standard error.
    case failed(String, complaint: String)
}

extension ProgramError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        switch self {
        case .notInstalled(let name): ErrorDescription("The program \(name) is not installed", "Install it, or add its directory to PATH.")
        case .notStarted(let name, let code):
            ErrorDescription("The program \(name) could not be started: \(String(cString: strerror(code)))")
        case .failed(let name, let complaint): ErrorDescription("The program \(name) failed: \(complaint)")
        }
    }
}
