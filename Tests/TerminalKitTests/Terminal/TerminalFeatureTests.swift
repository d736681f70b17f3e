import Testing

@testable import TerminalKit

@Suite("What a terminal offers")
struct TerminalFeatureTests {
    private func read(_ text: String) -> (replies: [TerminalReply], events: [TerminalEvent]) {
        var decoder = KeyDecoder()
        let events = decoder.take(text.utf8)
        return (decoder.takeReplies(), events + decoder.rest())
    }

    @Test(
        arguments: [
            ("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", .background(RGB(255, 255, 255))),
            ("\u{1B}]11;rgb:00/2b/36\u{7}", .background(RGB(0, 0x2B, 0x36))),
            ("\u{1B}]11;rgba:1e1e/1e1e/1e1e/ffff\u{7}", .background(RGB(0x1E, 0x1E, 0x1E))),
            ("\u{1B}[?2026;2$y", .mode(2026, isKnown: true)), ("\u{1B}[?2026;0$y", .mode(2026, isKnown: false)),
            ("\u{1B}[?2026;4$y", .mode(2026, isKnown: false)), ("\u{1B}[?0u", .keyboard), ("\u{1B}[?62;22c", .end),
            ("\u{1B}[I", .focus(true)), ("\u{1B}[O", .focus(false)), ("\u{1B}[?997;1n", .scheme(.dark)),
            ("\u{1B}[?997;2n", .scheme(.light)),
        ] as [(String, TerminalReply)])
    func `a reply is read, and none of its bytes is taken for a key, wherever it is cut`(text: String, expected: TerminalReply) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var decoder = KeyDecoder()
            let events = decoder.take(bytes[..<cut]) + decoder.take(bytes[cut...]) + decoder.take("x".utf8)
            #expect(decoder.takeReplies() == [expected], "cut at \(cut)")
            #expect(KeyTests.keys(events) == [.char("x")], "cut at \(cut)")
        }
    }

    @Test(arguments: [
        "\u{1B}]11;rgb:zz/00/00\u{7}", "\u{1B}]11;?\u{7}", "\u{1B}]11;rgb:12345/0/0\u{7}", "\u{1B}[?997;3n", "\u{1B}[?2026$y", "\u{1B}[5n",
    ])
    func `a text that is no valid reply is dropped completely`(text: String) {
        let found = read(text + "x")
        #expect(found.replies.isEmpty && KeyTests.keys(found.events) == [.char("x")])
    }

    @Test func `an answer without an end does not swallow what is typed later, and Alt with a bracket is two keys`() {
        var decoder = KeyDecoder()
        #expect(decoder.take("\u{1B}]11;rgb:ff".utf8).isEmpty)
        #expect(decoder.silence != nil)
        _ = decoder.rest()
        #expect(KeyTests.keys(decoder.take("q".utf8)) == [.char("q")])
        #expect(KeyTests.keys(read("\u{1B}]").events) == [.escape, .char("]")])
        #expect(KeyTests.keys(read("\u{1B}]x").events) == [.escape, .char("]"), .char("x")])
    }

    @Test(
        arguments: [
            ("\u{1B}[27u", [Key.escape]), ("\u{1B}[99;5u", [.ctrl("c")]), ("\u{1B}[108;133u", [.ctrl("l")]), ("\u{1B}[47;5u", [.ctrl("_")]),
            ("\u{1B}[99;3u", [.escape, .char("c")]), ("\u{1B}[9;2u", [.backTab]), ("\u{1B}[13;1u", [.enter]), ("\u{1B}[105;5u", [.tab]),
            ("\u{1B}[57401u", [.char("2")]), ("\u{1B}[57414u", [.enter]), ("\u{1B}[57358u", []), ("\u{1B}[233u", [.char("é")]),
            ("\u{1B}[1;129A", [.up]), ("\u{1B}[1;65B", [.down]), ("\u{1B}[3;129~", [.delete]), ("\u{1B}[1;5C", []),
            ("\u{1B}[P", [.function(1)]),
            ("\u{1B}[99:67;5u", [.ctrl("c")]), ("\u{1B}[99;9u", []),
        ] as [(String, [Key])])
    func `keys of the keyboard protocol mean what they mean on other terminals`(text: String, expected: [Key]) {
        #expect(KeyTests.keys(read(text).events) == expected)
    }

    @Test func `a terminal of hardware or a kernel is asked nothing, and gets no mode that it may print`() {
        for type in ["linux", "vt100", "dumb", "ansi"] {
            let modes = TerminalModes(type: type, allowed: Set(TerminalFeature.allCases))
            #expect(modes.questions == nil && !modes.on.contains("1004") && !modes.on.contains("2031"), "\(type)")
        }
        for type in ["vte-256color", "contour", "xterm", "tmux-256color"] {
            #expect(TerminalModes(type: type, allowed: Set(TerminalFeature.allCases)).questions != nil, "\(type)")
        }
    }

    @Test(arguments: TerminalFeature.allCases)
    func `a feature that is off is neither asked for nor switched on`(feature: TerminalFeature) {
        let all = TerminalModes(type: "xterm-256color", allowed: Set(TerminalFeature.allCases))
        let rest = TerminalModes(type: "xterm-256color", allowed: Set(TerminalFeature.allCases).subtracting([feature]))
        let sequence: [TerminalFeature: String] = [
            .synchronized: "[?2026$p", .focus: "[?1004h", .keyboard: "[?u", .background: "]11;?", .mouse: "[?1000h",
        ]
        guard let text = sequence[feature] else { return #expect(feature == .links) }
        #expect((all.on + (all.questions ?? "")).contains(text))
        #expect(!(rest.on + (rest.questions ?? "")).contains(text))
        #expect(all.questions?.hasSuffix("\u{1B}[c") == true)
    }

    @Test func `each mode that is switched on is switched off, in the opposite order`() {
        var modes = TerminalModes(type: "xterm", allowed: Set(TerminalFeature.allCases))
        modes.hasKeyboard = true
        func numbers(_ text: String) -> [String] { text.split(separator: "\u{1B}").map { String($0.dropLast()) } }
        #expect(numbers(modes.on).dropLast() == numbers(modes.off).dropFirst().reversed()[...])
        #expect(modes.on.hasSuffix("\u{1B}[>1u") && modes.off.hasPrefix("\u{1B}[<u"))
    }

    @Test func `only http and https addresses of visible ASCII characters are sent as links`() {
        func link(_ url: String) -> FrameLink { FrameLink(area: Rect(x: 0, y: 0, width: 1, height: 1), url: url) }
        let bad = [
            "javascript:alert(1)", "file:///etc/passwd", "https://a.test/\u{1B}\\evil", "https://a.test/\u{7}", "https://a.test/ b",
            "https://ä.test/", "https://" + String(repeating: "a", count: 3000), "HTTP", "",
        ]
        #expect(TerminalLinks.safe(bad.map(link)).isEmpty)
        #expect(TerminalLinks.safe([link("https://a.test/x?y=1#z"), link("http://b.test")]).count == 2)
    }

    @Test func `a link is drawn again in its own style between the marks of OSC 8, and the cursor is put back`() {
        var frame = Frame(size: Size(width: 20, height: 2))
        frame.put([Span("see "), Span("docs", .accent, link: "https://docs.test/")], in: Rect(x: 1, y: 1, width: 19, height: 1))
        let text = TerminalLinks(colors: 256, theme: .dark).sequence(TerminalLinks.safe(frame.links), of: frame)
        #expect(
            text == "\u{1B}7\u{1B}[2;6H\u{1B}]8;;https://docs.test/\u{1B}\\\u{1B}[0;38;5;80mdocs\u{1B}]8;;\u{1B}\\\u{1B}[m\u{1B}8")
        #expect(TerminalLinks(colors: 256, theme: .dark).sequence([], of: frame).isEmpty)
    }

    @Test func `COLORFGBG is a first guess of the background`() {
        #expect(Background(colorfgbg: "15;0") == .dark && Background(colorfgbg: "0;default;15") == .light)
        #expect(Background(colorfgbg: nil) == nil && Background(colorfgbg: "default") == nil)
    }
}
