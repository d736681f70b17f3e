import Foundation
import GRDB
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Searching the cache")
struct SearchTests {
    private let cache: Cache
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        cache = try Cache(path: scratch.path("c.sqlite"), now: scratch.clock())
        try store([
            ("ada", "Ada Okafor", "Writes tests for the weather."), ("adalamarr", "Ada Lamarr", nil), ("bjork", "Björk Ødegård", "AWS, S3"),
            ("kelvin", "\u{212A}elvin Ma\u{308}rz", nil), ("cloud-wonder", nil, "Half \"a\" * NEAR AND (b)"), ("li", "李子涵", nil),
        ])
        try cache.store(
            [
                article("1", "Queues at last", tags: ["sqs", "aws"], body: "A dead letter queue catches what fails. Über alles."),
                article("2", "Buckets", tags: ["s3"], body: "Objects, and their lifecycle."),
                article("3", "Kubernetes", tags: ["eks"], body: nil),
            ], as: nil, at: scratch.clock())
    }

    private func store(_ people: [(String, String?, String?)]) throws {
        let journeyers = people.map { handle, name, bio in
            var journeyer = Journeyer(handle: handle)
            (journeyer.fullName, journeyer.bio) = (name, bio)
            return journeyer
        }
        try cache.store(journeyers, as: RefreshReport(resource: .journeyers, received: people.count), at: scratch.clock())
    }

    private func article(_ id: String, _ title: String, tags: [String], body: String?) -> Article {
        var article = Article(id: id)
        (article.title, article.tags, article.body, article.author) = (title, tags, body, "ada")
        article.createdAt = Date(timeIntervalSince1970: Double(id) ?? 0)
        return article
    }

    private func people(_ text: String) throws -> [String] { try cache.journeyers(matching: text).value.map(\.handle).sorted() }
    private func texts(_ text: String, tag: String? = nil) throws -> [String] {
        try cache.articles(author: nil, tag: tag, matching: text).value.map(\.id)
    }

    @Test(arguments: [
        ("ada", ["ada", "adalamarr"]), ("ADA  oka", ["ada"]), ("kafo", ["ada"]), ("wond", ["cloud-wonder"]), ("d-w", ["cloud-wonder"]),
        ("ø", ["bjork"]), ("Ødeg", ["bjork"]), ("李子", ["li"]), ("s3", ["bjork"]), ("zz", []), ("märz", ["kelvin"]),
        ("kelvin mär", ["kelvin"]),
        ("", ["ada", "adalamarr", "bjork", "cloud-wonder", "kelvin", "li"]),
    ])
    func `a journeyer is found by any part of the handle, name or bio, as in the screens`(text: String, handles: [String]) throws {
        #expect(try people(text) == handles)
        #expect(
            try cache.journeyers().value.filter { SearchText.matches(SearchText.of($0), SearchText.words(text)) }.map(\.handle).sorted()
                == handles)
    }

    @Test(arguments: [
        ("que", ["1"]), ("dead lett", ["1"]), ("uber", ["3", "1"]), ("SQS", ["1"]), ("buck", ["2"]), ("lifecycle objects", ["2"]),
        ("ernet", ["3"]), ("ada s3", ["2"]), ("nothing", []), ("!", []), ("", ["3", "2", "1"]),
    ])
    func `an article is found by any part of its title, author, tags and text`(text: String, ids: [String]) throws {
        #expect(try texts(text) == ids)
    }

    @Test func `a search respects the filters by author and tag and lists the newest first`() throws {
        #expect(try texts("a", tag: "aws") == ["1"])
        #expect(try cache.articles(author: "bob", tag: nil, matching: "que").value.isEmpty)
        try cache.store([article("9", "Queues again", tags: [], body: nil)], as: nil, at: scratch.clock())
        #expect(try texts("queues") == ["9", "1"], "the newest first")
    }

    static let hostile = [
        "\"", "'", "\"\"\"", "a\"b", "*", "a*", "^a", "NEAR", "NEAR(", "NEAR(a b, 2)", "AND", "a AND", "OR OR", "NOT", "-a", "+", "(", ")",
        "((((",
        "{title}: a", "title:", "body : x", "-{body}:x", "a:b:c", "\0", "a\0b", "\u{1B}[31m", "%", "_", ";--", "'; DROP TABLE article;--",
        "\\",
        "👩‍👩‍👧", "e\u{301}\u{301}\u{301}", "\u{202E}abc", "\u{FFFD}", "“curly”", "—", "'\"`", String(repeating: "(", count: 5000),
        String(repeating: "a ", count: 5000), String(repeating: "x", count: 100_000),
    ]

    @Test(arguments: hostile)
    func `no search text is an error, and each finds the same users as in the screens`(text: String) throws {
        #expect(
            try people(text)
                == cache.journeyers().value.filter { SearchText.matches(SearchText.of($0), SearchText.words(text)) }.map(\.handle).sorted())
        _ = try texts(text)
    }

    @Test func `no random search text is an error, and each finds the same users as in the screens`() throws {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("ab \"'*^:(){}-+,NEARANDORT\0\u{301}é李")
        for _ in 0..<500 {
            let text = String((0..<Int.random(in: 1...12, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
            #expect(
                try people(text)
                    == cache.journeyers().value.filter { SearchText.matches(SearchText.of($0), SearchText.words(text)) }.map(\.handle)
                    .sorted(),
                "\(text.debugDescription)")
            _ = try texts(text)
        }
    }

    @Test func `a search finds changed rows by their new content and removed rows not at all`() throws {
        try store([("ada", "Augusta", nil), ("bjork", nil, nil)])
        #expect(try people("okafor").isEmpty && people("augus") == ["ada"])
        try cache.forget(journeyer: "adalamarr")
        #expect(try people("lamarr").isEmpty)
        var changed = article("1", "Topics", tags: [], body: "Another text.")
        try cache.store([changed], as: nil, at: scratch.clock())
        #expect(try texts("queues").isEmpty && texts("topics another") == ["1"])
        changed.body = nil
        try cache.store([changed], as: nil, at: scratch.clock())
        #expect(try texts("another") == ["1"], "a list without texts removes no stored text")
    }

    @Test func `storing an unchanged list writes nothing`() throws {
        func changes() -> Int { cache.writer.writeWithoutTransaction { $0.totalChangesCount } }
        let people = try cache.journeyers().value
        let report = RefreshReport(resource: .journeyers, received: people.count)
        let before = changes()
        try cache.store(people, as: report, at: scratch.clock())
        #expect(changes() == before)
    }
}
