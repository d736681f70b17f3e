import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Opening an article")
struct OpeningArticleTests {
    private func model(body: String?) -> ReadModel {
        var model = Sample.model()
        for index in model.articles.value.indices { model.articles.value[index].body = body }
        model.mine.value = []
        return model
    }

    @Test func `opening a cached article records once that it was read`() throws {
        var state = Sample.state(model(body: "A text."), tab: .articles)
        let id = try #require(state.screens.articles.shown.first?.id)
        #expect(state.press(.enter) == [.cache(.noteReading(id))])
        #expect(state.press(.char("j")) == [] && state.screen.contains("A text."))
    }

    @Test func `opening an article without a cached text fetches the text`() throws {
        var state = Sample.state(model(body: nil), tab: .articles)
        let id = try #require(state.screens.articles.shown.first?.id)
        #expect(state.press(.enter) == [.network(.refresh(.article(id)))])
    }

    @Test func `offline, opening an article without a cached text says why there is no text`() {
        var state = Sample.state(model(body: nil), tab: .articles, isOffline: true)
        #expect(state.press(.enter) == [])
        #expect(state.screen.contains("The text of this article is not in the cache, and hdoc runs with --offline"))
    }
}
