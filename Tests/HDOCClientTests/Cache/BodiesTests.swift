import Foundation
import GRDB
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Size limit for the texts of articles in the cache")
struct BodiesTests {
    private let cache: Cache
    private let scratch: Scratch
    private let list = RefreshReport(resource: .articles(author: nil, tag: nil), received: 1)

    /// Room for five texts of 1000 bytes.
    init() throws {
        scratch = try Scratch()
        cache = try Cache(path: scratch.path("c.sqlite"), now: scratch.clock(), bodyLimit: 5000)
    }

    private func article(_ number: Int, by author: String? = "bob", bytes: Int = 1000) -> Article {
        var article = Article(id: "a\(number)")
        (article.author, article.title, article.createdAt) = (author, "Title \(number)", Date(timeIntervalSince1970: Double(number)))
        // This character has two bytes.
        article.body = String(repeating: "ü", count: bytes / 2)
        return article
    }

    private func kept() throws -> [String] { try cache.articles(author: nil, tag: nil).value.filter { $0.body != nil }.map(\.id) }

    @Test func `the oldest unopened texts are dropped first, and their articles stay`() throws {
        try cache.store((1...8).map { article($0) }, as: list, at: scratch.clock())
        #expect(try kept() == ["a8", "a7", "a6", "a5", "a4"])
        #expect(try cache.articles(author: nil, tag: nil).value.count == 8)
        #expect(try cache.articles(author: nil, tag: nil, matching: "title").value.count == 8)
    }

    @Test func `the text that was opened last is dropped last`() throws {
        try cache.store((1...5).map { article($0) }, as: list, at: scratch.clock())
        for number in [1, 3, 2] {
            scratch.advance(3600)
            try cache.noteReading("a\(number)", at: scratch.clock())
        }
        try cache.store((6...8).map { article($0) }, as: list, at: scratch.clock())
        #expect(try kept() == ["a8", "a7", "a3", "a2", "a1"], "opened texts stay before new ones")
        // A dropped text that is opened again counts as the last one opened.
        scratch.advance(3600)
        try cache.store([article(4)], as: RefreshReport(resource: .article("a4"), received: 1), at: scratch.clock())
        #expect(try kept() == ["a8", "a4", "a3", "a2", "a1"])
        scratch.advance(3600)
        for number in [7, 8] {
            try cache.store([article(number)], as: RefreshReport(resource: .article("a\(number)"), received: 1), at: scratch.clock())
        }
        #expect(try Set(kept()) == ["a8", "a7", "a4", "a2", "a3"], "the text opened longest ago is dropped")
    }

    @Test func `the user's own articles and those of the outbox keep their texts and do not count towards the limit`() throws {
        let mine = (1...9).map { article($0, by: $0 == 9 ? "ada" : "Ada") }
        let own = OwnArticles(author: "ADA", ids: ["a20"])
        try cache.store(mine + [article(20, by: nil)] + (30...36).map { article($0) }, as: list, at: scratch.clock(), own: own)
        #expect(try Set(kept()) == Set((1...9).map { "a\($0)" } + ["a20"] + (32...36).map { "a\($0)" }))
    }

    @Test func `a text larger than the limit is dropped, and a newer one stays`() throws {
        try cache.store([article(1), article(2, bytes: 6000), article(3)], as: list, at: scratch.clock())
        #expect(try kept() == ["a3"])
    }

    @Test func `a second opening within ten minutes is not stored, unless the clock was set back`() throws {
        try cache.store([article(1)], as: list, at: scratch.clock())
        func noted() throws -> Double? { try cache.read { try Double.fetchOne($0, sql: "SELECT read_at FROM body_read") } }
        try cache.noteReading("a1", at: scratch.clock())
        let first = try noted()
        scratch.advance(60)
        try cache.noteReading("a1", at: scratch.clock())
        #expect(try noted() == first)
        scratch.advance(-86_400)
        try cache.noteReading("a1", at: scratch.clock())
        #expect(try noted() == scratch.clock().timeIntervalSince1970)
    }

    @Test func `each resource has its own time of fetching; a filtered list uses the newest list that contains it`() throws {
        let resources: [Resource] = [
            .journeyers, .journeyer("ada"), .articles(author: nil, tag: nil), .articles(author: "ada", tag: nil),
            .articles(author: nil, tag: "s3"), .articles(author: "ada", tag: "s3"), .article("a1"), .tags,
        ]
        #expect(Set(resources.map(\.cacheName)).count == resources.count)
        try cache.store([Article](), as: list, at: scratch.clock())
        let first = scratch.clock()
        #expect(try cache.articles(author: "ada", tag: "s3").fetchedAt == first && cache.journeyers().fetchedAt == nil)
        scratch.advance(60)
        try cache.store([Article](), as: RefreshReport(resource: .articles(author: "ada", tag: nil), received: 0), at: scratch.clock())
        #expect(try cache.articles(author: "ada", tag: nil).fetchedAt == scratch.clock())
        #expect(try cache.articles(author: nil, tag: nil).fetchedAt == first && cache.articles(author: nil, tag: "s3").fetchedAt == first)
        #expect(try cache.tags().fetchedAt == nil && cache.journeyer("ada").fetchedAt == nil)
    }
}
