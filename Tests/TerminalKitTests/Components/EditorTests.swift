import Testing

@testable import TerminalKit

/// Parses a script: single characters, and names of keys between `<` and `>`.
private func keys(_ script: String) -> [Key] {
    var rest = script[...]
    var result: [Key] = []
    while let character = rest.popFirst() {
        if character == "<", let end = rest.firstIndex(of: ">") {
            result += [Key(name: String(rest[..<end]))].compactMap { $0 }
            rest = rest[rest.index(after: end)...]
        } else {
            result.append(.char(character))
        }
    }
    return result
}

@Suite("Editors")
struct EditorTests {
    @Test(arguments: [
        ("", "abc", "abc", 3), ("abc", "<Left>x", "abxc", 3), ("abc", "<Home>x<End>y", "xabcy", 5), ("abc", "<Backspace>", "ab", 2),
        ("abc", "<Home><Del>", "bc", 0), ("abc", "<Home><Backspace>", "abc", 0), ("one two", "<Ctrl-W>", "one ", 4),
        ("one two  ", "<Ctrl-W>", "one ", 4), ("one two", "<Left><Ctrl-U>", "o", 0), ("abc", "<Home><Ctrl-K>", "", 0),
        ("日本", "<Backspace>", "日", 1), ("👨‍👩‍👧x", "<Backspace><Backspace>", "", 0), ("e", "\u{301}", "e\u{301}", 1),
        ("abc", "<Right><Right>", "abc", 3), ("", "<Backspace><Del><Ctrl-W><Ctrl-U>", "", 0),
    ])
    func `keys edit the text of a prompt and move its cursor`(before: String, script: String, after: String, cursor: Int) {
        var prompt = Prompt(before)
        for key in keys(script) { #expect(prompt.handle(key) != .ignored) }
        #expect(prompt.text == after)
        #expect(prompt.cursor == cursor)
    }

    @Test func `a prompt inserts a paste as one line up to its limit, and ignores Enter, Esc and Up`() {
        var prompt = Prompt(limit: 6)
        #expect(prompt.handle(.paste("a\nb\tc")) == .changed)
        #expect(prompt.text == "a b c")
        #expect(prompt.handle(.paste("xyz")) == .changed)
        #expect(prompt.text == "a b cx")
        #expect(prompt.handle(.char("y")) == .moved)
        #expect(prompt.handle(.enter) == .ignored && prompt.handle(.escape) == .ignored && prompt.handle(.up) == .ignored)
    }

    @Test func `an initial text above the limit is kept whole`() {
        #expect(TextArea("abcdef", limit: 3).text == "abcdef")
    }

    @Test(arguments: [
        ("abcdefghij", "", "/hij", 4), ("abcdefghij", "<Home>", "/abcd", 1), ("ab", "", "/ab", 3), ("日本語日本語", "", "/語", 3),
        ("a\u{1B}b", "", "/a␛b", 4),
    ])
    func `a prompt scrolls so that its cursor is visible`(text: String, script: String, shown: String, cursor: Int) {
        var prompt = Prompt(text)
        for key in keys(script) { _ = prompt.handle(key) }
        var frame = Frame(size: Size(width: 5, height: 1))
        prompt.draw(into: &frame, area: frame.bounds, label: "/")
        #expect(frame.lines == [shown])
        #expect(frame.cursor == Point(x: cursor, y: 0))
    }

    @Test func `a prompt and a text area can be drawn at any size`() {
        var prompt = Prompt("日本語 and text")
        var area = TextArea("日本語 and text\n\nmore")
        for width in 0...8 {
            for height in 0...4 {
                let size = Size(width: width, height: height)
                _ = prompt.handle(.left)
                _ = area.handle(.down, size: size)
                var frame = Frame(size: size)
                prompt.draw(into: &frame, area: frame.bounds, label: "find ")
                area.draw(into: &frame, area: frame.bounds)
                #expect(frame.cursor.map { frame.bounds.contains($0) } ?? true)
            }
        }
    }

    private static let room = Size(width: 6, height: 3)

    @Test(arguments: [
        ("", "ab<Enter>c", "ab\nc", 4), ("one two three", "<Down>x", "one xtwo three", 5),
        ("one two three", "<End>x", "one two threex", 14),
        ("a\nb", "<Down><Home>x", "a\nxb", 3), ("a\nb", "<Down><Backspace>", "ab", 1), ("long\nx", "<End><Down>y", "long\nxy", 7),
        ("a\nbc", "<Down><End><Ctrl-U>", "a\n", 2), ("abc", "<Up>", "abc", 0), ("abc", "<PgDn>x", "xabc", 1),
    ])
    func `keys edit the wrapped lines of a text area`(before: String, script: String, after: String, cursor: Int) {
        var area = TextArea(before)
        for key in keys(script) { _ = area.handle(key, size: Self.room) }
        #expect(area.text == after)
        #expect(area.cursor == cursor)
    }

    @Test func `a text area shows the lines around its cursor`() {
        var area = TextArea("one two three\n\nfour")
        var frame = Frame(size: Self.room)
        area.draw(into: &frame, area: frame.bounds)
        #expect(frame.lines == ["one", "two", "three"])
        for _ in 0..<4 { _ = area.handle(.down, size: Self.room) }
        frame = Frame(size: Self.room)
        area.draw(into: &frame, area: frame.bounds)
        #expect(frame.lines == ["three", "", "four"])
        #expect(frame.cursor == Point(x: 0, y: 2))
    }

    @Test func `a text area keeps pasted emoji and tabs, and changes CR LF to a line feed`() {
        var area = TextArea()
        _ = area.handle(.paste("👨‍👩‍👧 ❤️\r\nx\ty"), size: Self.room)
        #expect(area.text == "👨‍👩‍👧 ❤️\nx\ty")
    }

    @Test func `a text area keeps a pasted tab and shows it as four columns`() {
        var area = TextArea()
        let size = Size(width: 12, height: 2)
        _ = area.handle(.paste("if\n\tx"), size: size)
        var frame = Frame(size: size)
        area.draw(into: &frame, area: frame.bounds)
        #expect(area.text == "if\n\tx")
        #expect(frame.lines == ["if", "    x"])
        #expect(frame.cursor == Point(x: 5, y: 1))
    }
}
