import Foundation
import TestKit
import Testing

/// Signal handlers of the built program.
@Suite("Stacks for signal handlers in the built program", .ownThreads, .timeLimit(.hang))
struct CrashStackTests {
    @Test func `each thread that hdoc starts gets a stack for signal handlers first`() throws {
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
}
