import SafeText
import Testing

@testable import TerminalKit

/// Texts with wide, combining, invisible and control characters, which could damage the grid of cells.
private let texts = [
    "", "plain", "日本語", "a日b", "e\u{301}\u{302}", "\u{301}lead", "👍🏽👨‍👩‍👧", "\u{1B}[31m\n\t", "\u{202E}abc", "한국어 e\u{301}",
    String(repeating: "界", count: 300), String(repeating: "\u{301}", count: 300), "x" + String(repeating: "\u{200B}", count: 300),
]

@Suite("Frames")
struct FrameTests {
    /// Checks that each wide character is followed by its right half, and that there is no other right half.
    private func check(_ frame: Frame, _ comment: Comment) {
        #expect(frame.cells.count == frame.size.width * frame.size.height, comment)
        for y in 0..<frame.size.height {
            var expectsRightHalf = false
            for cell in frame.row(y) {
                #expect((cell.columns == 0) == expectsRightHalf, comment)
                #expect(TextWidth.columns(of: cell.text) == cell.columns, comment)
                expectsRightHalf = cell.columns == 2
            }
            #expect(!expectsRightHalf, comment)
        }
    }

    @Test(arguments: texts)
    func `any text at any position and size leaves every wide character with both halves`(text: String) {
        for (width, height) in [(0, 0), (1, 1), (2, 1), (3, 2), (10, 3), (0, 5), (5, 0)] {
            let background = Frame(size: Size(width: width, height: height), filledWith: "界")
            for x in [-400, -3, -1, 0, 1, 2, width - 1, width, width + 5] {
                for y in [-1, 0, height - 1, height] {
                    for limit in [nil, -1, 0, 1, 2, 5, 1000] {
                        var frame = background
                        frame.put(text, at: Point(x: x, y: y), style: .accent, width: limit)
                        check(frame, "\(text.prefix(8)) at \(x),\(y) in \(width)×\(height), width \(String(describing: limit))")
                        let area = Rect(x: x, y: y, width: limit ?? 4, height: 2)
                        let outside = frame
                        frame.put(text, in: area, row: 1, alignment: .trailing)
                        check(frame, "in an area")
                        expectUnchanged(outside, frame, outside: area)
                    }
                }
            }
        }
    }

    /// Checks that cells outside the area are unchanged. Only half of a wide character at its edge may become a space.
    private func expectUnchanged(_ before: Frame, _ after: Frame, outside area: Rect) {
        for y in 0..<before.size.height {
            for x in 0..<before.size.width where !area.contains(Point(x: x, y: y)) {
                let point = Point(x: x, y: y)
                let isOnEdge = x == area.minX - 1 || x == area.maxX
                #expect(before[point] == after[point] || (isOnEdge && after[point]?.text == " "))
            }
        }
    }

