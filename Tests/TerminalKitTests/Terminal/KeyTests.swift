import Testing

@testable import TerminalKit

@Suite("Keys")
struct KeyTests {
    @Test(arguments: [
        Key.char("g"), .char("G"), .char("?"), .char(" "), .ctrl("f"), .enter, .escape, .tab, .backTab, .pageUp, .pageDown, .home,
        .end, .delete, .backspace, .up, .function(1), .function(12),
    ])
    func `the name of a key is parsed as that key`(key: Key) {
        #expect(Key(name: key.description) == key)
    }

    @Test(arguments: ["", "Ctrl-", "Ctrl-ab", "F0", "F25", "Nope", "ab"])
    func `a text that is not the name of a key is refused`(name: String) {
        #expect(Key(name: name) == nil)
    }

    /// Decodes a text that arrives in one read and is followed by a pause.
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
    func `typed characters are decoded as keys`(text: String, expected: [Key]) {
        var decoder = KeyDecoder()
        #expect(decode(text, &decoder) == expected)
    }

    @Test(arguments: ["\u{1B}[1;5C", "\u{1B}[I", "\u{1B}[?1;2c", "\u{1B}[2$~", "\u{1B}O5C", "\u{1B}[O"])
    func `an unknown control sequence produces no key`(sequence: String) {
        var decoder = KeyDecoder()
        #expect(decode(sequence + "x", &decoder) == [.char("x")])
    }

    @Test func `an incomplete sequence produces no key, and the keys after it are not lost`() {
        for sequence in ["\u{1B}[", "\u{1B}[20", "\u{1B}[<0;1"] {
            var decoder = KeyDecoder()
            #expect(decode(sequence, &decoder) == [])
            #expect(decode("q", &decoder) == [.char("q")])
        }
        var decoder = KeyDecoder()
        #expect(decode("\u{1B}[12é", &decoder) == [.char("é")])
    }

    @Test func `a carriage return, a line feed and CR LF are each decoded as one Enter`() {
        var decoder = KeyDecoder()
        #expect(decode("a\r\nb\nc\rd\r\r\n", &decoder).filter { $0 == .enter }.count == 5)
        #expect(decode("\r", &decoder) == [.enter])
        #expect(decode("\n", &decoder) == [.enter], "after a pause, a line feed is an Enter of its own")
    }

    @Test func `a paste is one key without control characters, and its characters do not act as keys`() {
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

    @Test func `a paste of several megabytes keeps every character, in several keys`() {
        var decoder = KeyDecoder()
        let text = String(repeating: "Grüße 雲\n", count: 200_000)
        let bytes = Array("\u{1B}[200~\(text)\u{1B}[201~q".utf8)
        var keys: [Key] = []
        for start in stride(from: 0, to: bytes.count, by: 65_521) {
            keys += KeyTests.keys(decoder.take(bytes[start..<min(start + 65_521, bytes.count)]))
        }
        let pasted = keys.compactMap { key in if case .paste(let part) = key { part } else { nil } }
        #expect(pasted.count > 1 && pasted.joined() == text && keys.last == .char("q"))
    }

    @Test func `a paste without an end mark keeps its text, and the characters after it do not act as keys`() {
        var decoder = KeyDecoder()
        #expect(decode("\u{1B}[200~abc", &decoder) == [.paste("abc")])
        #expect(decode("q\r", &decoder) == [.paste("q\n")])
        #expect(decode("\u{1B}[20", &decoder) == [] && decode("1~", &decoder) == [] && !decoder.isPasting)
        #expect(decode("q", &decoder) == [.char("q")])
    }

    @Test func `Esc and Ctrl-C end a paste that has no end mark`() {
        for (bytes, key) in [("\u{1B}", Key.escape), ("\u{3}", .ctrl("c"))] {
            var decoder = KeyDecoder()
            #expect(decode("\u{1B}[200~abc", &decoder) == [.paste("abc")])
            #expect(decode(bytes, &decoder) == [key])
            #expect(decode("q", &decoder) == [.char("q")])
        }
    }

    @Test func `a paste does not act as keys, even after a pause between ESC and the rest of its start mark`() {
        var decoder = KeyDecoder()
        #expect(decode("\u{1B}", &decoder) == [.escape])
        #expect(KeyTests.keys(decoder.take("[200~q\u{1B}[201~".utf8)) == [.paste("q")])
        #expect(decode("\u{1B}", &decoder) == [.escape])
        #expect(decode("[", &decoder) == [.char("[")])
    }

    @Test func `key sequences come from the terminal's description, and common ones are known without it`() {
        var decoder = KeyDecoder(sequences: KeySequences { ["kf5": "\u{1B}[28~", "kbs": "\u{08}", "kcuu1": "a"][$0] })
        #expect(
            decode("\u{1B}[28~\u{1B}[Z\u{1B}OA\u{1B}[B\u{1B}[6~a", &decoder) == [.function(5), .backTab, .up, .down, .pageDown, .char("a")])
    }
}
