import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Golden articles")
struct GoldenReaderTests {
    private static let sizes = [
        Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 40, height: 12), Size(width: 20, height: 5),
    ]

    private func reading(_ text: String, size: Size) -> AppState {
        var article = Sample.article("m", "ada", day: 23, date: "2026-11-23", title: "Queues with SQS", tags: ["aws", "sqs"])
        (article.body, article.subtitle) = (text, "And a dead letter")
        var model = Sample.model()
        model.articles.value = [article]
        var state = Sample.state(model, tab: .articles, size: size)
        state.press(.enter)
        return state
    }

    /// The text of all pages of an article.
    private func pages(_ text: String, size: Size) -> String {
        var state = reading(text, size: size)
        var frames = [View.frame(of: state, size: size)]
        while true {
            state.press(.pageDown)
            let frame = View.frame(of: state, size: size)
            if frame == frames.last { break }
            frames.append(frame)
        }
        return frames.map(\.text).joined(separator: "-- next page\n")
    }

    @Test(arguments: sizes)
    func `the pages of an article with all Markdown elements equal their golden file`(size: Size) {
        Golden.expect(pages(MarkdownSample.rich, size: size), "reader-rich-\(size.width)x\(size.height)")
    }

    @Test(arguments: sizes)
    func `the pages of a hostile article equal their golden file`(size: Size) {
        Golden.expect(pages(MarkdownSample.hostile, size: size), "reader-hostile-\(size.width)x\(size.height)")
    }

    @Test func `the styles of an article with a selected link equal their golden files, with and without colour`() {
        var state = reading(MarkdownSample.rich, size: Self.sizes[0])
        state.press(.tab)
        let frame = View.frame(of: state, size: state.size)
        Golden.expect(frame.annotatedText, "reader-rich-styles")
        Golden.expect(frame.monoText, "reader-rich-mono")
    }
}

@Suite("Reading an article")
struct ReaderTests {
    private func reading(_ text: String, size: Size = Size(width: 80, height: 24)) -> AppState {
        var model = Sample.model()
        model.articles.value[0].body = text
        model.articles.value[0].link = "https://example.test/own"
        var state = Sample.state(model, tab: .articles, size: size)
        state.press(.enter)
        return state
    }

    @Test func `a digit selects a link, o opens it, y copies it, and Esc first clears the selection`() {
        var state = reading("[one](https://one.test/) [two](https://two.test/)")
        #expect(state.press(.char("o")) == [.desktop(.openLink("https://example.test/own"))], "without a selection, the article's link")
        #expect(state.press(.char("2"), .char("o")) == [.desktop(.openLink("https://two.test/"))])
        #expect(state.foot.contains("[2] two.test"))
        #expect(state.press(.char("y")) == [.desktop(.copy("https://two.test/", what: "the link"))])
        state.press(.escape)
        #expect(state.dialogs.count == 1 && !state.foot.contains("two.test"))
        state.press(.escape)
        #expect(state.dialogs.isEmpty)
    }

    @Test func `Tab and Shift-Tab select a link and scroll to it, and the number of a link may have two digits`() {
        let text = (1...12).map { "Paragraph \($0) [link](https://host-\($0).test/)" }.joined(separator: "\n\n")
        var state = reading(text, size: Size(width: 60, height: 10))
        state.press(.backTab)
        #expect(state.foot.contains("[12] host-12.test") && state.screen.contains("Paragraph 12"))
        state.press(.tab)
        #expect(state.foot.contains("[1] host-1.test") && state.screen.contains("Paragraph 1 "))
        state.press(.char("2"))
        #expect(state.foot.contains("[12] host-12.test"), "2 after 1 selects link 12, because there is one")
        state.press(.char("3"))
        #expect(state.foot.contains("[3] host-3.test"))
    }

    @Test func `the list of links shows the real host of each link, and only web addresses are opened`() {
        var state = reading("[https://github.com](https://github.com@evil.test/) [run](javascript:alert(1))")
        #expect(state.screen.contains("[1] evil.test"))
        #expect(state.screen.contains("javascript:alert(1) (not a web address)"))
        #expect(state.press(.char("2"), .char("o")) == [])
        #expect(state.foot.contains("is not a web address"))
    }

    @Test func `the text is laid out when it arrives, and again when the width changes`() {
        var model = Sample.model()
        model.articles.value[0].body = nil
        var state = Sample.state(model, tab: .articles)
        #expect(state.press(.enter) == [.network(.refresh(.article("a22")))])
        #expect(state.screen.contains("Fetching the text from dev"))
        model.articles.value[0].body = "It came, in a line that is long enough to be wrapped."
        state.receive(.cache(.read(.articles(model.articles))))
        #expect(state.screen.contains("It came, in a line that is long enough to be wrapped."))
        state.receive(.resize(Size(width: 30, height: 20)))
        #expect(state.screen.contains("It came, in a line that is"))
    }
}
