import FoundationEssentials
import HDOCModels
import Testing

@testable import HDOCClient

@Suite struct WrittenTextTests {
    @Test(arguments: [
        ("one\r\ntwo\r\n", "one\ntwo\n"), ("one\rtwo", "one\ntwo"), ("a\r\n\rb\n\r\nc", "a\n\nb\n\nc"),
        ("a\u{2028}b\u{2029}c\u{85}d", "a\nb\nc\nd"),
        ("a\u{0B}b\u{0C}c", "a\nb\nc"), ("plain\n", "plain\n"), ("e\u{301}\r\n👍🏽", "e\u{301}\n👍🏽"), ("", ""),
    ])
    func `every line end becomes a line feed`(_ text: String, _ expected: String) throws {
        #expect(Array(try WrittenText.decode(Array(text.utf8)).utf8) == Array(expected.utf8))
    }

    static let text = "T\r\n\r\nGrüße 雲 👍🏽"

    static let marked: [[UInt8]] = {
        let (units, mark) = (Array(text.utf16), [0xEF, 0xBB, 0xBF] as [UInt8])
        let little: [UInt8] = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big: [UInt8] = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        return [mark + Array(text.utf8), [0xFF, 0xFE] + little, [0xFE, 0xFF] + big]
    }()

    @Test(arguments: marked)
    func `a byte order mark is removed and tells UTF-8 from UTF-16`(_ bytes: [UInt8]) throws {
        #expect(try WrittenText.decode(bytes) == "T\n\nGrüße 雲 👍🏽")
    }

    static let refused: [(bytes: [UInt8], error: TextEncodingError)] = [
        ([0x61, 0x62, 0, 0x63], .nul(offset: 2)), ([0xEF, 0xBB, 0xBF, 0x41, 0], .nul(offset: 4)),
        ([0x47, 0x72, 0xFC, 0x6E], .invalidUTF8(offset: 2)), ([0xFF], .invalidUTF8(offset: 0)),
        ([0xE9, 0x9B, 0xB2, 0xE9, 0x9B], .invalidUTF8(offset: 3)), ([0xFF, 0xFE, 0, 0], .nul(offset: 2)),
        ([0xFF, 0xFE, 0x41, 0, 0x00, 0xD8], .invalidUTF16(offset: 4)), ([0xFF, 0xFE, 0x41, 0, 0x42], .invalidUTF16(offset: 4)),
    ]

    @Test(arguments: refused)
    func `bytes that are not text are refused with the offset of the first bad byte`(_ bytes: [UInt8], _ error: TextEncodingError) {
        #expect(throws: error) { try WrittenText.decode(bytes) }
    }
}

@Suite struct EntryComposerTests {
    static let today = CalendarDay("2026-11-23") ?? CalendarDay(.distantPast, in: .utc)
    static let blank = Entry(id: "e", day: 24, date: today, zone: "GMT", title: "", body: "")
    static let written = Entry(
        id: "e", day: 24, date: today, zone: "GMT", title: "Queues", body: "Body\n\nmore", tags: ["aws"], link: "https://a.example")
    static let composer = EntryComposer(journey: Journey(records: [], today: today))

    private func document(_ text: String, _ entry: Entry = written) -> ComposedEntry { Self.composer.compose(document: text, into: entry) }
    private var shown: String { EntryDocument.text(for: Self.written) }

    // MARK: Title and body

