import Foundation
import TestKit
import Testing

@Suite("Delivery despite crashes and disk errors", .ownThreads, .timeLimit(.hang))
struct TortureTests {
    /// Tests a sample of the points at which hdoc can be killed; `script/torture` tests all of them.
    @Test func `if hdoc is killed or the disk fails, an accepted entry is posted once or stays in the outbox`() throws {
        let driver = World.support.appendingPathComponent("torture")
        let result = try Program.run(driver, [World.hdoc.path, "--points", "14", "--errors", "6"])
        #expect(result.status == 0 && result.output.contains("20 points, 0 bad:"), "\(result.output)\n\(result.errors)")
    }
}