    @Test(arguments: [
        "\u{1B}[2J\u{1B}[H", "a\r\nb", "\u{202E}evil", "a" + String(repeating: "\u{301}", count: 50), "👨‍👩‍👧‍👦", "\u{9B}1m", "🇩🇪🇫🇷",
    ])
    func `hostile text is sanitised and changes only its own cells`(text: String) {
        var frame = Frame(size: Size(width: 20, height: 3))
        frame.put("|", at: Point(x: 0, y: 1))
        frame.put("|", at: Point(x: 7, y: 1))
        frame.put(text, at: Point(x: 1, y: 1), width: 6)
        #expect(frame[Point(x: 0, y: 1)]?.text == "|" && frame[Point(x: 7, y: 1)]?.text == "|")
        #expect(frame.lines[0].isEmpty && frame.lines[2].isEmpty)
        for cell in frame.row(1) { #expect(cell.text.isEmpty || TerminalText.line(cell.text) == cell.text) }
    }

    @Test func `text is cut with an ellipsis at a given width, and without one at the edge of the frame`() {
        var frame = Frame(size: Size(width: 6, height: 2))
        #expect(frame.put("abcdefgh", at: .zero, width: 4) == 4)
        frame.put("abcdefgh", at: Point(x: 3, y: 1))
        #expect(frame.text == "abc…\n   abc\n")
    }

    @Test func `half of a wide character is shown as a space`() {
        var frame = Frame(size: Size(width: 3, height: 1))
        frame.put("a日日", at: .zero)
        #expect(frame.lines == ["a日"])
        frame.put("日x", at: Point(x: -1, y: 0))
        #expect(frame.lines == [" x"])
        frame = Frame(size: Size(width: 4, height: 1), filledWith: "日")
        frame.put("x", at: Point(x: 1, y: 0))
        #expect(frame.lines == [" x日"])
    }

    @Test func `text can be aligned left, centred or right, and consist of several spans`() {
        var frame = Frame(size: Size(width: 9, height: 4))
        for (row, alignment) in [Alignment.leading, .center, .trailing].enumerated() {
            frame.put("abc", in: frame.bounds, row: row, alignment: alignment)
        }
        frame.put([Span("12", .accent), Span("34567890", .dim)], in: frame.bounds, row: 3)
        #expect(frame.text == "abc\n   abc\n      abc\n12345678…\n")
    }

    @Test func `the annotated text of a frame contains its styles and its cursor`() {
        var frame = Frame(size: Size(width: 8, height: 2))
        frame.put("ab", at: Point(x: 1, y: 0), style: .accent.bold)
        frame.put("cd", at: Point(x: 4, y: 0))
        frame.restyle(Rect(x: 0, y: 1, width: 8, height: 1), .selected)
        frame.cursor = Point(x: 0, y: 1)
        #expect(frame.annotatedText == " «accent+bold ab» cd\n«selected         »\ncursor 0,1\n")
    }

    @Test func `the parts of a split area never exceed the area`() {
        let rect = Rect(x: 2, y: 1, width: 10, height: 5)
        #expect(rect.split(rows: [.fixed(1), .share(1), .fixed(1)]).map(\.height) == [1, 3, 1])
        #expect(rect.split(columns: [.share(1), .share(2)]).map(\.minX) == [2, 5])
        #expect(rect.split(rows: [.fixed(4), .fixed(4), .share(1)]).map(\.height) == [4, 1, 0])
        #expect(rect.inset(by: 3).isEmpty)
        #expect(rect.row(5).isEmpty && rect.row(-1).isEmpty)
        #expect(rect.centered(Size(width: 4, height: 99)) == Rect(x: 5, y: 1, width: 4, height: 5))
    }

    @Test func `the mono theme gives every role with a meaning an attribute, and unknown colours and themes are refused`() {
        // Secondary text and bars mean the same if they look like normal text.
        for role in Role.allCases where ![.normal, .dim, .bar].contains(role) {
            #expect(!Theme.mono[role].attributes.isEmpty, "\(role) differs from normal text only by colour")
        }
        #expect(ThemeColor(name: "bright-red") == ThemeColor(basic: 9))
        #expect(ThemeColor(name: "#ffaf00")?.extended == 214 && ThemeColor(name: "#ffaf00")?.direct == 0xFFAF00)
        #expect(ThemeColor(name: "#fdad02")?.extended == 214 && ThemeColor(name: "#fdad02")?.direct == 0xFDAD02)
        #expect(ThemeColor(name: "#000001")?.direct == 8 && ThemeColor(name: "#ff") == nil && ThemeColor(name: "#gggggg") == nil)
        #expect(ThemeColor(name: "256") == nil && ThemeColor(name: "pink") == nil && ThemeColor(name: "-1") == nil)
        #expect(Theme(named: "solarized") == nil)
    }
}

extension Frame {
    /// A frame filled with one character. A wide character that does not fit at the right edge is cut.
    fileprivate init(size: Size, filledWith character: String) {
        self.init(size: size)
        for y in 0..<size.height {
            put(String(repeating: character, count: size.width), at: Point(x: 0, y: y))
        }
    }
}
