import Foundation
import TestKit
import Testing

/// Each test traces or measures the programs at every system call, of which a checker makes many of its own.
@Suite(
    "Delivery despite crashes and disk errors", .ownThreads, .timeLimit(.hang),
    .enabled(if: !Sanitizer.isOn, "The programs must make no system calls but their own."))
struct TortureTests {
    /// Tests a sample of the points at which hdoc can be killed; `script/torture` tests all of them.
    @Test func `if hdoc is killed or the disk fails, an accepted entry is posted once or stays in the outbox`() throws {
        let driver = World.support.appendingPathComponent("torture")
        let result = try Program.run(driver, [World.hdoc.path, "--points", "14", "--errors", "6"])
        #expect(result.status == 0 && result.output.contains("20 points, 0 bad:"), "\(result.output)\n\(result.errors)")
    }

    @Test func `if hdoc is killed or the disk fails, a correction and a removal are made once or stay in the outbox`() throws {
        let driver = World.support.appendingPathComponent("torture")
        let result = try Program.run(driver, [World.hdoc.path, "--changes", "--points", "10", "--errors", "4"])
        #expect(result.status == 0 && result.output.contains("14 points, 0 bad:"), "\(result.output)\n\(result.errors)")
    }

    @Test func `the same holds for the deployable backend`() throws {
        let bootstrap = World.hdoc.deletingLastPathComponent().appendingPathComponent("bootstrap").path
        let driver = World.support.appendingPathComponent("torture")
        let result = try Program.run(driver, [World.hdoc.path, "--points", "6", "--errors", "2", "--deployed", bootstrap])
        #expect(result.status == 0 && result.output.contains("8 points, 0 bad:"), "\(result.output)\n\(result.errors)")
    }

    /// A short form of `script/soak`, which takes half an hour.
    @Test func `after use against faults, no descriptor or thread is left over, and each entry has arrived once`() throws {
        let driver = World.support.appendingPathComponent("soak")
        let result = try Program.run(driver, [World.hdoc.path, "--minutes", "0.5", "--idle", "3"])
        #expect(result.status == 0 && result.output.contains("0 lost, 0 doubled"), "\(result.output)\n\(result.errors)")
    }

    private func cutPower(_ arguments: String...) throws -> Program {
        try Program.run(World.support.appendingPathComponent("powerloss"), [World.hdoc.path] + arguments)
    }

    /// Tests a sample of the states that a power loss can leave; `script/torture` tests all of them.
    @Test func `after a power loss, everything that was reported as saved is there, and nothing is posted twice`() throws {
        let result = try cutPower("--states", "12")
        #expect(result.status == 0 && result.output.contains(" power losses, 0 bad;"), "\(result.output)\n\(result.errors)")
    }

    @Test func `if hdoc did not sync the outbox, a power loss would lose entries, and the simulation finds that`() throws {
        let result = try cutPower("--ignore-sync", "--only", "draft", "--states", "30")
        #expect(result.status == 1 && !result.output.contains(" 0 bad;"), "\(result.output)\n\(result.errors)")
    }
}
