import Foundation
import TestKit
import Testing

@Suite("What survives a sudden end", .ownThreads, .timeLimit(.hang))
struct TortureTests {
    /// A short walk over the kill points; `script/torture` visits every one.
    @Test func `a post that is killed, or whose disk fails, is there once or still visible`() throws {
        let driver = World.support.appendingPathComponent("torture")
        let result = try Program.run(driver, [World.hdoc.path, "--points", "14", "--errors", "6"])
        #expect(result.status == 0 && result.output.contains("20 points, 0 bad:"), "\(result.output)\n\(result.errors)")
    }
}