    @Test(arguments: [
        ("Queues", "Queues", ""), ("# Queues\n\nBody\nmore\n\n", "Queues", "Body\nmore"), ("\n\n##  A  \nB", "A", "B"),
        ("#hashtag day\nB", "#hashtag day", "B"), ("A\r\n\r\nB\r\nC\r\n", "A", "B\nC"), ("####### seven\nB", "####### seven", "B"),
        ("# \n\n## Cloud Research\nx", "", "## Cloud Research\nx"), ("T\n===\n\nB", "T", "B"), ("T\n---\nB", "T", "B"),
        ("T\n- a\n- b", "T", "- a\n- b"), ("# T", "T", ""), ("---\nB", "---", "B"), ("  \n", "", ""),
        ("# T #\nB", "T", "B"), ("## T ##  \nB", "T", "B"), ("# T#\nB", "T#", "B"), ("# C \\#\nB", "C \\#", "B"), ("C #\nB", "C #", "B"),
        ("# #\nB", "B", ""), ("T\n=\nB", "T", "B"), ("T\n-\nB", "T", "B"), ("T\n    =\nB", "T", "    =\nB"),
        ("T\n= x\nB", "T", "= x\nB"), ("T\n=-\nB", "T", "=-\nB"),
    ])
    func `the first line of a text is the title, without heading marks`(_ text: String, _ title: String, _ body: String) {
        let entry = Self.composer.compose(text: text, into: Self.blank).entry
        #expect(entry.title == title && entry.body == body)
    }

    @Test func `if a title is given, the whole text becomes the body`() {
        let entry = Self.composer.compose(text: "\n# Heading\nText\n", title: " T ", into: Self.blank).entry
        #expect(entry.title == "T" && entry.body == "# Heading\nText")
    }

    @Test func `a long first line is split between words, and the rest starts the body`() {
        let line = Array(repeating: "words", count: 30).joined(separator: " ")
        let entry = Self.composer.compose(text: line + "\n\nBody", into: Self.blank).entry
        #expect(entry.title.count <= EntryRules.longestTitle && entry.title.hasSuffix("words"))
        #expect(entry.title + " " + entry.body == line + "\n\nBody")
    }

    @Test func `a long first line without spaces is split without losing a character`() {
        let line = String(repeating: "👍🏽", count: 150)
        let entry = Self.composer.compose(text: line, into: Self.blank).entry
        #expect(entry.title.count == EntryRules.longestTitle && entry.title + entry.body == line)
    }

    @Test(arguments: ["tags: [AWS, sqs]", "tags: aws, SQS", "tags:\n  - AWS\n  - sqs", "Tags: \"aws\" 'sqs'"])
    func `front matter sets the title, the tags and the date`(_ tags: String) {
        let composed = Self.composer.compose(text: "---\ntitle: \"T: one\"\ndate: 2026-11-22\n\(tags)\n---\n\nBody", into: Self.blank)
        #expect(composed.problems == [])
        #expect(composed.entry.title == "T: one" && composed.entry.body == "Body" && composed.entry.tags == ["aws", "sqs"])
        #expect(composed.entry.date.description == "2026-11-22")
    }

    @Test(arguments: [
        "tags = [\"AWS\", 'sqs']", "tags = [\n  \"AWS\",\n  \"sqs\",\n]", "# a comment\ntags = \"aws sqs\"",
    ])
    func `front matter in TOML sets the title, the tags and the date`(_ tags: String) {
        let text = "+++\ntitle = \"T = \\\"one\\\"\"\ndate = 2026-11-22T10:00:00+01:00\n\(tags)\n+++\n\nBody"
        let composed = Self.composer.compose(text: text, into: Self.blank)
        #expect(composed.problems == [])
        #expect(composed.entry.title == "T = \"one\"" && composed.entry.body == "Body" && composed.entry.tags == ["aws", "sqs"])
        #expect(composed.entry.date.description == "2026-11-22")
    }

    @Test func `lines of TOML front matter that are not fields are kept and reported`() {
        let composed = Self.composer.compose(text: "+++\ntitle = 'T'\n[extra]\nmood = \"fine\"\n+++\nBody", into: Self.blank)
        #expect(composed.problems.map(\.text) == ["[extra]", "mood = \"fine\""])
        #expect(composed.entry.title == "T" && composed.entry.body == "Body\n\n[extra]\nmood = \"fine\"")
        #expect(Self.composer.compose(text: "+++\nB\n+++", into: Self.blank).entry.title == "+++", "no field, so no front matter")
    }

