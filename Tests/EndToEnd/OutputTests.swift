import Foundation
import TestKit
import Testing

@Suite("Output to a full device, and of a crash", .ownThreads, .timeLimit(.hang))
struct OutputTests {
    @Test(arguments: [
        "--help", "--version", "help log", "log --help", "outbox", "outbox --json", "stage list", "doctor",
        "--generate-completion-script bash",
    ])
    func `a command fails if its output cannot be written`(arguments: String) throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/")
        _ = try world.hdoc("log", "--draft", "Kept")
        let run = try Program.run(
            URL(fileURLWithPath: "/bin/sh"), ["-c", "'\(World.hdoc.path)' \(arguments) >/dev/full"], environment: world.environment)
        #expect(run.status == 1 && run.errors.contains("No space left on device"), "\(run)")
    }

    @Test(arguments: [SIGSEGV, SIGBUS, SIGILL, SIGABRT]) func `a command that crashes prints neither registers nor a stack`(signal: Int32)
        throws
    {
        let world = try World()
        let environment = world.environment.merging(["SWIFT_BACKTRACE": "enable=yes,interactive=no,color=no"]) { $1 }
        let serve = try Companion(World.hdoc.path, ["serve", "--users", "3"], environment: environment, end: .kill, saysErrors: true)
        while try !serve.nextLine().contains("Press Ctrl-C") {}
        #expect(kill(serve.process, signal) == 0)
        #expect(try serve.nextLine().hasPrefix("hdoc has crashed (signal \(signal))"))
        #expect(throws: Companion.Silent.self) {
            let line = try serve.nextLine()
            Issue.record("printed: \(line)")
        }
    }
}
