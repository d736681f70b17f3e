import Foundation
import TestKit
import Testing

@Suite("What editors and browsers inherit", .ownThreads, .timeLimit(.hang))
struct InheritanceTests {
    private let world: World
    /// A program that writes its open descriptors beyond 2 and its blocked signals to a file.
    private let program: String
    private var report: String { world.path("report") }

    init() throws {
        world = try World.signedIn()
        program = world.path("program")
        // The descriptor of the listing itself is closed when its link is read.
        let script = """
            #!/bin/sh
            exec python3 -c '
            import os, sys
            open_ones = []
            for name in os.listdir("/proc/self/fd"):
                try:
                    if int(name) > 2: open_ones.append(os.readlink("/proc/self/fd/" + name))
                except OSError: pass
            masks = [line.split()[1] for line in open("/proc/self/status") if line.startswith("SigBlk")]
            with open(sys.argv[1] + ".new", "w") as out: out.write(f"{open_ones} {masks}")
            os.rename(sys.argv[1] + ".new", sys.argv[1])
            ' '\(world.path("report"))'
            """
        try Data(script.utf8).write(to: URL(fileURLWithPath: program))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    }

    private func expectClean() async throws {
        while !FileManager.default.fileExists(atPath: report) { try await Task.sleep(for: .milliseconds(20)) }
        let found = try String(contentsOfFile: report, encoding: .utf8)
        #expect(found == "[] ['0000000000000000']", "\(found)")
        try FileManager.default.removeItem(atPath: report)
    }

    @Test func `an editor started by a command or by the screens inherits descriptors 0 to 2 only`() async throws {
        _ = try Program.run(
            URL(fileURLWithPath: "/usr/bin/script"), ["-qec", "'\(World.hdoc.path)' log", "/dev/null"],
            environment: world.environment.merging(["EDITOR": program]) { $1 })
        try await expectClean()
        let terminal = try world.terminal(environment: ["EDITOR": program])
        try await terminal.wait(for: "write day 24")
        // The refresh has opened connections to the backend.
        try terminal.press("R")
        try await terminal.wait(for: "Synced")
        try terminal.press("e")
        try await expectClean()
    }

    @Test func `an editor of the demo does not inherit the backend's listening socket`() async throws {
        let terminal = try world.terminal("demo --users 3", environment: ["EDITOR": program])
        try await terminal.wait(for: "1 Today")
        try terminal.press("e")
        try await terminal.wait(for: "GitHub username")
        try terminal.type("ada")
        try terminal.press("Enter")
        try await expectClean()
    }

    @Test func `a browser inherits no descriptor of hdoc`() async throws {
        let login = try Companion(
            World.hdoc.path, ["login"], environment: world.environment.merging(["BROWSER": program]) { $1 }, end: .kill)
        try await expectClean()
        login.stop()
    }
}
