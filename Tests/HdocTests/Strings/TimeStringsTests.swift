import Foundation
import HDOCClient
import HDOCModels
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct TimeStringsTests {
    static let now = CommandWorld.now

    static let ages: [(Double, String)] = [
        (0, "just now"), (59, "just now"), (60, "1 min ago"), (3599, "59 min ago"), (3600, "1 h ago"), (47 * 3600, "47 h ago"),
        (48 * 3600, "2 d ago"), (59 * 86_400, "59 d ago"), (60 * 86_400, "2 mo ago"), (800 * 86_400, "2 y ago"), (-30, "just now"),
        (-180, "in 3 min"), (1e300, "3170 y ago"),
    ]

    @Test(arguments: ages)
    func `ages are short, and a time in the future is shown as such`(_ seconds: Double, _ words: String) {
        #expect(RelativeTime.ago(Self.now.addingTimeInterval(-seconds), now: Self.now) == words)
    }

    static let waits: [(Double, String)] = [
        (-5, "less than a minute"), (59, "less than a minute"), (60, "1 min"), (299.9, "5 min"), (3600, "1 h"),
        (3 * 3600 + 720, "3 h 12 min"), (30 * 3600, "30 h"), (100 * 3600, "4 d"),
    ]

    @Test(arguments: waits)
    func `waiting times are shown in minutes, hours or days`(_ seconds: Double, _ words: String) {
        #expect(RelativeTime.wait(until: Self.now.addingTimeInterval(seconds), now: Self.now) == words)
    }

    @Test func `amounts have their unit, and an unknown amount is a dash`() {
        #expect([0, 1, 2].map { Amounts.count($0, "entry", "entries") } == ["0 entries", "1 entry", "2 entries"])
        #expect([999, 1000, 12_345, 3_450_000, 12_000_000].map(Amounts.bytes) == ["999 bytes", "1 kB", "12 kB", "3.4 MB", "12 MB"])
        #expect(Amounts.choice(["a", "b", "c"]) == "a, b or c")
        #expect([0, 999, 1000, 12_500, 1_234_567].map(Amounts.grouped) == ["0", "999", "1,000", "12,500", "1,234,567"])
        #expect(
            ResourceStrings.progress(ListProgress(elements: 12_500, pages: 25, bytes: 5_100_000)) == "12,500 journeyers, 25 pages, 5.1 MB")
        #expect(ResourceStrings.progress(ListProgress(elements: 1, pages: 0, bytes: 400)) == "1 journeyer, 400 bytes")
        #expect(Amounts.known(nil) == "-" && Amounts.known(0) == "0")
    }

    @Test func `resources, states and reasons have distinct names`() {
        let resources: [Resource] = [
            .journeyers, .journeyer("a"), .articles(author: nil, tag: nil), .articles(author: "a", tag: nil),
            .articles(author: nil, tag: "t"), .articles(author: "a", tag: "t"), .article("i"), .tags,
        ]
        #expect(Set(resources.map(ResourceStrings.name)).count == resources.count)
        #expect(Set(EntryState.allCases.map(EntryStrings.name)).count == EntryState.allCases.count)
        let reasons: [NoBrowserReason] = [
            .notWanted, .remote, .noDisplay, .noneFound, .textBrowser("w3m"), .failed("x"), .noSuchProgram("x"), .openQuote("'x"),
        ]
        #expect(Set(reasons.map(SignInStrings.describe)).count == reasons.count)
    }
}
