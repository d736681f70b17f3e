import Testing

@testable import SafeText

/// Each row contains a description, the input and the expected output.
private let corpus: [(String, String, String)] = [
    ("plain text", "Ada Lamarr", "Ada Lamarr"),
    ("an empty text", "", ""),
    ("an escape sequence is inert", "\u{1B}[31mred\u{1B}[0m", "␛[31mred␛[0m"),
    ("a window title stays text", "\u{1B}]0;owned\u{07}", "␛]0;owned␇"),
    ("a link of OSC 8 stays text", "\u{1B}]8;;http://x\u{1B}\\y", "␛]8;;http://x␛\\y"),
    ("a clipboard write of OSC 52 stays text", "\u{1B}]52;c;QQ==\u{07}", "␛]52;c;QQ==␇"),
    ("a NUL becomes visible", "a\0b", "a␀b"),
    ("a backspace becomes visible", "rm\u{08}\u{08}ls", "rm␈␈ls"),
    ("DEL becomes visible", "a\u{7F}", "a␡"),
    ("a C1 scalar is replaced", "a\u{9B}31m\u{85}b", "a\u{FFFD}31m\u{FFFD}b"),
    ("line breaks and tabs become spaces in a line", "a\nb\tc\rd\r\ne", "a b c d e"),
    ("line and paragraph separators become spaces", "a\u{2028}b\u{2029}c", "a b c"),
    ("other spaces become plain spaces", "a\u{A0}b\u{3000}c\u{202F}d", "a b c d"),
    ("bidi overrides are removed", "photo\u{202E}gpj.exe\u{202C}", "photogpj.exe"),
    ("bidi isolates and marks are removed", "a\u{2066}b\u{2069}c\u{200E}d\u{200F}e\u{061C}f", "abcdef"),
    ("zero-width characters are removed", "pay\u{200B}pal\u{2060}\u{FEFF}\u{200C}x\u{AD}y\u{180E}z", "paypalxyz"),
    ("tag characters are removed", "a\u{E0001}\u{E0061}\u{E007F}b", "ab"),
    ("annotation and other format characters are removed", "a\u{FFF9}b\u{FFFA}c\u{FFFB}d\u{0600}e", "abcde"),
    ("invisible fillers are removed", "a\u{3164}b\u{FFA0}c\u{115F}d\u{1160}e", "abcde"),
    ("private-use and unassigned scalars are replaced", "a\u{E000}b\u{378}c\u{10FFFD}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
    ("an accent stays", "e\u{301}", "e\u{301}"),
    ("a leading mark is removed", "\u{301}a", "a"),
    ("a mark after a space is removed", "a \u{301}b", "a b"),
    ("an enclosing mark is removed", "a\u{20DD}b", "ab"),
    ("a vowel of Hangul without a consonant is removed", "@\u{D7C2}\u{1161}a", "@a"),
    ("decomposed Hangul stays", "\u{1112}\u{1161}\u{11AB}", "\u{1112}\u{1161}\u{11AB}"),
    ("a skin tone is removed", "👍🏽!", "👍!"),
    ("a lone skin tone is removed", "\u{1F3FD}", ""),
    ("an emoji variation selector is removed", "❤️", "\u{2764}"),
    ("a family becomes its first person", "👨‍👩‍👧‍👦 x", "👨 x"),
    ("a person with a role and a skin tone becomes a person", "👩🏽‍🚀", "👩"),
    ("a flag becomes letters", "🇩🇪", "DE"),
    ("a flag of tag characters becomes its base", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "🏴"),
    ("a rainbow flag becomes a plain flag", "🏳️‍🌈", "\u{1F3F3}"),
    ("a keycap becomes its digit", "1️⃣", "1"),
    ("a joiner outside emoji is removed", "a\u{200D}b", "ab"),
    ("two emoji stay two", "🚀🎉", "🚀🎉"),
    ("a joiner at the end is removed", "🚀\u{200D}", "🚀"),
    ("other scripts stay", "Ωμέγα Привет עברית 日本語", "Ωμέγα Привет עברית 日本語"),
]

@Suite("Sanitising text for a terminal")
struct TerminalTextTests {
    @Test(arguments: corpus)
    func `each input of the corpus gives the expected output`(why: String, sent: String, shown: String) {
        #expect(Array(TerminalText.line(sent).unicodeScalars) == Array(shown.unicodeScalars), "\(why)")
    }

    @Test(arguments: corpus)
    func `sanitising a sanitised text changes nothing`(why: String, sent: String, shown: String) {
        let block = TerminalText.block(sent)
        #expect(TerminalText.line(TerminalText.line(sent)) == TerminalText.line(sent))
        #expect(TerminalText.block(block) == block)
        for limit in 0...6 {
            let short = TerminalText.line(sent, limit: limit)
            #expect(TerminalText.line(short, limit: limit) == short)
        }
    }

    @Test func `a block keeps its line breaks and no other control character`() {
        #expect(TerminalText.block("a\r\nb\n\nc\td\re\u{2028}f\u{1B}c") == "a\nb\n\nc d\ne\nf␛c")
        #expect(TerminalText.block("a\n\u{301}b") == "a\nb")
    }

    @Test func `bytes that are not UTF-8, such as C1 bytes, become replacement characters`() {
        #expect(TerminalText.line(bytes: [0x61, 0x9B, 0x33, 0x31, 0x6D, 0xFF, 0xC3]) == "a\u{FFFD}31m\u{FFFD}\u{FFFD}")
        #expect(TerminalText.block(bytes: Array("ä\n".utf8)) == "ä\n")
    }

    @Test func `a base character keeps at most four combining marks`() {
        let flood = "a" + String(repeating: "\u{301}", count: 5000) + "b"
        #expect(TerminalText.line(flood).unicodeScalars.count == 6)
    }

    @Test func `only a text longer than the limit is cut, and then ends with an ellipsis`() {
        #expect(TerminalText.line("abcdef", limit: 6) == "abcdef")
        #expect(TerminalText.line("abcdef", limit: 5) == "abcd…")
        #expect(TerminalText.line("äbcdef", limit: 1) == "…")
        #expect(TerminalText.line("äbc", limit: 0) == "")
        #expect(TerminalText.line("äbc", limit: -1) == "")
        #expect(TerminalText.cap("a\nb\nc", to: 3) == "a\n…")
        #expect(TerminalText.line("ae\u{301}\u{302}x", limit: 2) == "a…", "combining marks are cut together with their base character")
        #expect(TerminalText.line("äbc", limit: .max) == "äbc")
    }

    @Test func `the time for a short limit does not depend on the length of the input`() {
        let size = 2_000_000
        #expect(TerminalText.line(String(repeating: "ä", count: size)).count == TerminalText.lineLimit)
        let invisible = String(repeating: "\u{200B}", count: size)
        let clock = ContinuousClock()
        // The minimum of several runs, because another program may slow down any of them.
        let short = (1...20).map { _ in clock.measure { #expect(TerminalText.line(invisible, limit: 10) == "…") } }.min() ?? .zero
        let whole = clock.measure { #expect(invisible.unicodeScalars.reduce(0) { n, _ in n + 1 } == size) }
        #expect(short * 10 < whole)
    }

    @Test(arguments: ["abcdef", "ab cd ef", "abc\u{301}def", "abcd\u{301}ef", "abcde\u{301}", "abc\ndef", "abcédef"], 1...7)
    func `a text that is cut is the same as its characters cut one by one`(text: String, limit: Int) {
        let whole = TerminalText.line(text)
        let expected = whole.count <= limit ? whole : String(whole.prefix(limit - 1)) + "…"
        #expect(TerminalText.line(text, limit: limit) == expected)
    }

    @Test func `a scalar that is passed on unseen is one that sanitising would not change`() {
        for scalar in (0...0x10FFFF).compactMap(Unicode.Scalar.init) where TerminalText.isPlain(scalar) {
            switch TerminalScalar(scalar) {
            case .text(let shown): #expect(shown == scalar)
            case .space: #expect(scalar == " ")
            default: Issue.record("U+\(String(scalar.value, radix: 16)) is not plain.")
            }
        }
    }

    @Test func `no input scalar gives an output scalar that a terminal acts on`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            // The planes without assigned characters are sampled: one value in a hundred.
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
