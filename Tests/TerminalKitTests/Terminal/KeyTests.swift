import CNCurses
import Testing
@testable import TerminalKit

@Suite("Keys")
struct KeyTests {
    @Test(
        "a key's name is read back as that key",
        arguments: [
            Key.char("g"), .char("G"), .char("?"), .char(" "), .ctrl("f"), .enter, .escape, .tab, .backTab, .pageUp, .pageDown, .home,
            .end, .delete, .backspace, .up, .function(1), .function(12),
        ])
    func names(key: Key) {
        #expect(Key(name: key.description) == key)
    }

    @Test("what names no key is refused", arguments: ["", "Ctrl-", "Ctrl-ab", "F0", "F25", "Nope", "ab"])
    func unknownNames(name: String) {
        #expect(Key(name: name) == nil)
    }

    /// What curses reads as it reads it, all at once.
    private func decode(_ text: String, keys: inout CursesKeys) -> [Key] {
        text.unicodeScalars.flatMap { keys.take(character: $0.value) } + keys.flush()
    }

    @Test(
        "typed characters are keys",
        arguments: [
            ("a", [Key.char("a")]), ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]), ("\u{7F}", [.backspace]), ("\u{08}", [.backspace]),
            ("\u{03}", [.ctrl("c")]), ("\u{1A}", [.ctrl("z")]), ("\u{1B}", [.escape]), ("\u{1B}q", [.escape, .char("q")]),
            ("\u{1B}\u{1B}", [.escape, .escape]), ("é日", [.char("é"), .char("日")]), ("\u{9B}", []), ("\0", []),
        ] as [(String, [Key])])
    func typed(text: String, expected: [Key]) {
        var keys = CursesKeys()
        #expect(decode(text, keys: &keys) == expected)
    }

    @Test("an unknown control sequence types nothing", arguments: ["\u{1B}[1;5C", "\u{1B}[I", "\u{1B}[99;3u", "\u{1B}[?1;2c"])
    func unknownSequence(sequence: String) {
        var keys = CursesKeys()
        #expect(decode(sequence + "x", keys: &keys) == [.char("x")])
    }

    @Test("a paste is one key, its controls gone, and never acts as keys")
    func paste() {
        var keys = CursesKeys()
        #expect(keys.take(code: Int(HDOC_KEY_PASTE_BEGIN)) == [])
        #expect(decode("q\u{1B}[31m:\r\tä\u{9B}\0", keys: &keys) == [])
        #expect(keys.take(code: Int(HDOC_KEY_UP)) == [])
        #expect(keys.isPasting)
        #expect(keys.take(code: Int(HDOC_KEY_PASTE_END)) == [.paste("q[31m:\n\tä")])
        #expect(decode("q", keys: &keys) == [.char("q")])
    }

    @Test("a paste without an end can be ended")
    func unfinishedPaste() {
        var keys = CursesKeys()
        _ = keys.take(code: Int(HDOC_KEY_PASTE_BEGIN))
        _ = decode("abc", keys: &keys)
        #expect(keys.endPaste() == [.paste("abc")])
        #expect(keys.endPaste() == [])
    }

    @Test("function keys and names of curses are keys, others nothing")
    func codes() {
        var keys = CursesKeys()
        #expect(keys.take(code: Int(HDOC_KEY_F0) + 5) == [.function(5)])
        #expect(keys.take(code: Int(HDOC_KEY_BACK_TAB)) == [.backTab])
        #expect(keys.take(code: Int(HDOC_KEY_OTHER)) == [])
    }
}
