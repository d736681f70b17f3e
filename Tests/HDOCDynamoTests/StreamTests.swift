import Foundation
import HDOCModels
import HDOCService
import StoreBehaviour
import TestKit
import Testing

@testable import HDOCDynamo

@Suite("The stream", .timeLimit(.hang))
struct StreamTests {
    private func article(_ id: String, day: Int = 3, tags: [String], version: Int = 1) -> StoredArticle {
        Example.article(id, author: "ada", day: day, date: "2026-11-23", tags: tags, content: "c\(version)", version: version)
    }

    private func record(_ stage: TestStage, _ old: StoredArticle?, _ new: StoredArticle?) throws -> StreamRecord {
        let id = try #require((new ?? old)?.id)
        return StreamRecord(
            sequenceNumber: "1", table: stage.tables.entries, key: EntryKey.article(id), old: old.map(ArticleItem.item),
            new: new.map(ArticleItem.item))
    }

    @Test func `a repeated record counts once`() async throws {
        let stage = try await TestStage()
        let article = article("a1", tags: ["aws", "sqs"])
        #expect(try await stage.store.insert(article, updating: nil) == .stored)
        let record = try record(stage, nil, article)
        for _ in 0..<3 { try await stage.processor.process(record) }
        #expect(try await stage.count(of: "aws") == 1)
        #expect(try await stage.articles(ArticleFilter(tag: "sqs")) == [article.summary])
    }

    @Test func `a tag that an article repeats counts once`() async throws {
        let stage = try await TestStage()
        #expect(try await stage.store.insert(article("a1", tags: ["aws", "aws"]), updating: nil) == .stored)
        try await stage.settle()
        #expect(try await stage.count(of: "aws") == 1)
    }

    @Test func `counters and lists follow a correction and a removal, also if records come in another order`() async throws {
        let stage = try await TestStage()
        let first = article("a1", tags: ["aws", "old"])
        let second = article("a1", tags: ["aws", "new"], version: 2)
        #expect(try await stage.store.insert(first, updating: nil) == .stored)
        let created = try record(stage, nil, first)
        try await stage.processor.process(created)
        #expect(try await stage.store.replace(first, with: second, updating: nil) == .stored)
        let corrected = try record(stage, first, second)
        for record in [corrected, created, corrected] { try await stage.processor.process(record) }
        #expect(try await [stage.count(of: "aws"), stage.count(of: "old"), stage.count(of: "new")] == [1, 0, 1])
        #expect(try await stage.articles(ArticleFilter(tag: "old")).isEmpty)

        #expect(try await stage.store.remove(second, updating: nil) == .stored)
        let removed = try record(stage, second, nil)
        for record in [removed, created, corrected, removed] { try await stage.processor.process(record) }
        #expect(try await [stage.count(of: "aws"), stage.count(of: "old"), stage.count(of: "new")] == [0, 0, 0])
        #expect(try await stage.articles(ArticleFilter(tag: "aws")).isEmpty)
    }

    @Test func `a corrected summary replaces the one in the list of a tag`() async throws {
        let stage = try await TestStage()
        let first = article("a1", tags: ["aws"])
        let second = StoredArticle(
            id: "a1", author: "ada", day: 3, date: "2026-11-23", createdAt: first.createdAt, version: 2, content: nil,
            json: #"{"id": "a1", "title": "new", "body": "b"}"#, summary: #"{"id": "a1", "title": "new"}"#, tags: ["aws"])
        #expect(try await stage.store.insert(first, updating: nil) == .stored)
        try await stage.settle()
        #expect(try await stage.store.replace(first, with: second, updating: nil) == .stored)
        try await stage.settle()
        #expect(try await stage.articles(ArticleFilter(tag: "aws")) == [second.summary])
        #expect(try await stage.count(of: "aws") == 1)
    }

    @Test func `an older state of an article does not replace a newer one in the list of a tag`() async throws {
        let stage = try await TestStage()
        let counter = TagCounter(
            database: stage.client, table: stage.tables.entries, article: "a1", createdAt: "2026-11-23T19:00:00.000Z")
        func item(_ version: Int) -> DynamoDBItem { ["summary": .string("v\(version)"), "version": .integer(version)] }
        for version in [2, 1, 3, 1] { try await counter.add("aws", item(version)) }
        #expect(try await stage.articles(ArticleFilter(tag: "aws")) == ["v3"])
        #expect(try await stage.count(of: "aws") == 1)
    }

    @Test func `records that describe no article change nothing`() async throws {
        let stage = try await TestStage()
        let tables = stage.tables
        for key in [EntryKey.article("gone"), ["PK": .string("A#x"), "SK": .string("?")], ["PK": .number("1")], [:]] {
            for image: DynamoDBItem? in [nil, [:], ["tags": .string("aws"), "created_at": .number("5")]] {
                let record = StreamRecord(sequenceNumber: "1", table: tables.entries, key: key, old: image, new: image)
                try await stage.processor.process(record)
            }
        }
        #expect(try await stage.count(of: "aws") == 0)
        #expect(StreamRecord(event: ["dynamodb": ["Keys": "x"]]) == nil)
        #expect(StreamRecord(event: []) == nil)
    }

    @Test func `users whom somebody writes, changes or removes by hand are changes`() async throws {
        let stage = try await TestStage()
        let users = stage.tables.users
        try await stage.store.seed(Example.community)
        try await stage.put(["github_username": .string("by-hand")], in: users)
        try await stage.settle()
        func changes() async throws -> [UserChange] {
            try await stage.store.changedUsers(
                since: Example.now.addingTimeInterval(-60), PageRequest(limit: 100, began: Example.now)
            ).items
        }
        #expect(try await changes().count == 1, "the seeded users do not count")
        var ada = try #require(try await stage.client.get(users, UserItem.key("ada"), isConsistent: true))
        ada["bio"] = .string("by hand")
        try await stage.put(ada, in: users)
        try await stage.client.write(ItemWrite(users, .delete(key: UserItem.key("Old"))))
        try await stage.settle()
        let all = try await changes()
        #expect(all.count == 3 && all.contains(.removed(handle: "Old")))
        #expect(try await stage.store.user("ada")?.json.contains("by hand") == true)
        #expect(try await stage.store.user("Old") == nil)
    }
}
