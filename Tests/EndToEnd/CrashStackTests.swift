import Foundation
import TestKit
import Testing

/// Signal handlers of the built program.
@Suite("Crashes of the built program", .ownThreads, .timeLimit(.hang))
struct CrashStackTests {
    @Test(.disabled(if: Sanitizer.isOn, "the checker starts the threads"))
    func `each thread that hdoc starts gets a stack for signal handlers first`() throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let trace = world.path("trace")
        let calls = "trace=clone,clone3,sigaltstack"
        let run = try Program.run(
            URL(fileURLWithPath: "/usr/bin/strace"), ["-ff", "-qq", "-e", calls, "-o", trace, World.hdoc.path, "sync"],
            environment: world.environment)
        #expect(run.status != 0, "the stage does not answer")
        let files = try FileManager.default.contentsOfDirectory(atPath: world.directory).filter { $0.hasPrefix("trace.") }
        #expect(files.count > 2, "hdoc must have started threads: \(files)")
        for file in files {
            let lines = try world.contents(file).split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix("sigaltstack({ss_sp=0x") && $0.contains("= 0") }, "\(file): \(lines)")
        }
    }

    @Test(arguments: [SIGSEGV, SIGABRT])
    func `a crash writes a report that only its owner can read and that contains no secret, and names it`(signal: Int32) async throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let terminal = try world.terminal("--offline")
        try await terminal.wait(for: "1 Today")
        #expect(kill(try world.screensProcess(), signal) == 0)
        try await terminal.wait(for: "hdoc has crashed (signal \(signal)). A report is in")
        let report = world.path("state/hdoc/crash.txt")
        let mode = try FileManager.default.attributesOfItem(atPath: report)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let lines = try String(contentsOfFile: report, encoding: .utf8).split(separator: "\n")
        #expect(lines[0].hasPrefix("hdoc ") && lines[1] == "signal: \(signal)")
        #expect(lines.dropFirst(4).contains { $0.contains("hdoc(") && $0.contains("+0x") }, "functions of hdoc: \(lines)")
        #expect(lines.dropFirst(4).allSatisfy { $0.hasPrefix("/") || $0.hasPrefix("[") }, "nothing but functions: \(lines)")
        let doctor = try world.hdoc("doctor", "--offline")
        #expect(doctor.output.contains(report))
    }

    @Test func `a crash report replaces a link instead of writing to its target`() async throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        let state = world.path("state/hdoc")
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: world.path("precious")))
        try FileManager.default.createSymbolicLink(atPath: "\(state)/crash.txt", withDestinationPath: world.path("precious"))
        let terminal = try world.terminal("--offline")
        try await terminal.wait(for: "1 Today")
        #expect(kill(try world.screensProcess(), SIGBUS) == 0)
        try await terminal.wait(for: "A report is in")
        #expect(try world.contents("precious") == "mine")
    }
}
