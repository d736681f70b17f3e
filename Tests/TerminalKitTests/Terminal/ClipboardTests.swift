import Foundation
import SafeText
import Testing

@testable import TerminalKit

@Suite("Copying by OSC 52")
struct ClipboardTests {
    private func copied(_ text: String) throws -> String {
        let sequence = try #require(Clipboard.sequence(text))
        #expect(sequence.hasPrefix("\u{1B}]52;c;") && sequence.hasSuffix("\u{07}"))
        return String(decoding: try #require(Data(base64Encoded: String(sequence.dropFirst(7).dropLast()))), as: UTF8.self)
    }

    @Test(arguments: [
        "rm -rf /\u{1B}[2K\r#", "a\u{202E}txt.exe", "pay\u{200B}pal", "x\u{E0041}\u{E0042}", "line\nnext\r\nlast\u{85}", "\u{9B}31m",
        "a\u{0}b",
        "plain text, äöü 日本 ✓", "tab\tstop", "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "\u{7}\u{7F}",
    ])
    func `a copied text is what the screen would show of it`(text: String) throws {
        let copied = try copied(text)
        #expect(copied == TerminalText.block(text))
        let hidden = copied.unicodeScalars.filter { scalar in
            scalar != "\n" && [.control, .format, .unassigned, .surrogate].contains(scalar.properties.generalCategory)
        }
        #expect(hidden.isEmpty, "\(copied.debugDescription)")
    }

    @Test func `a text of more than 74,000 bytes is not copied`() throws {
        #expect(try copied(String(repeating: "x", count: 74_000)).utf8.count == 74_000)
        for text in [String(repeating: "x", count: 74_001), String(repeating: "ä", count: 37_001)] {
            #expect(Clipboard.sequence(text) == nil)
        }
    }
}
