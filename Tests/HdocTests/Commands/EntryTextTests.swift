import HDOCModels
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct EntryTextTests {
    @Test(arguments: [
        ("Queues", "Queues", ""), ("# Queues\n\nBody\nmore\n\n", "Queues", "Body\nmore"), ("\n\n##  A  \nB", "A", "B"),
        ("# \n\n## Cloud Research\nx", "Cloud Research", "x"), ("#hashtag day\nB", "#hashtag day", "B"),
        ("A\r\n\r\nB\r\nC\r\n", "A", "B\nC"), ("####### seven\nB", "####### seven", "B"), ("  \n", "", ""),
    ])
    func `the first line is the title, without heading marks`(_ text: String, _ title: String, _ body: String) {
        let parts = EntryText(text)
        #expect(parts.title == title)
        #expect(parts.body == body)
    }

    @Test func `a given title leaves all of the text to the body`() {
        let parts = EntryText("\n# Heading\nText\n", title: " T ")
        #expect(parts.title == "T")
        #expect(parts.body == "# Heading\nText")
    }

    @Test func `a long first line is cut between words, and its rest begins the body`() {
        let line = Array(repeating: "words", count: 30).joined(separator: " ")
        let parts = EntryText(line + "\n\nBody")
        #expect(parts.title.count <= EntryRules.longestTitle && parts.title.hasSuffix("words"))
        #expect(parts.title + " " + parts.body == line + "\n\nBody")
    }

    @Test func `a long first line without spaces loses nothing either`() {
        let line = String(repeating: "👍🏽", count: 150)
        let parts = EntryText(line)
        #expect(parts.title.count == EntryRules.longestTitle)
        #expect(parts.title + parts.body == line)
    }
}
