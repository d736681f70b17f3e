import Foundation
import TestKit
import Testing

/// Runs the examples of the manual pages for scripts as they are written there.
@Suite("Examples of the manual", .ownThreads, .timeLimit(.hang))
struct ManualTests {
    @Test(arguments: ["scripts.md", "completion.md"]) func `every example works as written`(_ page: String) throws {
        let world = try World.signedIn()
        try FileManager.default.createDirectory(atPath: world.path("bin"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: world.path("bin/hdoc"), withDestinationPath: World.hdoc.path)
        var environment = world.environment
        environment["PATH"] = world.path("bin") + ":" + (environment["PATH"] ?? "")
        let manual = try String(contentsOf: Checkout.root.appendingPathComponent("docs/\(page)"), encoding: .utf8)
        let blocks = manual.matches(of: /```sh\n((?s).*?)```/).map { String($0.1) }
        #expect(blocks.count >= 3)
        for block in blocks {
            let run = try Program.run(URL(fileURLWithPath: "/bin/sh"), ["-eu", "-c", block], environment: environment)
            #expect(run.status == 0 && run.errors == "", "\(block)\n\(run)")
            // A comment with JSON is the expected output.
            let expected = block.split(separator: "\n").filter { $0.hasPrefix("# {") }.map { $0.dropFirst(2) + "\n" }.joined()
            #expect(expected.isEmpty || run.output == expected, "\(block)\n\(run)")
        }
        guard page == "completion.md" else { return }
        for file in [".local/share/bash-completion/completions/hdoc", ".zfunc/_hdoc", ".config/fish/completions/hdoc.fish"] {
            #expect(try world.contents(file).contains("---completion"), "\(file)")
        }
    }
}
