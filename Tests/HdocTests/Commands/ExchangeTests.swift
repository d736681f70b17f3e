import Foundation
import HDOCModels
import Testing

@testable import hdoc

@Suite("Export and import")
struct ExchangeTests {
    private static func entry(_ day: Int, _ title: String, _ body: String, tags: [String] = ["aws"], link: String? = nil) -> Entry {
        Entry(
            id: "0198c0de-\(day)", day: day, date: CalendarDay("2026-11-23")?.adding(days: day) ?? CalendarDay(.distantPast, in: .utc),
            zone: "Europe/Berlin", title: title, subtitle: day % 2 == 0 ? "Sub; title, too" : nil, body: body, tags: tags, link: link,
            template: .short)
    }

    /// Texts that attack each format.
    private static let entries = [
        entry(1, "Queues", "## Cloud Research\n\nText, \"quoted\"; with\\backslash\n\n- list\n", link: "https://example.org/a,b;c?d=1"),
        entry(2, "=HYPERLINK(\"https://evil.example\")", "-1+1|cmd\n@SUM(A1)\n'quoted'\n\"\"\n", tags: ["aws", "c++"]),
        entry(3, "'apostrophe", "[2026-11-01 12:00] Day 9: not an entry\n@aws @sqs\n", tags: []),
        entry(4, "雲 👩‍💻 e\u{301}", String(repeating: "雲", count: 200) + "\n\n<!-- hdoc entry {} -->\n--> end", tags: ["x"]),
        entry(5, "", "", tags: []), entry(6, "Day 7: nested", "BEGIN:VEVENT\nEND:VCALENDAR\n", tags: ["a.b"]),
        entry(7, "\tTab", "\n\nblank lines at both ends\n\n\n"),
    ]

    @Test(arguments: ExchangeFormat.allCases)
    func `exporting, importing and exporting again gives the same text`(format: ExchangeFormat) throws {
        let text = format.write(Self.entries)
        let read = try format.read(text) { "new" }
        #expect(read.count == Self.entries.count)
        #expect(format.write(read) == text)
        if format == .json || format == .csv || format == .md || format == .ics { #expect(read == Self.entries) }
        #expect(read.map(\.day) == Self.entries.map(\.day) && read.map(\.date) == Self.entries.map(\.date))
        #expect(try format.read(format.write([])) { "new" }.isEmpty)
    }

    @Test(arguments: ExchangeFormat.allCases) func `random texts come back`(format: ExchangeFormat) throws {
        var random = SplitMix64(seed: 8)
        let pieces = [
            "a", " ", "\n", "\n\n", "\r", "\r\n", "\t", ",", ";", "\\", "\"", "'", "=", "-", "@", "@aws", "雲", "👍🏽", "\u{301}", ":",
            "[2026-11-01] Day 1: x", "]", "-->", "\\n",
        ]
        for _ in 0..<300 {
            func text(_ most: Int) -> String { (0..<random.number(in: 0...most)).map { _ in random.pick(pieces) }.joined() }
            let entries = (1...3).map { Self.entry($0, text(6), text(20), tags: random.once(in: 2) ? ["aws", "b"] : []) }
            let first = format.write(entries)
            let read = try format.read(first) { "new" }
            #expect(format.write(read) == first && read.count == 3, "\(first.debugDescription)")
        }
    }

    @Test func `line ends and control characters survive where the format allows it`() throws {
        let entries = [Self.entry(1, "Title", "one\r\ntwo\rthree\u{1B}[31m\u{7}")]
        for format in [ExchangeFormat.json, .csv, .md] { #expect(try format.read(format.write(entries)) { "new" } == entries) }
        let ics = try ExchangeFormat.ics.read(ExchangeFormat.ics.write(entries)) { "new" }
        #expect(ics.first?.body == "one\ntwo\nthree[31m")
    }

    @Test func `no cell of the table begins with a character that makes a spreadsheet calculate`() {
        let text = ExchangeFormat.csv.write(Self.entries)
        #expect(text.contains(",\"'=HYPERLINK(\"\"https://evil.example\"\")\","))
        #expect(text.contains("\"'-1+1|cmd\n") && text.contains(",''apostrophe,") && text.contains(",'\tTab,"))
    }

    @Test func `no line of the calendar is longer than 75 bytes`() {
        let text = ExchangeFormat.ics.write(Self.entries)
        #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 || ["\r", "\n", "\t"].contains($0) })
    }

    @Test(arguments: [
        (ExchangeFormat.json, "{}"), (.json, "nonsense"), (.csv, "a,b\r\n"), (.csv, "id,day\r\n\"open"), (.md, "# A document"),
        (.ics, "BEGIN:VEVENT\r\n"), (.jrnl, "a text"),
    ])
    func `another format is refused`(format: ExchangeFormat, text: String) {
        let error = #expect(throws: ExchangeError.self) { try format.read(text) { "new" } }
        #expect(error?.reason == .otherFormat && error?.number == nil)
    }

    @Test(arguments: [
        "{\"id\": \"a\"}", "{\"id\": \"\", \"day\": 1, \"date\": \"2026-11-23\", \"title\": \"t\"}",
        "{\"id\": \"a\", \"day\": 0, \"date\": \"2026-11-23\", \"title\": \"t\"}",
        "{\"id\": \"a\", \"day\": 1, \"date\": \"2026-02-30\", \"title\": \"t\"}",
    ])
    func `an entry with a wrong field is named by its number`(object: String) {
        let good = ExchangeFormat.json.write([Self.entries[0]]).trimmingCharacters(in: .whitespacesAndNewlines).dropLast()
        let error = #expect(throws: ExchangeError.self) { try ExchangeFormat.json.read("\(good), \(object)]") { "new" } }
        #expect(error?.number == 2 && error?.reason == .unreadable)
    }
}
