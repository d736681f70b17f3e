import Testing

@testable import TerminalKit

@Suite("Keys")
struct KeyTests {
    @Test(arguments: [
        Key.char("g"), .char("G"), .char("?"), .char(" "), .ctrl("f"), .enter, .escape, .tab, .backTab, .pageUp, .pageDown, .home,
        .end, .delete, .backspace, .up, .function(1), .function(12),
    ])
    func `a key's name is read back as that key`(key: Key) {
        #expect(Key(name: key.description) == key)
    }

    @Test(arguments: ["", "Ctrl-", "Ctrl-ab", "F0", "F25", "Nope", "ab"])
    func `what names no key is refused`(name: String) {
        #expect(Key(name: name) == nil)
    }

    /// What a terminal sends in one go.
    private func decode(_ text: String, _ decoder: inout KeyDecoder) -> [Key] {
        KeyTests.keys(decoder.take(text.utf8) + decoder.rest())
    }

    static func keys(_ events: [TerminalEvent]) -> [Key] {
        events.compactMap { if case .key(let key) = $0 { key } else { nil } }
    }

    @Test(
        arguments: [
            ("a", [Key.char("a")]), ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]), ("\u{7F}", [.backspace]), ("\u{08}", [.backspace]),
            ("\u{03}", [.ctrl("c")]), ("\u{1A}", [.ctrl("z")]), ("\u{1B}", [.escape]), ("\u{1B}q", [.escape, .char("q")]),
            ("\u{1B}\u{1B}", [.escape, .escape]), ("é日", [.char("é"), .char("日")]), ("\u{9B}", []), ("\0", []),
        ] as [(String, [Key])])
    func `typed characters are keys`(text: String, expected: [Key]) {
        var decoder = KeyDecoder()
        #expect(decode(text, &decoder) == expected)
    }

    @Test(arguments: ["\u{1B}[1;5C", "\u{1B}[I", "\u{1B}[99;3u", "\u{1B}[?1;2c", "\u{1B}[2$~", "\u{1B}O5C", "\u{1B}[O"])
    func `an unknown control sequence types nothing`(sequence: String) {
        var decoder = KeyDecoder()
        #expect(decode(sequence + "x", &decoder) == [.char("x")])
    }

    @Test func `a sequence that is never completed types nothing, and keeps no later key`() {
        for sequence in ["\u{1B}[", "\u{1B}[20", "\u{1B}[<0;1"] {
            var decoder = KeyDecoder()
            #expect(decode(sequence, &decoder) == [])
            #expect(decode("q", &decoder) == [.char("q")])
        }
        var decoder = KeyDecoder()
        #expect(decode("\u{1B}[12é", &decoder) == [.char("é")])
    }

    @Test func `Enter, Ctrl-J and CR LF are one Enter each`() {
        var decoder = KeyDecoder()
        #expect(decode("a\r\nb\nc\rd\r\r\n", &decoder).filter { $0 == .enter }.count == 5)
        #expect(decode("\r", &decoder) == [.enter])
        #expect(decode("\n", &decoder) == [.enter], "a pause lies between the two")
    }

    @Test func `a paste is one key, its controls gone, and never acts as keys`() {
        var decoder = KeyDecoder()
        #expect(KeyTests.keys(decoder.take("\u{1B}[200~q\u{1B}[31m:\r\tä\u{9B}\0".utf8)) == [])
        #expect(decoder.isPasting)
        #expect(KeyTests.keys(decoder.take("\u{3}\u{1B}[201~".utf8)) == [.paste("q[31m:\n\tä")])
        #expect(decode("q", &decoder) == [.char("q")])
    }

    @Test(arguments: ["one\r\ntwo", "one\rtwo", "one\ntwo"])
    func `CR LF, CR and LF are one line break each in a paste`(text: String) {
        for cut in 0...text.utf8.count {
            var decoder = KeyDecoder()
            let bytes = Array("\u{1B}[200~\(text)\u{1B}[201~".utf8)
            let events = decoder.take(bytes[..<(6 + cut)]) + decoder.take(bytes[(6 + cut)...])
            #expect(KeyTests.keys(events) == [.paste("one\ntwo")])
        }
    }

    @Test func `the text of a paste without an end is not lost, and what follows does not act as keys`() {
        var decoder = KeyDecoder()
        #expect(decode("\u{1B}[200~abc", &decoder) == [.paste("abc")])
        #expect(decode("q\r", &decoder) == [.paste("q\n")])
        #expect(decode("\u{1B}[20", &decoder) == [] && decode("1~", &decoder) == [] && !decoder.isPasting)
        #expect(decode("q", &decoder) == [.char("q")])
    }

    @Test func `Esc and Ctrl-C leave a paste without an end`() {
        for (bytes, key) in [("\u{1B}", Key.escape), ("\u{3}", .ctrl("c"))] {
            var decoder = KeyDecoder()
            #expect(decode("\u{1B}[200~abc", &decoder) == [.paste("abc")])
            #expect(decode(bytes, &decoder) == [key])
            #expect(decode("q", &decoder) == [.char("q")])
        }
    }

    @Test func `a paste whose first ESC comes long before the rest of its mark never acts as keys`() {
        var decoder = KeyDecoder()
        #expect(decode("\u{1B}", &decoder) == [.escape])
        #expect(KeyTests.keys(decoder.take("[200~q\u{1B}[201~".utf8)) == [.paste("q")])
        #expect(decode("\u{1B}", &decoder) == [.escape])
        #expect(decode("[", &decoder) == [.char("[")])
    }

    @Test func `the terminal's description names its keys, and the usual ones are known without it`() {
        var decoder = KeyDecoder(sequences: KeySequences { ["kf5": "\u{1B}[28~", "kbs": "\u{08}", "kcuu1": "a"][$0] })
        #expect(
            decode("\u{1B}[28~\u{1B}[Z\u{1B}OA\u{1B}[B\u{1B}[6~a", &decoder) == [.function(5), .backTab, .up, .down, .pageDown, .char("a")])
    }
}
