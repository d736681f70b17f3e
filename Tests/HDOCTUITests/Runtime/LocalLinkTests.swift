import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Links to this machine")
struct LocalLinkTests {
    /// The articles screen, with one article of another journeyer that has this link.
    private func state(_ link: String) -> AppState {
        var article = Sample.article("m", "grace", day: 23, date: "2026-11-23", title: "Queues with SQS", tags: ["aws"])
        (article.link, article.body) = (link, "See [this](\(link)).")
        var model = Sample.model()
        model.articles.value = [article]
        return Sample.state(model, tab: .articles)
    }

    @Test(arguments: ["http://localhost:8080/x", "https://127.0.0.1/", "http://2130706433/", "http://[::1]:9/", "http://a.localhost/"])
    func `hdoc asks before it opens another user's link to this machine: y opens it, any other key does not`(link: String) {
        var asked = state(link)
        #expect(asked.press(.char("o")) == [])
        #expect(View.frame(of: asked, size: asked.size).text.contains("This link points to this machine"))
        var refused = asked
        for key in [Key.char("n"), .escape, .enter, .char("o"), .char(" ")] {
            refused = asked
            #expect(refused.press(key) == [] && refused.dialogs.isEmpty)
        }
        #expect(asked.press(.char("y")) == [.desktop(.openLink(link))] && asked.dialogs.isEmpty)
    }

    @Test func `hdoc asks for a link in the text of an article, too`() {
        var state = state("http://localhost:8080/x")
        state.press(.enter)
        state.press(.tab)
        #expect(state.press(.char("o")) == [])
        #expect(state.press(.char("y")).contains(.desktop(.openLink("http://localhost:8080/x"))))
    }

    @Test func `a link to another machine opens at once`() {
        var state = state("https://example.org/x")
        #expect(state.press(.char("o")) == [.desktop(.openLink("https://example.org/x"))])
    }
}
