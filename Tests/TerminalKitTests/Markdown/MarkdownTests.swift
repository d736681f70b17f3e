import Foundation
import HDOCTestKit
import SafeText
import Testing

@testable import TerminalKit

@Suite("Markdown in a terminal")
struct MarkdownTests {
    private func lines(_ text: String, width: Int = 40, glyphs: Glyphs = .unicode) -> [String] {
        MarkdownLayout.lines(MarkdownParser.parse(text), width: width, glyphs: glyphs).map { $0.spans.map(\.text).joined() }
    }

    @Test func `lists nest, keep their first number, and are tight or loose as written`() {
        #expect(
            lines("Before\n\n- one\n  - deep\n    1. count\n    2. on\n- two\n\nAfter") == [
                "Before", "", "• one", "  • deep", "    1. count", "    2. on", "• two", "", "After",
            ])
        #expect(lines("7. seven\n8. eight") == ["7. seven", "8. eight"])
        #expect(lines("- loose\n\n- list\n\n  more") == ["• loose", "", "• list", "", "  more"])
        #expect(lines("- [ ] open\n- [x] done\n-") == ["• [ ] open", "• [x] done", "•"])
        #expect(lines("- wrapped at the width it has", width: 14) == ["• wrapped at", "  the width it", "  has"])
    }

    @Test func `every line of a quote has a bar, also an empty line`() {

        #expect(lines("> one\n>\n> two\n\nout") == ["│ one", "│", "│ two", "", "out"])
        #expect(lines("> a", glyphs: .ascii) == ["| a"])
    }

    @Test func `code keeps its lines and spaces, and an ellipsis marks the continuation of a long line`() {
        #expect(lines("```swift\nlet a = 1\n\n\tif b {}\n```") == ["    let a = 1", "", "        if b {}"])
        #expect(lines("    indented") == ["    indented"])
        #expect(lines("```\nabcdefghijkl\n```", width: 10) == ["  abcdefgh", "… ijkl"])
        #expect(lines("Run `ls -l` now") == ["Run `ls -l` now"])
    }

    @Test func `emphasis and headings are shown by styles, and strikethrough keeps its marks`() {
        let spans = MarkdownLayout.lines(MarkdownParser.parse("a **b** *c* ~~d~~"), width: 40, glyphs: .unicode)[0].spans
        #expect(spans.contains(Span("b", .normal.bold)) && spans.contains(Span("c", .normal.underlined)))
        #expect(spans.map(\.text).joined() == "a b c ~~d~~")
        let heads = MarkdownLayout.lines(MarkdownParser.parse("# One\n## Two\n### Three"), width: 40, glyphs: .unicode)
        #expect(heads.compactMap(\.spans.first) == [Span("One", .title.underlined), Span("Two", .title), Span("Three", .accent.bold)])
    }

    @Test func `links, pictures and bare addresses are numbered, with one number for each address`() {
        let document = MarkdownParser.parse(
            "[a](https://a.test/) <https://b.test> [again](https://a.test/ \"t\") ![cat](https://c.test/&amp;x) https://d.test/e [](x)")
        #expect(document.links == ["https://a.test/", "https://b.test", "https://c.test/&x", "https://d.test/e", "x"])
        #expect(lines("[a](https://a.test/) and ![cat](c.png)") == ["a[1] and picture: cat[2]"])
        let parts = MarkdownLayout.lines(document, width: 80, glyphs: .unicode)[0]
        #expect(zip(parts.spans, parts.links).contains { $0.text == "[2]" && $1 == 2 })
    }

    @Test func `a table is drawn in columns, with wrapped cells if the width is small, and as a list if it is tiny`() {
        let table = "| Service | What it costs |\n|---|--:|\n| SQS | almost nothing at all |\n| S3 | it depends |\n"
        #expect(
            lines(table) == [
                "Service │ What it costs", "───────────────────────────────", "SQS     │ almost nothing at all", "S3      │ it depends",
            ])
        #expect(
            lines(table, width: 24) == [
                "Service │ What it costs", "────────────────────────", "SQS     │ almost nothing", "        │ at all",
                "S3      │ it depends",
            ])
        #expect(
            lines(table, width: 10) == [
                "Service", "  SQS", "What it", "costs", "  almost", "  nothing", "  at all", "", "Service", "  S3", "What it", "costs",
                "  it", "  depends",
            ])
    }

    @Test func `entities are decoded, breaks and rules are drawn, and HTML comments are removed`() {
        #expect(lines("a &amp; b &#233; &copy; &unknown; &#0;") == ["a & b é © &unknown; \u{FFFD}"])
        #expect(lines("one\\\ntwo<br>three\nfour") == ["one", "two", "three four"])
        #expect(lines("a\n\n---\n\nb", width: 5) == ["a", "", "─────", "", "b"])
        #expect(lines("a <!-- not for you --> b\n\n<!-- nor\nthis -->\n\n<div>x</div>") == ["a  b", "", "<div>x</div>"])
    }

    @Test(arguments: [1, 2, 3, 5, 8, 13, 20, 40, 76])
    func `no line is wider than the given width`(width: Int) {
        for text in [MarkdownSample.rich, MarkdownSample.hostile] {
            for line in MarkdownLayout.lines(MarkdownParser.parse(text), width: width, glyphs: .unicode) {
                // A wide character needs two columns.
                #expect(line.columns <= max(width, 2), "\(line.spans.map(\.text).joined())")
            }
        }
    }

    @Test(arguments: [
        "[", "*", "`", "![", "**a ", "*a_ ", "[a](", "> ", "- ", "[a]: b\n[a]\n", "<!--", "|a", "a|b\n-|-\n", "~~", "&a;",
        "https://a.b/ ",
    ])
    func `text made to slow down a parser gets at most 16 nested containers`(piece: String) {
        let text = String(repeating: piece, count: 60_000 / piece.utf8.count)
        let document = MarkdownParser.parse(text)
        #expect(document.blocks.allSatisfy { $0.containers.count <= 16 })
    }

    @Test func `a short text that makes a huge table is cut and ends with an ellipsis`() {
        let text =
            String(repeating: "|a", count: 100) + "\n" + String(repeating: "|---", count: 100) + "\n"
            + String(repeating: "|b\n", count: 2000)
        let document = MarkdownParser.parse(text)
        #expect(document.blocks.last?.runs.first?.text == "…")
        #expect(!MarkdownLayout.lines(document, width: 40, glyphs: .unicode).isEmpty)
    }
}
