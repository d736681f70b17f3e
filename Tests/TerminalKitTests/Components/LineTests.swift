import Testing

@testable import TerminalKit

@Suite("Bars, hints, status lines, tabs and popups")
struct LineTests {
    @Test(arguments: [
        (0.0, ""), (0.001, "╸"), (0.5, "━━━━━"), (0.23, "━━╸"), (0.87, "━━━━━━━━╸"), (0.999, "━━━━━━━━━╸"), (1.0, "━━━━━━━━━━"),
        (7.0, "━━━━━━━━━━"), (-1.0, ""), (Double.nan, ""), (Double.infinity, "━━━━━━━━━━"),
    ])
    func `a bar is drawn in halves of a cell`(fraction: Double, expected: String) {
        #expect(Bar.text(fraction, width: 10, glyphs: .unicode) == expected)
    }

    @Test func `a bar of ASCII characters consists of whole cells`() {
        #expect(Bar.text(0.01, width: 10, glyphs: .ascii) == "#")
        #expect(Bar.text(0.5, width: 10, glyphs: .ascii) == "#####")
        #expect(Bar.text(0.99, width: 10, glyphs: .ascii) == "#########")
        #expect(Bar.text(0.5, width: 0, glyphs: .ascii) == "")
    }

    private func line(_ width: Int, _ draw: (inout Frame) -> Void) -> String {
        var frame = Frame(size: Size(width: width, height: 1))
        draw(&frame)
        return frame.lines.first ?? ""
    }

    @Test(arguments: [
        (40, "e write · Enter open · r refresh  ? help"), (39, "e write · Enter open             ? help"),
        (20, "e write       ? help"), (10, "    ? help"), (5, ""), (0, ""),
    ])
    func `a hint that does not fit is left out whole, and the trailing hint stays at the right`(width: Int, expected: String) {
        let hints = [Hint(key: "e", label: "write"), Hint(key: "Enter", label: "open"), Hint(key: "r", label: "refresh")]
        #expect(
            line(width) { frame in
                Hints.draw(
                    into: &frame, area: frame.bounds, hints: hints, trailing: Hint(key: "?", label: "help"), glyphs: .unicode)
            } == expected)
    }

    @Test(arguments: [
        (20, "hdoc dev     3 queue"), (18, "hdoc dev   3 queue"), (12, "hdoc dev"), (4, "hdo…"),
    ])
    func `a status line without room drops its right side, and then shortens its left side`(width: Int, expected: String) {
        #expect(
            line(width) { frame in
                StatusLine.draw(into: &frame, area: frame.bounds, left: [Span("hdoc "), Span("dev", .accent)], right: [Span("3 queue")])
            } == expected)
    }

    @Test func `tabs show all titles, or only the numbers and the selected title if there is no room`() {
        let titles = ["Today", "Journeyers", "Stage"]
        let draw = { (frame: inout Frame) in Tabs.draw(into: &frame, area: frame.bounds, titles: titles, selected: 1) }
        #expect(line(40, draw) == "1 Today  2 Journeyers  3 Stage")
        #expect(line(20, draw) == "1  2 Journeyers  3")
        #expect(line(6, draw) == "1  2 …")
    }

    @Test func `a popup is centred, clears its rows to both edges, and dims what remains behind it`() {
        var frame = Frame(size: Size(width: 12, height: 5))
        frame.fill(frame.bounds, with: "x")
        let inside = Popup.draw(
            into: &frame, area: frame.bounds, title: "Hi", content: Size(width: 4, height: 1), glyphs: .unicode)
        frame.put("text", in: inside)
        #expect(frame.text == "xxxxxxxxxxxx\n  ┌─ Hi ─┐\n  │ text │\n  └──────┘\nxxxxxxxxxxxx\n")
        #expect(frame[Point(x: 0, y: 0)]?.style == .behind && frame[Point(x: 11, y: 4)]?.style == .behind)
    }

    @Test func `a popup can be drawn in an area of any size`() {
        for width in 0...6 {
            for height in 0...4 {
                var frame = Frame(size: Size(width: width, height: height))
                let inside = Popup.draw(
                    into: &frame, area: frame.bounds, title: "Title", content: Size(width: 20, height: 9), glyphs: .ascii)
                #expect(frame.bounds.intersection(inside) == inside)
            }
        }
    }
}
