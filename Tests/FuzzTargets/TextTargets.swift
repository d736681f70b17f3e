#if DEBUG || HDOC_FUZZ
import FoundationEssentials
@testable import HDOCClient
@testable import HDOCModels
import SafeText
@testable import TerminalKit

extension FuzzTarget {
    /// Texts that a person types, pastes or writes, and texts that a stranger wrote.
    static let texts = [
        FuzzTarget("sanitiser", sanitiser), FuzzTarget("markdown", markdown), FuzzTarget("keys", keys),
        FuzzTarget("document", document), FuzzTarget("frontmatter", frontMatter),
        FuzzTarget("filter", filter),
    ]

    private static func sanitiser(_ bytes: [UInt8]) {
        let line = TerminalText.line(bytes: bytes, limit: 200)
        let block = TerminalText.block(bytes: bytes, limit: 200)
        promise(isClean(line) && isClean(block, allowing: "\n"), "no control character is left")
        promise(line.count <= 200 && block.count <= 200, "the limit holds")
        promise(TerminalText.line(line, limit: 200) == line, "sanitising twice changes nothing")
        promise(TerminalText.block(block, limit: 200) == block, "sanitising twice changes nothing")
    }

    /// A query that a person types: its text can be read again, and the range of an error lies in the text.
    private static func filter(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        var journeyer = Journeyer(handle: text)
        (journeyer.bio, journeyer.status, journeyer.daysCompleted) = (text, text, bytes.count)
        journeyer.lastEntryAt = Date(timeIntervalSince1970: Double(bytes.count))
        for subject in QuerySubject.allCases {
            do throws(QueryError) {
                let query = try Query(text, for: subject)
                promise((try? Query(query.description, for: subject)) == query, "a query can be written and read again")
                _ = QueryMatcher(query, now: .distantFuture, zone: .utc).matches(journeyer)
            } catch {
                promise(error.range.upperBound <= text.unicodeScalars.count, "the range lies in the text")
                promise(error.characters.upperBound <= text.count, "the characters lie in the text")
            }
        }
    }

    private static func markdown(_ bytes: [UInt8]) {
        let document = MarkdownParser.parse(String(decoding: bytes, as: UTF8.self))
        for width in [1, 20, 80] {
            for line in MarkdownLayout.lines(document, width: width, glyphs: .unicode) {
                promise(line.links.allSatisfy { (0...document.links.count).contains($0) }, "each link exists")
                promise(line.spans.allSatisfy { isClean($0.text, allowing: "\t") }, "no control character is drawn")
            }
        }
    }

    /// The first byte chooses where the input is cut. The keys do not depend on the cuts.
    private static func keys(_ bytes: [UInt8]) {
        let input = Array(bytes.dropFirst())
        var whole = KeyDecoder()
        let expected = text(whole.take(input) + whole.rest() + whole.rest())
        var pieces = KeyDecoder()
        var events: [TerminalEvent] = []
        let size = Int(bytes.first ?? 0) % 7 + 1
        for start in stride(from: 0, to: input.count, by: size) { events += pieces.take(input[start..<min(start + size, input.count)]) }
        promise(text(events + pieces.rest() + pieces.rest()) == expected, "pieces give the same keys")
    }

    /// Pastes that follow each other directly may be cut in any way.
    private static func text(_ events: [TerminalEvent]) -> String {
        events.map { event in
            if case .key(.paste(let text)) = event { text } else { "\u{1}\(event)\u{1}" }
        }.joined()
    }

    private static func document(_ bytes: [UInt8]) {
        guard let text = try? WrittenText.decode(bytes) else { return }
        promise(!text.unicodeScalars.contains("\r"), "line ends are normalised")
        _ = EntryDocument.isUnwritten(text)
        let composed = composer.compose(document: text, into: entry)
        let again = composer.compose(document: EntryDocument.text(for: composed.entry), into: composed.entry)
        // The document of an entry without a text shows the template instead.
        let keeps = composed.entry.body.isEmpty || again.entry.body == composed.entry.body
        promise(!composed.problems.isEmpty || keeps, "an unchanged document keeps its text")
    }

    private static func frontMatter(_ bytes: [UInt8]) {
        guard let text = try? WrittenText.decode(bytes) else { return }
        let composed = composer.compose(text: text, into: entry)
        promise(!composed.entry.title.unicodeScalars.contains("\n"), "a title is one line")
        _ = composer.compose(text: text, title: text, into: entry)
    }

    private static let today = CalendarDay("2026-11-23") ?? CalendarDay(Date(timeIntervalSince1970: 0), in: .init(.gmt))
    private static let entry = Entry(id: "f", day: 23, date: today, zone: "GMT", title: "", body: "")
    private static let composer = EntryComposer(journey: Journey(records: [], today: today))
}
#endif
