import Foundation
import TestKit
import Testing

@Suite("Output to a full device", .ownThreads, .timeLimit(.hang))
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
}
