import HDOCModels
import HDOCService
import StoreBehaviour
import TestKit
import Testing

@testable import HDOCDynamo

/// Items that somebody wrote in the console or with another program.
@Suite("Items written by hand", .timeLimit(.hang))
struct HandWrittenItemTests {
    /// Values of every type, in place of the expected ones.
    private static let oddValues: [AttributeValue] = [
        .string(""), .string("\u{0}"), .number("-1E+30"), .binary("AA=="), .bool(true), .null, .list([.null, .string("aws")]),
        .map(["M": .map([:])]), .stringSet(["aws"]), .numberSet(["1"]),
    ]

    @Test func `odd users hide no others and can be read`() async throws {
        let stage = try await TestStage()
        try await stage.store.seed(Example.users(3))
        for (index, value) in Self.oddValues.enumerated() {
            var item: DynamoDBItem = ["github_username": .string("odd-\(index)")]
            for name in ["full_name", "days_completed", "github_score", "status", "_version", "_expires"] { item[name] = value }
            try await stage.put(item, in: stage.tables.users)
        }
        try await stage.put(["github_username": .string(String(repeating: "x", count: 2_000))], in: stage.tables.users)
        try await stage.settle()
        for limit in [1, 3, 100] {
            var (count, position) = (0, String?.none)
            repeat {
                let page = try await stage.store.users(PageRequest(limit: limit, position: position, began: Example.now))
                #expect(page.items.count <= limit)
                for user in page.items { #expect((try? JSONReader.read(user.json.utf8))?["github_username"]?.string != nil) }
                (count, position) = (count + page.items.count, page.next)
            } while position != nil
            #expect(count >= 3 + Self.oddValues.count)
        }
        for index in Self.oddValues.indices { #expect(try await stage.store.user("odd-\(index)") != nil) }
    }

    @Test func `odd articles hide no others and can be read`() async throws {
        let stage = try await TestStage()
        try await stage.store.seed(Example.community)
        for (index, value) in Self.oddValues.enumerated() {
            var item = EntryKey.article("odd-\(index)")
            (item["author"], item["created_at"], item["feed"]) = (.string("ada"), .string("2026-11-19"), .string("2026-11-19"))
            for name in ["summary", "body", "tags", "day", "date", "version", "body_position", "content_count"] { item[name] = value }
            try await stage.put(item, in: stage.tables.entries)
            try await stage.put(
                ["PK": .string("U#ada"), "SK": .string("D#odd-\(index)"), "id": value, "date": value, "day": value],
                in: stage.tables.entries)
            try await stage.put(
                ["PK": .string("C#\(index)"), "SK": .string("odd-\(index)"), "count": value], in: stage.tables.entries)
        }
        let native: DynamoDBItem = ["PK": .string("A#native"), "SK": .string("A"), "title": .string("T"), "body": .string("B")]
        try await stage.put(native, in: stage.tables.entries)
        try await stage.settle()
        #expect(try await stage.articles(ArticleFilter(author: "ada")).count == 2 + Self.oddValues.count)
        #expect(try await stage.articles().count == 3 + Self.oddValues.count)
        #expect(try await stage.store.entries(of: "ada").count >= 2)
        #expect(try await stage.count(of: "sqs") == 1)
        for index in Self.oddValues.indices { #expect(try await stage.store.article("odd-\(index)") != nil) }
        #expect(try await stage.store.article("native")?.json == #"{"id": "native", "body": "B", "title": "T"}"#)
    }

    @Test func `odd values in a user do not prevent a post`() async throws {
        let stage = try await TestStage()
        for (index, value) in Self.oddValues.enumerated() {
            let handle = "odd-\(index)"
            try await stage.put(["github_username": .string(handle), "bio": value], in: stage.tables.users)
            let before = try #require(try await stage.store.user(handle))
            let old = try #require(try? JSONReader.read(before.json.utf8))
            let update = UserUpdate(
                handle: handle, expected: before, updated: old.setting("days_completed", 1).text, instant: Example.now)
            let article = Example.article(handle, author: handle, day: 1, date: "2026-11-23")
            #expect(try await stage.store.insert(article, updating: update) == .stored)
            let item = try await stage.client.get(stage.tables.users, UserItem.key(handle), isConsistent: true)
            #expect(item?["bio"] == value && item?["days_completed"] == .integer(1))
        }
    }

    @Test(arguments: [
        "", "#", "2026", "2026-11-23T19:00:00.000Z#a1", "2026-11-20#", "9999-99-99#x", "x#\u{0}", String(repeating: "y", count: 999) + "#",
    ])
    func `a forged position is refused or chooses another place in the list`(position: String) async throws {
        let stage = try await TestStage()
        try await stage.store.seed(Example.community)
        try await stage.settle()
        for filter in [ArticleFilter(), ArticleFilter(author: "ada"), ArticleFilter(tag: "aws"), ArticleFilter(author: "ada", tag: "sqs")] {
            do {
                let page = try await stage.store.articles(filter, PageRequest(limit: 5, position: position, began: Example.now))
                #expect(page.items.count <= 3)
            } catch {
                #expect(error as? StoreFailure == .invalidPosition)
            }
        }
    }

    @Test func `texts that cannot be keys are not found`() async throws {
        let stage = try await TestStage()
        for text in ["", String(repeating: "z", count: 5_000)] {
            #expect(try await stage.store.user(text) == nil)
            #expect(try await stage.store.article(text) == nil)
            #expect(try await stage.store.handle(ofSubject: text) == nil)
            #expect(try await stage.store.entries(of: text).isEmpty)
            #expect(try await stage.articles(ArticleFilter(author: text)).isEmpty)
        }
    }
}
