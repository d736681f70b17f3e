import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Articles")
struct ArticlesTests {
    @Test func `articles can be filtered by tag and author, each filter is fetched once, and Esc shows all articles`() {
        var model = Sample.model()
        model.tags = Snapshot(value: [HDOCModels.Tag(tag: "s3", count: 9), HDOCModels.Tag(tag: "iam", count: 4)], fetchedAt: Sample.now)
        var state = Sample.state(model, tab: .articles)
        state.press(.char("t"))
        #expect(state.screen.contains("any tag") && state.screen.contains("iam"))
        state.type("s3")
        #expect(state.press(.enter) == [.network(.refresh(.articles(author: nil, tag: "s3")))])
        #expect(state.screens.articles.shown.map(\.id) == ["a21", "a20"] && state.screen.contains("#s3"))
        state.press(.char("a"))
        state.type("adal")
        #expect(state.press(.enter) == [.network(.refresh(.articles(author: "adalamarr", tag: "s3")))])
        #expect(state.screen.contains("No article by adalamarr, with the tag s3"))
        state.press(.escape)
        #expect(state.screens.articles.shown.count == 5)
        state.press(.char("t"), .down)
        #expect(state.press(.enter) == [], "these articles were fetched before")
    }

    @Test func `without a list of tags, the tags of the cached articles are counted, and the screen says so`() {
        var state = Sample.state(tab: .articles)
        state.press(.char("t"))
        #expect(state.screen.contains("counted in what is cached") && state.screen.contains("s3"))
        state.press(.escape)
        #expect(state.dialogs.isEmpty)
    }
}
