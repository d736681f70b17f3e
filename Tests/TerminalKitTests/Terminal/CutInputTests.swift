import Testing

@testable import TerminalKit

/// Characters of one to four bytes from all Unicode planes that are in use.
private let planes = "Aé\u{301}ß“日本”\u{FFFD}\u{FFFF}🙂👩🏽‍💻\u{1F1FA}\u{20BB7}\u{2FA1D}\u{30000}\u{E0041}\u{F0000}\u{10FFFF}z"

@Suite("Decoding UTF-8 input")
struct UTF8InputDecoderTests {
    private func decode(_ bytes: [UInt8]) -> String {
        var decoder = UTF8InputDecoder()
        var scalars = String.UnicodeScalarView()
        for byte in bytes { scalars.append(contentsOf: decoder.take(byte)) }
        if let last = decoder.finish() { scalars.append(last) }
        return String(scalars)
    }

    @Test func `text from all Unicode planes is decoded`() {
        #expect(decode(Array(planes.utf8)) == planes)
    }

    @Test func `the first and last character of each length is decoded`() {
        for value: UInt32 in [0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF] {
            let text = Unicode.Scalar(value).map(String.init) ?? ""
            #expect(decode(Array(text.utf8)) == text)
        }
    }

    @Test(
        arguments: [
            ([0x61, 0xE9, 0x62], "a\u{FFFD}b"), ([0xC3], "\u{FFFD}"), ([0xE2, 0x82, 0x61], "\u{FFFD}a"),
            ([0x80, 0xBF], "\u{FFFD}\u{FFFD}"),
            ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xF0, 0x9F, 0xC3, 0xA9], "\u{FFFD}é"),
            ([0xFF, 0x1B, 0xFE], "\u{FFFD}\u{1B}\u{FFFD}"),
        ] as [([UInt8], String)])
    func `each invalid sequence becomes U+FFFD, and the rest is kept`(bytes: [UInt8], expected: String) {
        #expect(decode(bytes) == expected)
    }

    @Test func `random bytes are decoded as the standard library decodes them`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes = (0..<12).map { _ in
                UInt8.random(in: 0...255, using: &generator) | (Bool.random(using: &generator) ? 0x80 : 0)
            }
            #expect(decode(bytes).unicodeScalars.elementsEqual(String(decoding: bytes, as: UTF8.self).unicodeScalars), "\(bytes)")
        }
    }
}

@Suite("Terminal input in pieces")
struct CutInputTests {
    /// Decodes the bytes in pieces that end at `cuts`, without a pause between the pieces.
    private func read(_ bytes: [UInt8], cuts: [Int]) -> [TerminalEvent] {
        var decoder = KeyDecoder()
        var events: [TerminalEvent] = []
        var start = 0
        for end in cuts + [bytes.count] {
            events += decoder.take(bytes[start..<end])
            start = end
        }
        return events + decoder.rest()
    }

    private let typed = Array("\(planes)\r\n\u{1B}OAé\u{1B}[6~\u{1B}[<0;3;4Mx\u{1B}[1;5Cy\u{1B}[M +%z".utf8)
    private let pasted = Array("a\u{1B}[200~\(planes)\r\n\t\(planes)\u{1B}[201~b\u{1B}[B".utf8)

    @Test func `input in pieces gives the same keys, pastes and mouse reports as input in one read`() {
        for bytes in [typed, pasted] {
            let whole = read(bytes, cuts: [])
            for cut in 1..<bytes.count { #expect(read(bytes, cuts: [cut]) == whole, "cut after \(cut) bytes") }
            #expect(read(bytes, cuts: Array(1..<bytes.count)) == whole, "byte by byte")
        }
    }

    @Test func `typed and pasted text keeps every character`() {
        #expect(KeyTests.keys(read(pasted, cuts: [])) == [.char("a"), .paste("\(planes)\n\t\(planes)"), .char("b"), .down])
        let characters = KeyTests.keys(read(Array(planes.utf8), cuts: [])).map(\.description).joined()
        #expect(characters.unicodeScalars.elementsEqual(planes.unicodeScalars))
    }

    @Test func `a stray Latin-1 byte becomes U+FFFD, and the text after it is kept`() {
        let bytes = Array("caf".utf8) + [0xE9] + Array(" au lait é".utf8)
        #expect(KeyTests.keys(read(bytes, cuts: [])).map(\.description).joined() == "caf\u{FFFD}Spaceau" + "SpacelaitSpaceé")
        let paste = Array("\u{1B}[200~".utf8) + bytes + Array("\u{1B}[201~".utf8)
        #expect(KeyTests.keys(read(paste, cuts: [])) == [.paste("caf\u{FFFD} au lait é")])
        let lastByte = Array("\u{1B}[200~caf".utf8) + [0xE9] + Array("\u{1B}[201~".utf8)
        #expect(KeyTests.keys(read(lastByte, cuts: [])) == [.paste("caf\u{FFFD}")])
    }

    @Test func `a long pause within a character of a paste does not damage the character`() {
        var decoder = KeyDecoder()
        let bytes = Array("\u{1B}[200~日".utf8)
        var keys = KeyTests.keys(decoder.take(bytes.dropLast()) + decoder.rest())
        keys += KeyTests.keys(decoder.take(bytes.suffix(1)) + decoder.take("本\u{1B}[201~".utf8))
        #expect(keys == [.paste("日"), .paste("本")])
    }

    /// Decodes the bytes in pieces that end at `cuts`. After each piece, a pause is so long that nothing more is awaited.
    private func read(_ bytes: [UInt8], pausingAt cuts: [Int]) -> [Key] {
        var decoder = KeyDecoder()
        var events: [TerminalEvent] = []
        var start = 0
        for end in cuts + [bytes.count] {
            events += decoder.take(bytes[start..<end])
            if end == 1 || end == bytes.count { events += decoder.rest() }
            start = end
        }
        return KeyTests.keys(events)
    }

    @Test func `after a pause behind ESC, the rest of a sequence in any pieces is not typed`() {
        for (rest, keys) in [
            ("[200~a\t[b\r\n\u{1B}[201~", [Key.paste("a\t[b\n")]), ("[A", [.up]), ("OB", [.down]), ("[6~x", [.pageDown, .char("x")]),
            ("[201~y", [.char("y")]),
        ] {
            let bytes = Array("\u{1B}\(rest)".utf8)
            #expect(read(bytes, pausingAt: [1]) == [.escape] + keys)
            for cut in 2..<bytes.count { #expect(read(bytes, pausingAt: [1, cut]) == [.escape] + keys, "\(rest), cut after \(cut) bytes") }
            #expect(read(bytes, pausingAt: Array(1..<bytes.count)) == [.escape] + keys, "\(rest), byte by byte")
        }
    }

    @Test(arguments: ["[link](x)", "Oh", "[1, 2]", "[", "q", "é"])
    func `text typed after the Esc key keeps every character`(text: String) {
        let bytes = Array("\u{1B}\(text)".utf8)
        for cuts in [[1], Array(1..<bytes.count)] {
            #expect(read(bytes, pausingAt: cuts).map(\.description).joined() == "Esc" + text.replacing(" ", with: "Space"))
        }
    }

    @Test func `an escape sequence long after the Esc key is text`() {
        var decoder = KeyDecoder()
        _ = decoder.take([0x1B]) + decoder.rest()
        #expect(decoder.silence == KeyDecoder.patience)
        _ = decoder.rest()
        #expect(decoder.silence == nil)
        #expect(KeyTests.keys(decoder.take("[A".utf8)) == [.char("["), .char("A")])
    }
}
