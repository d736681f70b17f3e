import Foundation
import Synchronization
import Testing

@testable import HDOCClient

@Suite("Log of requests")
struct RequestLogTests {
    private let scratch: Scratch
    private let base = FakeTransport()

    init() throws { scratch = try Scratch() }

    private var path: String { scratch.path("state/hdoc.log") }
    private func contents(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// Each reading of the clock is 7 ms later than the one before.
    private func transport(_ file: LogFile, level: String = "DEBUG") -> LoggingTransport {
        let instant = Mutex(ContinuousClock.now)
        return LoggingTransport(base, logger: file.logger("test", ["HDOC_LOG": level])) {
            instant.withLock { instant in
                instant += .milliseconds(7)
                return instant
            }
        }
    }

    @Test func `each request is one line with its retry number and without a secret`() async throws {
        let transport = transport(try LogFile(path: path, clock: scratch.clock))
        base.expect("GET users?username=canary", 200, "[\"canary\"]", headers: [Header("Set-Cookie", "canary")])
        var get = Request(
            .get, "https://api.example/Prod/users?username=canary", headers: [Header("X", "canary")], authorization: Secret("Bearer canary")
        )
        get.retry = 1
        _ = try await transport.send(get)
        base.expect("POST ada/article", fails: .interrupted, mayHaveArrived: true)
        _ = try? await transport.send(Request(.post, "https://api.example/Prod/ada/article", body: Array("canary".utf8)))
        let lines = contents(path).split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1)[1] }
        #expect(
            lines == [
                "debug GET /Prod/users?username=… → 200 10 bytes, 7 ms, retry 1", "debug POST /Prod/ada/article → interrupted, 7 ms",
            ])
        #expect(!contents(path).contains("canary") && !contents(path).contains("api.example"))
    }

    @Test func `an address with control characters stays on one line`() {
        #expect(!LoggingTransport.path("https://x/a%0A\u{1b}[31m").contains { $0.isNewline || $0 == "\u{1b}" })
    }

    @Test func `only the owner can read the log file, even if the file existed before`() throws {
        try FileManager.default.createDirectory(atPath: scratch.path("state"), withIntermediateDirectories: true)
        #expect(FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o644]))
        _ = try LogFile(path: path, clock: scratch.clock)
        #expect(try mode(path) == 0o600)
    }

    @Test func `a full log file is replaced by a new one, and the previous file is kept`() throws {
        let file = try LogFile(path: path, limit: 500, clock: scratch.clock)
        for number in 0..<100 { file.append("line \(number)") }
        #expect(contents(path).hasSuffix("line 99\n") && contents(path).utf8.count <= 500)
        #expect(contents(path + ".1").utf8.count <= 500)
        #expect(try mode(path) == 0o600 && mode(path + ".1") == 0o600)
    }

    @Test func `two writers of one log file both continue in the new file`() throws {
        let files = [
            try LogFile(path: path, limit: 1000, clock: scratch.clock), try LogFile(path: path, limit: 1000, clock: scratch.clock),
        ]
        for number in 0..<40 { files[number % 2].append("line \(number)") }
        let kept = contents(path + ".1") + contents(path)
        let numbers = kept.split(separator: "\n").compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        #expect(numbers.contains(39) && numbers.count > 20)
    }

    @Test func `a symbolic link in place of the log file is refused`() throws {
        try FileManager.default.createDirectory(atPath: scratch.path("state"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: scratch.path("elsewhere"))
        #expect(throws: StoreError.self) { try LogFile(path: path, clock: scratch.clock) }
        #expect(!FileManager.default.fileExists(atPath: scratch.path("elsewhere")))
    }

    @Test func `nothing is logged unless HDOC_LOG names a level that includes the message`() async throws {
        #expect(LogFile.isWanted(["HDOC_LOG": "debug"]))
        #expect(!LogFile.isWanted([:]) && !LogFile.isWanted(["HDOC_LOG": "1"]))
        base.expect("GET users", 200)
        _ = try await transport(LogFile(path: path, clock: scratch.clock), level: "info").send(
            Request(.get, "https://api.example/Prod/users"))
        #expect(contents(path).isEmpty)
    }
}
