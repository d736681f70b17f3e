import Foundation
import HDOCBackend
import HDOCModels
import Testing

@Suite("The article on using HDOCClient")
struct ArticleTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let article = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/HDOCClient/HDOCClient.docc/UsingHDOCClient.md")

    @Test func `the article shows the code that this target compiles`() throws {
        let text = try String(contentsOf: Self.article, encoding: .utf8)
        let code = try String(contentsOf: Self.folder.appendingPathComponent("TopJourneyers.swift"), encoding: .utf8)
        #expect(text.contains("```swift\n\(code)```"), "Copy TopJourneyers.swift into the code block of UsingHDOCClient.md.")
    }

    @Test func `the article's code returns journeyers from a backend, and from the cache after the backend has stopped`() async throws {
        let demo = try await DemoStage()
        let online = try await topJourneyers(of: demo.stage, count: 5, paths: demo.scratch.paths)
        await demo.backend.stop()
        let offline = try await topJourneyers(of: demo.stage, count: 5, paths: demo.scratch.paths)
        #expect(online.count == 5)
        #expect(online.map { $0.daysCompleted ?? 0 } == online.map { $0.daysCompleted ?? 0 }.sorted(by: >))
        #expect(offline.map(\.handle) == online.map(\.handle))
    }
}
