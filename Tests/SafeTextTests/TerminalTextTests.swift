import SafeText
import Testing

/// Rows of (what was sent, what is shown); the text says why.
private let corpus: [(String, String, String)] = [
    ("plain text", "Ada Lamarr", "Ada Lamarr"),
    ("nothing", "", ""),
    ("an escape sequence is inert", "\u{1B}[31mred\u{1B}[0m", "␛[31mred␛[0m"),
    ("a window title stays text", "\u{1B}]0;owned\u{07}", "␛]0;owned␇"),
    ("a link of OSC 8 stays text", "\u{1B}]8;;http://x\u{1B}\\y", "␛]8;;http://x␛\\y"),
    ("a clipboard write of OSC 52 stays text", "\u{1B}]52;c;QQ==\u{07}", "␛]52;c;QQ==␇"),
    ("a NUL is seen", "a\0b", "a␀b"),
    ("a backspace is seen", "rm\u{08}\u{08}ls", "rm␈␈ls"),
    ("DEL is seen", "a\u{7F}", "a␡"),
    ("C1 as a scalar is replaced", "a\u{9B}31m\u{85}b", "a\u{FFFD}31m\u{FFFD}b"),
    ("line breaks and tabs are spaces in a line", "a\nb\tc\rd\r\ne", "a b c d e"),
    ("separators of lines and paragraphs too", "a\u{2028}b\u{2029}c", "a b c"),
    ("other spaces are plain spaces", "a\u{A0}b\u{3000}c\u{202F}d", "a b c d"),
    ("bidi overrides go", "photo\u{202E}gpj.exe\u{202C}", "photogpj.exe"),
    ("bidi isolates and marks go", "a\u{2066}b\u{2069}c\u{200E}d\u{200F}e\u{061C}f", "abcdef"),
    ("zero-width characters go", "pay\u{200B}pal\u{2060}\u{FEFF}\u{200C}x\u{AD}y\u{180E}z", "paypalxyz"),
    ("tag characters go", "a\u{E0001}\u{E0061}\u{E007F}b", "ab"),
    ("annotation and other format characters go", "a\u{FFF9}b\u{FFFA}c\u{FFFB}d\u{0600}e", "abcde"),
    ("fillers that look like nothing go", "a\u{3164}b\u{FFA0}c\u{115F}d\u{1160}e", "abcde"),
    ("private use and unassigned are replaced", "a\u{E000}b\u{378}c\u{10FFFD}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
    ("an accent stays", "e\u{301}", "e\u{301}"),
    ("a leading mark goes", "\u{301}a", "a"),
    ("a mark after a space goes", "a \u{301}b", "a b"),
    ("an enclosing mark goes", "a\u{20DD}b", "ab"),
    ("decomposed Hangul stays", "\u{1112}\u{1161}\u{11AB}", "\u{1112}\u{1161}\u{11AB}"),
    ("a skin tone goes", "👍🏽!", "👍!"),
    ("a lone skin tone goes", "\u{1F3FD}", ""),
    ("emoji variation goes", "❤️", "\u{2764}"),
    ("a family is its first person", "👨‍👩‍👧‍👦 x", "👨 x"),
    ("a person with a role and a tone is a person", "👩🏽‍🚀", "👩"),
    ("a flag is letters", "🇩🇪", "DE"),
    ("a flag of tags is its base", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "🏴"),
    ("a rainbow flag is a flag", "🏳️‍🌈", "\u{1F3F3}"),
    ("a keycap is its digit", "1️⃣", "1"),
    ("a joiner outside emoji goes", "a\u{200D}b", "ab"),
    ("two emoji stay two", "🚀🎉", "🚀🎉"),
    ("a joiner at the end goes", "🚀\u{200D}", "🚀"),
    ("other scripts stay", "Ωμέγα Привет עברית 日本語", "Ωμέγα Привет עברית 日本語"),
]

@Suite("Text for a terminal")
struct TerminalTextTests {
    @Test(arguments: corpus)
    func `shows each row of the corpus as said`(why: String, sent: String, shown: String) {
        #expect(Array(TerminalText.line(sent).unicodeScalars) == Array(shown.unicodeScalars), "\(why)")
    }

    @Test(arguments: corpus)
    func `is the same when cleaned again`(why: String, sent: String, shown: String) {
        let block = TerminalText.block(sent)
        #expect(TerminalText.line(TerminalText.line(sent)) == TerminalText.line(sent))
        #expect(TerminalText.block(block) == block)
        for limit in 0...6 {
            let short = TerminalText.line(sent, limit: limit)
            #expect(TerminalText.line(short, limit: limit) == short)
        }
    }

    @Test func `keeps the line breaks of a block and nothing else of its controls`() {
        #expect(TerminalText.block("a\r\nb\n\nc\td\re\u{2028}f\u{1B}c") == "a\nb\n\nc d\ne\nf␛c")
        #expect(TerminalText.block("a\n\u{301}b") == "a\nb")
    }

    @Test func `replaces what is not UTF-8, C1 bytes among it`() {
        #expect(TerminalText.line(bytes: [0x61, 0x9B, 0x33, 0x31, 0x6D, 0xFF, 0xC3]) == "a\u{FFFD}31m\u{FFFD}\u{FFFD}")
        #expect(TerminalText.block(bytes: Array("ä\n".utf8)) == "ä\n")
    }

    @Test func `keeps four combining marks of a flood`() {
        let flood = "a" + String(repeating: "\u{301}", count: 5000) + "b"
        #expect(TerminalText.line(flood).unicodeScalars.count == 6)
    }

    @Test func `cuts at the limit with an ellipsis, and not before`() {
        #expect(TerminalText.line("abcdef", limit: 6) == "abcdef")
        #expect(TerminalText.line("abcdef", limit: 5) == "abcd…")
        #expect(TerminalText.line("äbcdef", limit: 1) == "…")
        #expect(TerminalText.line("äbc", limit: 0) == "")
        #expect(TerminalText.line("äbc", limit: -1) == "")
        #expect(TerminalText.cap("a\nb\nc", to: 3) == "a\n…")
        #expect(TerminalText.line("ae\u{301}\u{302}x", limit: 2) == "a…", "the marks go with their base")
        #expect(TerminalText.line("äbc", limit: .max) == "äbc")
    }

    @Test func `costs its limit, not the length of what came`() {
        let size = 2_000_000
        #expect(TerminalText.line(String(repeating: "ä", count: size)).count == TerminalText.lineLimit)
        let invisible = String(repeating: "\u{200B}", count: size)
        let clock = ContinuousClock()
        // The best of several: another program may interrupt any one of them.
        let short = (1...20).map { _ in clock.measure { #expect(TerminalText.line(invisible, limit: 10) == "…") } }.min() ?? .zero
        let whole = clock.measure { #expect(invisible.unicodeScalars.reduce(0) { n, _ in n + 1 } == size) }
        #expect(short * 10 < whole)
    }

    @Test func `leaves no scalar that a terminal could act on, whatever is sent`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            // Most of the code space has no character; one in a hundred of the empty planes is enough.
            if value > 0x3FFFF && !(0xE0000...0xE0FFF).contains(value) && value % 100 != 0 { continue }
            for shown in TerminalText.line("a\(scalar)").unicodeScalars.dropFirst() where !isHarmless(shown) {
                Issue.record("U+\(String(value, radix: 16)) is shown as U+\(String(shown.value, radix: 16))")
            }
        }
    }

    private func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint || properties.isVariationSelector { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse, .enclosingMark:
            return false
        default:
            return !(0x1F1E6...0x1F1FF).contains(scalar.value) && !(0x1F3FB...0x1F3FF).contains(scalar.value)
        }
    }
}
