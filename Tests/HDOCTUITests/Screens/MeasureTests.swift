import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

/// Measures the screens with 100,000 journeyers for `script/measure`. Prints the times and asserts nothing.
@Suite("Measurements", .enabled(if: ProcessInfo.processInfo.environment["HDOC_MEASURE"] != nil))
struct MeasureTests {
    @discardableResult
    private func measure<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
        let start = ContinuousClock.now
        let value = try body()
        let took = start.duration(to: .now)
        print(
            name.padding(toLength: 45, withPad: " ", startingAt: 0)
                + took.formatted(.units(allowed: [.milliseconds], fractionalPart: .show(length: 1)))
        )
        return value
    }

    /// The median of 21 evaluations of each query over the whole list.
    private func measureQueries(_ index: JourneyerIndex) {
        let all = (0..<Int32(index.count)).map { $0 }
        let texts = QueryKey.keys(of: .users).map(\.example) + ["okafor", "-okafor", "days:>30 inactive:>14d -status:active okafor"]
        for text in texts {
            guard let query = try? Query(text, for: .users) else { continue }
            var found = 0
            let times = (0..<21).map { _ in
                ContinuousClock().measure {
                    found = index.filter(all, by: QueryMatcher(query, now: Sample.now, zone: Sample.zone)).count
                }
            }.sorted()
            let median = times[10].formatted(.units(allowed: [.milliseconds], fractionalPart: .show(length: 2)))
            print("query \(text): \(found) found, median \(median)")
        }
    }

    @Test func `the times for a hundred thousand journeyers are printed`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hdoc-measure-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = try Cache(path: folder.appending(path: "cache.sqlite").path, now: Sample.now)
        let report = RefreshReport(resource: .journeyers, received: 100_000)
        try measure("write them to the cache") { try cache.store(ManyJourneyers.make(100_000), as: report, at: Sample.now) }
        let list = try measure("read them from the cache, off the loop's thread") {
            try cache.packedJourneyers(sharing: PackedJourneyers())
        }
        let journeyerIndex = measure("prepare, off the loop's thread") { JourneyerIndex(list) }
        let again = try measure("read them again, unchanged") { try cache.packedJourneyers(sharing: list.value) }
        _ = measure("prepare again") { JourneyerIndex(again, after: journeyerIndex) }
        _ = try measure("read the first ones") { try cache.firstJourneyers(250) }
        var state = Sample.state(tab: .journeyers, size: Size(width: 120, height: 40))
        measure("take them: filters, sort, first view") { state.receive(.cache(.read(.journeyerIndex(journeyerIndex)))) }
        func frame() -> Frame { View.frame(of: state, size: state.size) }
        _ = measure("a frame", frame)
        for _ in 0..<8 { measure("s, sort by the next column") { state.press(.char("s")) } }
        measure("S, reverse") { state.press(.char("S")) }
        for _ in 0..<5 { measure("f, the next filter") { state.press(.char("f")) } }
        state.press(.escape, .char("/"))
        for letter in "okafor 9" { measure("a letter of the search: \(letter)") { state.press(.char(letter)) } }
        measure("a letter taken back") { state.press(.backspace) }
        _ = measure("a frame with marks", frame)
        measureQueries(journeyerIndex)
        state.press(.escape)
        measure("G, the last") { state.press(.char("G")) }
        measure("resize") { state.receive(.resize(Size(width: 80, height: 24))) }
        state.press(.char("3"))
        measure("the leaderboard: jump to a name") { state.press(.char("/"), .char("7"), .char("x")) }
        _ = measure("a frame of the leaderboard", frame)
        state.press(.escape, .char("1"))
        _ = measure("a frame of Today", frame)
    }
}
