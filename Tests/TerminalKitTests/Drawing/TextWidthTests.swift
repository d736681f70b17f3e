import CNCurses
import Glibc
import SafeText
import Testing

@testable import TerminalKit

@Suite("Text width and wrapping")
struct TextWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("äöü", 3), ("e\u{301}", 1), ("日本", 4), ("👍", 2), ("\u{2764}", 1), ("한", 2),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("█▉·─▸", 5), ("\u{FFFD}", 1), ("␛", 1),
    ])
    func `the width of a text is its number of columns`(text: String, expected: Int) {
        #expect(TextWidth.columns(of: text) == expected)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 1, "…"),
        ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("abc", 0, ""), ("", 3, ""),
    ])
    func `a text is truncated to a width without cutting a character`(text: String, width: Int, expected: String) {
        #expect(TextWidth.truncate(text, to: width) == expected)
    }

    @Test func `a text is padded at its left or right, or truncated`() {
        #expect(TextWidth.padRight("日", to: 4) == "日  ")
        #expect(TextWidth.padLeft("12", to: 4) == "  12")
        #expect(TextWidth.padLeft("12345", to: 4) == "123…")
    }

    @Test(arguments: [
        ("the quick brown fox", 10, ["the quick", "brown fox"]), ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a\n\nb", 5, ["a", "", "b"]), ("a b", 1, ["a", "b"]), ("日本語です", 4, ["日本", "語で", "す"]), ("", 5, [""]),
        ("ab cdefghij k", 4, ["ab", "cdef", "ghij", "k"]), ("日", 1, ["日"]), ("ab  cd", 3, ["ab", "cd"]), ("x\n", 4, ["x", ""]),
    ])
    func `text wraps between words, breaks words that are too long, and keeps empty lines`(text: String, width: Int, expected: [String]) {
        #expect(TextWrap.lines(of: text, width: width) == expected)
    }

    /// The table of widths was made from glibc 2.36. Other versions may know more characters.
    private static let isReferenceLibrary: Bool = {
        var name = [CChar](repeating: 0, count: 32)
        confstr(Int32(_CS_GNU_LIBC_VERSION), &name, name.count)
        return name.prefix { $0 != 0 }.elementsEqual("glibc 2.36".utf8.map(CChar.init))
    }()

    /// Unicode changed the category of this mark after that version. With that library, curses draws a substitute for it.
    private static let recategorized: UInt32 = 0x1171E

    @Test(.enabled(if: isReferenceLibrary))
    func `the widths of all sanitised characters agree with the C library`() throws {
        // Sets the locale of this thread only, so that the locale of the machine does not matter.
        let utf8 = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
        let before = uselocale(utf8)
        defer {
            uselocale(before)
            freelocale(utf8)
        }
        for value in UInt32(0x20)...0x3FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for shown in TerminalText.line("a\(scalar)").unicodeScalars.dropFirst() {
                let columns = Int32(TextWidth.columns(of: shown))
                // A character that the library does not know is newer than the library: curses draws a substitute for it.
                let isKnown = (Int32(0)...2).contains { hdoc_has_columns(shown.value, $0) }
                if isKnown && shown.value != Self.recategorized && !hdoc_has_columns(shown.value, columns) {
                    Issue.record("U+\(String(shown.value, radix: 16)) is not \(columns) columns wide")
                }
            }
        }
    }
}
