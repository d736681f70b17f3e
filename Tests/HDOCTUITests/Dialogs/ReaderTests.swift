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

    @Test func `a body with U+FFFD in the place of NUL is shown whole`() {
        let state = reading("one\u{FFFD}two\n\nthree")
        #expect(state.screen.contains("one\u{FFFD}two") && state.screen.contains("three"))
    }

    @Test func `a long text is laid out outside of the loop's thread, and only once for each width`() throws {
        let text = "First words.\n\n" + String(repeating: "word ", count: 10_000) + "\n\nLast words."
        var state = reading(text)
        #expect(state.screen.contains("Preparing the text …"))
        let orders = state.receive(.resize(Size(width: 60, height: 24)))
        guard case .reader(.layOut(let order, .article(let id)))? = orders.last else { throw OrderMissing() }
        #expect(orders.count == 1 && id == "a22" && order.content.text == text)
        #expect(state.press(.down) == [], "the order is under way")
        let page = ReaderPage(order)
        state.receive(.reader(.laidOut(order, page)))
        #expect(state.screen.contains("First words."))
        state.press(.end)
        #expect(state.screen.contains("Last words."))
        var other = order
        other.width = 30
        state.receive(.reader(.laidOut(other, ReaderPage(other))))
        #expect(state.screen.contains("Last words."), "a page for another width is not shown")
    }

    private struct OrderMissing: Error {}

    @Test func `the runner lays out a long text`() async {
        let client = ScriptedClient(Sample.model()) { script in
            script.send = { $0.state = .sent }
            script.articles?.value[0].body = String(repeating: "word ", count: 10_000) + "\n\nLast words."
        }
        let played = await playScreens(client, keys: [.char("4"), .enter])
        let lines = played.state.dialogs.compactMap { if case .reader(let reader) = $0 { reader.page?.lines.count } else { nil } }
        #expect(lines.first.map { $0 > 600 } == true, "\(lines)")
    }

    @Test(arguments: [("<http://a.b/", "> "), ("http://a.b/", " "), ("*a", ""), ("- a\n", ""), ("[", ""), ("`a", ""), ("雲", "")])
    func `of a text of 1.8 MB the beginning is shown, and the reader says so`(_ unit: String, _ end: String) {
        let count = 1_800_000 / (unit + end).utf8.count
        let text = (0..<count).map { unit + (end.isEmpty ? "" : "\($0)\(end)") }.joined()
        let page = ReaderPage(PageOrder(content: ReaderContent(title: "T", text: text), width: 76, glyphs: .unicode))
        #expect(page.content.text == text)
        #expect(page.lines.contains { $0.spans.map(\.text).joined() == "The text is longer. hdoc shows its first 256 kB." })
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
