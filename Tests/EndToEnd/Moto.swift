import Foundation

/// Moto's server from `Tests/Support/moto-server`: a CloudFormation, STS and IAM that we did not write.
final class Moto {
    struct Keys: Decodable {
        let id: String
        let secret: String
        let token: String?
    }

    struct Line: Decodable {
        let endpoint: String
        let allowed: Keys
        let denied: Keys
        let session: Keys
    }

    let line: Line
    private let process: Process
    private let input = Pipe()

    /// The Python that `script/test` prepares.
    private static let python = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent(".build-python/bin/python")

    init() throws {
        process = Process()
        process.executableURL = Self.python
        process.arguments = [World.support.appendingPathComponent("moto-server").path]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
        let output = Pipe()
        (process.standardInput, process.standardOutput, process.standardError) = (input, output, FileHandle.nullDevice)
        try process.run()
        var bytes = Data()
        while bytes.last != UInt8(ascii: "\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            bytes += more
        }
        line = try JSONDecoder().decode(Line.self, from: bytes)
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
