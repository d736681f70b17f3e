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

    @Test func `one that is here counts as read, once`() throws {
        var state = Sample.state(model(body: "A text."), tab: .articles)
        let id = try #require(state.screens.articles.shown.first?.id)
        #expect(state.press(.enter) == [.cache(.noteReading(id))])
        #expect(state.press(.char("j")) == [] && state.screen.contains("A text."))
    }

    @Test func `one whose text is not here is fetched; it counts as read when it comes`() throws {
        var state = Sample.state(model(body: nil), tab: .articles)
        let id = try #require(state.screens.articles.shown.first?.id)
        #expect(state.press(.enter) == [.network(.refresh(.article(id)))])
    }

    @Test func `offline a text that is not here is missed in one sentence`() {
        var state = Sample.state(model(body: nil), tab: .articles, isOffline: true)
        #expect(state.press(.enter) == [])
        #expect(state.screen.contains("The text of this article is not in the cache, and hdoc runs with --offline"))
    }
}