    @Test(arguments: [
        "2026-11-22T23:30:00Z", "2026-11-22T00:10:00+14:00", "2026-11-22 10:00:00 +0100", "2026-11-22 10:00:00.123", "\"2026-11-22T10:00\"",
        "2026-11-22 08:15:00 -05:00", "2026-11-22 10:00:00 Z",
    ])
    func `the date of an ISO 8601 time in front matter is taken as it is written`(_ time: String) {
        let composed = Self.composer.compose(text: "---\ntitle: T\ndate: \(time)\n---\nBody", into: Self.blank)
        #expect(composed.problems == [] && composed.entry.date.description == "2026-11-22")
    }

    @Test(arguments: ["2026-11-22T25:00:00Z", "2026-11-22T10", "2026-11-22 soon", "2026-02-30T10:00:00Z", "22.11.2026 10:00"])
    func `another form of a date in front matter is reported`(_ time: String) {
        let composed = Self.composer.compose(text: "---\ntitle: T\ndate: \(time)\n---\nBody", into: Self.blank)
        #expect(composed.problems.map(\.reason) == [.unreadableDate] && composed.entry.date == Self.today)
    }

    @Test(arguments: ["A\nB", "A\r\nB", "A\u{2028}B", "A\u{85}B", "A\u{0B}B"])
    func `a title with a line break cannot be sent`(_ title: String) {
        var entry = Self.written
        entry.title = title
        #expect(EntryRules.problems(of: entry) == [.lineBreak(.title)])
    }

    // MARK: The editor's document

    @Test(arguments: [blank, written])
    func `an unchanged document gives its entry again`(_ entry: Entry) {
        let composed = document(EntryDocument.text(for: entry), entry)
        #expect(composed.isUnwritten)
        #expect(composed.entry.title == entry.title && composed.entry.tags == entry.tags && composed.entry.link == entry.link)
        #expect(composed.entry.day == 24 && composed.entry.date == entry.date)
    }

    @Test(arguments: ["## Cloud Research", "# x", "# x #", "a ##", "---", "+++", "#", "##", "C #", "#hashtag", "===", "Title"])
    func `a title that looks like Markdown or front matter is kept`(_ title: String) {
        var entry = Self.written
        entry.title = title
        let composed = document(EntryDocument.text(for: entry), entry)
        #expect(composed.isUnwritten && composed.entry.title == title && composed.entry.body == entry.body, "\(composed)")
    }

    @Test(arguments: [("Body\n\nmore", "Body\n\n    more"), ("Body\n\nmore", "Body\nmore"), ("more", "- a\n  - b")])
    func `indentation and blank lines are changes`(_ before: String, _ after: String) {
        let composed = document(shown.replacing(before, with: after))
        #expect(!composed.isUnwritten && composed.entry.body.hasSuffix(String(after.suffix(5))), "\(composed.entry.body)")
    }

