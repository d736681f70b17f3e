import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import SafeText
import Testing

@testable import HDOCTUI
@testable import TerminalKit

/// Names and texts in scripts that are written from right to left, or whose letters combine. docs/writing-systems.md has the policy.
@Suite("Right-to-left and combining scripts")
struct ScriptGoldenTests {
    static let names = [
        "خالد الخطيب", "مُحَمَّد", "נועם לוי", "שָׁלוֹם", "देवनागरी शर्मा", "क्षत्रिय", "สมชาย น้ำใจ", "ก็ที่นี่", "José",
        "e\u{301}te\u{301}",
    ]

    private static var model: ReadModel {
        var model = Sample.model()
        model.people.value = names.enumerated().map { index, name in
            var journeyer = Sample.journeyer(
                "user\(index)", name, days: 90 - index, github: 100 - index, twitter: index, hours: Double(index + 1))
            journeyer.bio = "Bio: \(name), 7 days (\(name))."
            return journeyer
        }
        model.articles.value = names.enumerated().map { index, name in
            Sample.article("a\(index)", "user\(index)", day: index + 1, date: "2026-11-\(10 + index)", title: name, tags: ["s3"])
        }
        return model
    }

    @Test(arguments: [Size(width: 80, height: 24), Size(width: 40, height: 12)])
    func `lists, a profile and the reader equal their golden files`(size: Size) {
        Golden.expect(Sample.state(Self.model, tab: .journeyers, size: size), "scripts-journeyers")
        Golden.expect(Sample.state(Self.model, tab: .articles, size: size), "scripts-articles")
        var profile = Sample.state(Self.model, tab: .journeyers, size: size)
        profile.press(.enter)
        Golden.expect(profile, "scripts-profile")
        var reader = Sample.state(Self.model, tab: .articles, size: size)
        reader.press(.enter)
        Golden.expect(reader, "scripts-reader")
    }

    @Test(arguments: names)
    func `a mark takes no column and stays with its base, and the next column begins where it does for other names`(name: String) {
        var frame = Frame(size: Size(width: 40, height: 1))
        let used = frame.put(name, in: frame.bounds)
        #expect(used == TextWidth.columns(of: TerminalText.line(name)))
        frame.put("|", in: frame.bounds.inset(left: 20))
        #expect(frame[Point(x: 20, y: 0)]?.text == "|")
        for x in 0..<used {
            guard let first = frame[Point(x: x, y: 0)]?.text.unicodeScalars.first else { continue }
            #expect(TextWidth.columns(of: first) > 0, "a cell begins with a mark")
        }
    }

    @Test(arguments: [
        "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}",
        "\u{200E}", "\u{200F}", "\u{61C}",
    ])
    func `a bidi control of a stranger is removed`(control: String) {
        #expect(TerminalText.line("a\(control)b") == "ab")
    }
}
