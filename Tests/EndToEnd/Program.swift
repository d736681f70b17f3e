import Foundation
import Testing

/// A finished program: what it printed and how it ended.
struct Program {
    let output: String
    let errors: String
    let status: Int32

    static func run(
        _ program: URL, _ arguments: [String], environment: [String: String]? = nil, input: String? = nil
    ) throws -> Program {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        if let environment { process.environment = environment }
        let (output, errors, stdin) = (Pipe(), Pipe(), Pipe())
        (process.standardOutput, process.standardError, process.standardInput) = (output, errors, stdin)
        try process.run()
        if let input { stdin.fileHandleForWriting.write(Data(input.utf8)) }
        try stdin.fileHandleForWriting.close()
        // Both pipes are read side by side: a full one would stop the program for ever.
        let errorReader = Thread.reading(errors.fileHandleForReading)
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Program(output: text, errors: errorReader(), status: process.terminationStatus)
    }
}

extension Thread {
    /// Reads to the end on a thread of its own; the result waits for that end.
    static func reading(_ handle: FileHandle) -> () -> String {
        let done = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var data = Data()
        // Written before the signal, read after the wait: never at the same time.
        Thread.detachNewThread {
            data = handle.readDataToEndOfFile()
            done.signal()
        }
        return {
            done.wait()
            return String(decoding: data, as: UTF8.self)
        }
    }
}