    @Test(arguments: ArticleTemplate.allCases)
    func `a template without added text counts as unwritten, even if an editor changes its spaces and line ends`(
        _ template: ArticleTemplate
    ) {
        var entry = Self.blank
        entry.template = template
        let text = EntryDocument.text(for: entry)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let changed = [
            "", "\n\n", String(text.trimmed), text + "\n", text.replacing("\n", with: "\r\n"), text.replacing("\n", with: "\r"),
            lines.map { $0 + "  " }.joined(separator: "\n"), lines.filter { !$0.isEmpty }.joined(separator: "\n"), template.skeleton,
            String(template.skeleton.trimmed), "\u{2028}" + text,
        ]
        for text in changed { #expect(document(text, entry).isUnwritten, "\(text)") }
    }

    @Test func `the template's first heading is not taken as the title`() {
        let composed = document("## Cloud Research\nI read about queues.\n", Self.blank)
        #expect(composed.problems.map(\.reason) == [.noTitle] && !composed.isUnwritten)
        #expect(composed.entry.body == "## Cloud Research\nI read about queues.")
    }

    @Test func `text below, between or inside the fields is added to the end of the body`() {
        let text = shown.replacing("Day: 24\n", with: "Day: 24\nBetween.\n").replacing(
            "Everything else", with: "In the comment.\nEverything else")
        let composed = document(text + "\nBelow https://b.example\n")
        #expect(composed.problems == [])
        #expect(composed.entry.body == "Body\n\nmore\n\nIn the comment.\nBetween.\n\nBelow https://b.example", "\(composed.entry.body)")
    }

    @Test(arguments: [
        ("Date: 2026-11-23", "Date: 26.11.2026", WritingProblem.Reason.unreadableDate), ("Day: 24", "Day: twelve", .unreadableDay),
        ("Day: 24", "Day: 0", .unreadableDay), ("Day: 24", "Day: +5", .unreadableDay), ("Day: 24", "Day: 10000", .unreadableDay),
        ("Tags: aws", "Tag: aws", .unknownField(nearest: .tags)), ("Day: 24", "Day: 24\nday: 25", .repeatedField(.day)),
        ("Link: https", "Reference: https", .unknownField(nearest: nil)), ("Date: 2026-11-23", "Date: 2026-02-30", .unreadableDate),
    ])
    func `an unreadable field is reported with its line, its text stays in the body, and its value is unchanged`(
        _ field: String, _ typed: String, _ reason: WritingProblem.Reason
    ) throws {
        let text = shown.replacing(field, with: typed)
        let composed = document(text)
        let problem = try #require(composed.problems.first)
        #expect(composed.problems.count == 1 && problem.reason == reason)
        let line = try #require(problem.line)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false)[line - 1] == problem.text)
        #expect(composed.entry.body.hasSuffix(problem.text))
        #expect(composed.entry.day == 24 && composed.entry.date == Self.today && composed.entry.tags == ["aws"])
    }

    @Test(arguments: [
        ("tags: sqs", WritingField.tags), ("Day: twelve", .day), ("DATE: 2026-11-22", .date), ("Link: https://b.example", .link),
    ])
    func `a field in the text keeps the entry a draft until its writer has seen it there`(_ line: String, _ field: WritingField) throws {
        let composed = document(shown.replacing("Body", with: "Body\n\(line)\nmore"))
        let problem = try #require(composed.problems.first)
        #expect(composed.problems.count == 1 && problem.reason == .fieldInText(field) && problem.text == line && problem.line == 4)
        #expect(composed.entry.body == "Body\n\(line)\nmore\n\nmore" && composed.entry.tags == ["aws"] && composed.entry.day == 24)
        var seen = composed.entry
        seen.title = "Seen"
        let again = EntryDocument.text(for: seen).replacing("Seen", with: "Changed")
        #expect(EntryComposer(journey: Journey(records: [], today: Self.today)).compose(document: again, into: seen).problems == [])
    }

    @Test(arguments: [
        "Title: x", "Tags:", "    tags: sqs", "Note: tags: sqs", "```\ntags: sqs\n```", "~~~\n```\nday: 3\n~~~", "tags sqs: x",
    ])
    func `prose, code and headings are not taken for fields`(_ text: String) {
        #expect(document(shown.replacing("Body", with: text)).problems == [])
    }

    @Test func `fields are read in any case and spacing, and a missing field keeps its value`() {
        let text = "New\n\nText\n<!-- hdoc: -->\nday:31\nTAGS :  SQS,aws sqs\n"
        let entry = document(text).entry
        #expect(entry.title == "New" && entry.body == "Text" && entry.day == 31 && entry.tags == ["sqs", "aws"])
        #expect(entry.link == "https://a.example" && entry.date == Self.today)
        #expect(document("New\n\nText").entry.tags == ["aws"])
        let cleared = document(shown.replacing("Tags: aws", with: "Tags:").replacing("Link: https://a.example", with: "Link:")).entry
        #expect(cleared.tags == [] && cleared.link == nil)
    }

    // MARK: Documents that an editor has wrapped anew

    /// The document as an editor wraps it: each paragraph is filled up to this width.
    private static func wrapped(_ text: String, width: Int) -> String {
        text.split(separator: "\n\n", omittingEmptySubsequences: false).map { paragraph in
            var lines: [String] = []
            for word in paragraph.split(whereSeparator: \.isWhitespace) {
                if let last = lines.last, last.count + 1 + word.count <= width {
                    lines[lines.count - 1] += " \(word)"
                } else {
                    lines.append(String(word))
                }
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    @Test(arguments: [20, 30, 40, 60, 72, 79, 100, 1000])
    func `a document that an editor has wrapped anew gives the same entry`(_ width: Int) {
        let composed = document(Self.wrapped(shown, width: width))
        #expect(composed.problems == [])
        #expect(composed.entry == Self.written, "\(composed.entry)")
        let template = Self.wrapped(EntryDocument.text(for: Self.blank), width: width)
        #expect(document(template, Self.blank).isUnwritten, "\(template)")
    }

    @Test(arguments: [20, 40, 79, 1000])
    func `words that were written into the comment are kept when an editor wraps it anew`(_ width: Int) {
        let composed = document(Self.wrapped(shown.replacing("without one", with: "MY OWN WORDS without one"), width: width))
        #expect(composed.problems == [])
        let words = composed.entry.body.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words == "Body more MY OWN WORDS", "\(composed.entry.body)")
        #expect(composed.entry.tags == ["aws"] && composed.entry.link == "https://a.example" && composed.entry.day == 24)
    }

    @Test func `the marker of the comment in the text is text`() {
        let text = shown.replacing("Body", with: "hdoc writes `<!-- hdoc:` there")
        #expect(document(text).entry.body == "hdoc writes `<!-- hdoc:` there\n\nmore")
        let only = "T\n\nIt begins with `<!-- hdoc:` and my words.\nDay: 3"
        #expect(document(only).entry.body == "It begins with `<!-- hdoc:` and my words.\nDay: 3")
    }

    // MARK: Days and dates

    @Test func `a proposed day that is taken is replaced by the next free one, but a chosen day is not`() {
        let taken = [24, 25].map { JourneyRecord(day: $0, date: nil, isPosted: true) }
        let composer = EntryComposer(journey: Journey(records: taken, today: Self.today))
        #expect(composer.compose(document: "New\n", into: Self.written).entry.day == 26)
        #expect(composer.compose(document: "New\n<!-- hdoc:\nDay: 25", into: Self.written).entry.day == 25)
    }

    @Test func `a second entry for a date and a date in the future need confirmation`() throws {
        let record = JourneyRecord(day: 3, date: Self.today, isPosted: true, title: "T")
        let composer = EntryComposer(journey: Journey(records: [record], today: Self.today))
        #expect(composer.questions(for: Self.today) == [.secondForDate(record)])
        let tomorrow = Self.today.adding(days: 1)
        #expect(composer.questions(for: tomorrow) == [.dateInFuture(tomorrow)])
        #expect(composer.questions(for: Self.today.adding(days: -1)) == [])
    }

    @Test func `a form is read by the same rules as a document`() {
        let form = EntryForm(title: "# T ", day: "twelve", date: "soon", tags: "AWS, sqs aws", link: " ", body: "a\r\nb", template: .long)
        let composed = Self.composer.compose(form: form, into: Self.written)
        #expect(composed.problems.map(\.reason) == [.unreadableDay, .unreadableDate])
        #expect(composed.entry.title == "T" && composed.entry.tags == ["aws", "sqs"] && composed.entry.link == nil)
        #expect(composed.entry.body == "a\nb" && composed.entry.day == 24 && composed.entry.template == .long)
    }
}
